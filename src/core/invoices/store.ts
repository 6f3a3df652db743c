import { idOf } from '../../kernel/ids.js';
import type { Minor } from '../../kernel/money.js';
import type { Day } from '../../kernel/period.js';
import type { Reader, Sink, Statement, Tx } from '../tx.js';
import type { Invoice, InvoiceLine } from './invoice.js';

export interface InvoiceRow {
  id: string; customer_id: string; customer_name: string; customer_email: string; number: string | null; currency: string;
  amount: bigint; infrastructure_costs: bigint; tax_amount: bigint; total: bigint; amount_paid: bigint; amount_refunded: bigint;
  amount_disputed: bigint; amount_credited: bigint; points_awarded: bigint; points_per_dollar: number | null; due_date: string | null; job_id: string | null; memo: string | null; version: number;
  proposal_id: string | null; proposal_stage: number | null; milestone: string | null; recurring_period: string | null; auto_charge: boolean;
  infrastructure_tax_ppm: number; cost_changes: number;
  created_at: Date; updated_at: Date; issued_at: Date | null; paid_at: Date | null; voided_at: Date | null;
}

export const INVOICE_COLUMNS = `i.id, i.customer_id, c.name AS customer_name, c.email AS customer_email, i.number, i.currency, i.amount,
  i.infrastructure_costs, i.tax_amount, i.total, i.amount_paid, i.amount_refunded, i.amount_disputed, i.amount_credited, coalesce(l.points, 0) AS points_awarded, l.points_per_dollar,
  i.due_date, i.job_id, i.memo, i.proposal_id, i.proposal_stage, i.milestone, i.recurring_period, i.auto_charge, i.infrastructure_tax_ppm, i.cost_changes, i.version, i.created_at, i.updated_at, i.issued_at, i.paid_at, i.voided_at`;
export const INVOICE_SOURCE = `invoices i JOIN customers c ON c.id = i.customer_id LEFT JOIN loyalty_invoice_points l ON l.invoice_id = i.id`;

const lockByIds: Statement<unknown> = {
  name: 'invoices_lock_ids',
  text: `SELECT FROM invoices WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE`,
};
const findByIds: Statement<InvoiceRow> = {
  name: 'invoices_find_by_ids_in_order',
  text: `SELECT ${INVOICE_COLUMNS} FROM ${INVOICE_SOURCE} WHERE i.id = ANY($1::uuid[]) ORDER BY i.id`,
};
const findOwn: Statement<InvoiceRow> = {
  name: 'invoices_find_own',
  text: `SELECT ${INVOICE_COLUMNS} FROM ${INVOICE_SOURCE} WHERE i.id = $1 AND i.customer_id = $2 AND i.issued_at IS NOT NULL`,
};
const linesOf: Statement<{ invoice_id: string; position: number; description: string; quantity: number; unit_price: bigint; amount: bigint; tax_ppm: number; tax_amount: bigint }> = {
  name: 'invoices_lines_of',
  text: `SELECT invoice_id, position, description, quantity, unit_price, amount, tax_ppm, tax_amount FROM invoice_lines
         WHERE invoice_id = ANY($1::uuid[]) ORDER BY invoice_id, position`,
};

/** What a transaction changed and will write at its end: whoever looks again in the meantime must see it. */
const unwritten = new WeakMap<Tx, Map<string, Invoice>>();

/** Locks invoices in id order; those that this transaction changed before come as it left them. */
export async function lockInvoices(tx: Tx, ids: readonly string[]): Promise<Invoice[]> {
  const changed = unwritten.get(tx);
  if (ids.length === 0) return [];
  // Read behind the lock, by a statement of its own: what is joined to a row that was waited for is as old as the wait.
  const [, rows] = await Promise.all([tx.run(lockByIds, [ids]), tx.run(findByIds, [ids])]);
  return rows.map((row) => changed?.get(row.id) ?? rowToInvoice(row));
}

/** Leaves a locked invoice like this; written with all others before the commit. */
export function changeInvoice(tx: Tx, after: Invoice): void {
  const changed = unwritten.get(tx) ?? new Map<string, Invoice>();
  unwritten.set(tx, changed.set(after.id, after));
  tx.collect(invoicesSink, after);
}

/** The id of the invoice that a request writes: the same whenever it is repeated. */
export function invoiceIdOf(requestKey: string): string {
  return idOf('invoice', requestKey);
}

/** What an earlier run of the same request wrote. */
export async function findInvoiceByRequestKey(reader: Reader, requestKey: string): Promise<Invoice | undefined> {
  return (await findInvoices(reader, [invoiceIdOf(requestKey)]))[0];
}

export async function findInvoices(reader: Reader, ids: readonly string[]): Promise<Invoice[]> {
  return ids.length === 0 ? [] : (await reader.run(findByIds, [ids])).map(rowToInvoice);
}

/** An issued invoice of this very customer. Drafts are nobody's business yet. */
export async function findInvoiceOf(reader: Reader, customerId: string, id: string): Promise<Invoice | undefined> {
  const [row] = await reader.run(findOwn, [id, customerId]);
  return row && rowToInvoice(row);
}

export async function findLines(reader: Reader, invoiceId: string): Promise<InvoiceLine[]> {
  return (await findLinesOf(reader, [invoiceId])).get(invoiceId) ?? [];
}

/** The lines of several invoices in one query, by invoice. */
export async function findLinesOf(reader: Reader, invoiceIds: readonly string[]): Promise<Map<string, InvoiceLine[]>> {
  const found = new Map<string, InvoiceLine[]>(invoiceIds.map((id) => [id, []]));
  for (const row of invoiceIds.length === 0 ? [] : await reader.run(linesOf, [invoiceIds])) {
    found.get(row.invoice_id)!.push({
      position: row.position, description: row.description, quantity: row.quantity, unitPrice: row.unit_price,
      amount: row.amount, taxPpm: row.tax_ppm, taxAmount: row.tax_amount,
    });
  }
  return found;
}

export interface NewInvoice extends Pick<Invoice, 'id' | 'customerId' | 'currency' | 'amount' | 'infrastructureCosts' | 'infrastructureTaxPpm' | 'taxAmount' | 'total' | 'dueDate' | 'jobId' | 'memo'
  | 'proposalId' | 'proposalStage' | 'milestone' | 'recurringPeriod' | 'autoCharge'> {
  readonly lines: readonly InvoiceLine[];
}

export async function insertInvoice(tx: Tx, invoice: NewInvoice): Promise<void> {
  await tx.db.insertInto('invoices').values({
    id: invoice.id, customer_id: invoice.customerId, currency: invoice.currency, amount: invoice.amount, tax_amount: invoice.taxAmount,
    infrastructure_costs: invoice.infrastructureCosts, infrastructure_tax_ppm: invoice.infrastructureTaxPpm,
    total: invoice.total, due_date: invoice.dueDate, job_id: invoice.jobId, memo: invoice.memo,
    proposal_id: invoice.proposalId, proposal_stage: invoice.proposalStage, milestone: invoice.milestone,
    recurring_period: invoice.recurringPeriod, auto_charge: invoice.autoCharge, created_at: tx.now, updated_at: tx.now,
  }).execute();
  await insertLines(tx, invoice.id, invoice.lines);
}

async function insertLines(tx: Tx, invoiceId: string, lines: readonly InvoiceLine[]): Promise<void> {
  await tx.db.insertInto('invoice_lines').values(lines.map((line) => ({
    invoice_id: invoiceId, position: line.position, description: line.description, quantity: line.quantity, unit_price: line.unitPrice,
    amount: line.amount, tax_ppm: line.taxPpm, tax_amount: line.taxAmount,
  }))).execute();
}

/** Writes the content of a draft anew. */
export async function rewriteDraft(tx: Tx, id: string, draft: Pick<NewInvoice, 'amount' | 'infrastructureCosts' | 'infrastructureTaxPpm' | 'taxAmount' | 'total' | 'dueDate' | 'memo' | 'milestone' | 'lines'>): Promise<void> {
  await tx.db.updateTable('invoices').set((eb) => ({
    amount: draft.amount, infrastructure_costs: draft.infrastructureCosts, infrastructure_tax_ppm: draft.infrastructureTaxPpm, tax_amount: draft.taxAmount,
    total: draft.total, due_date: draft.dueDate, memo: draft.memo, milestone: draft.milestone, updated_at: tx.now, version: eb('version', '+', 1),
  })).where('id', '=', id).where('issued_at', 'is', null).execute();
  await tx.db.deleteFrom('invoice_lines').where('invoice_id', '=', id).execute();
  await insertLines(tx, id, draft.lines);
}

/** Writes changed infrastructure costs with what follows from them. */
export async function writeCosts(tx: Tx, i: Invoice): Promise<void> {
  await tx.db.updateTable('invoices').set((eb) => ({
    infrastructure_costs: i.infrastructureCosts, tax_amount: i.taxAmount, total: i.total, cost_changes: i.costChanges, paid_at: i.paidAt,
    updated_at: tx.now, version: eb('version', '+', 1),
  })).where('id', '=', i.id).execute();
}

export async function markIssued(tx: Tx, id: string, number: string, dueDate: Day | null): Promise<void> {
  await tx.db.updateTable('invoices').set((eb) => ({ number, due_date: dueDate, issued_at: tx.now, updated_at: tx.now, version: eb('version', '+', 1) }))
    .where('id', '=', id).where('issued_at', 'is', null).execute();
}

export async function markVoided(tx: Tx, id: string): Promise<void> {
  await tx.db.updateTable('invoices').set((eb) => ({ voided_at: tx.now, updated_at: tx.now, version: eb('version', '+', 1) })).where('id', '=', id).execute();
}

const autoCharge: Statement<{ id: string }> = {
  name: 'invoices_auto_charge',
  text: `UPDATE invoices SET auto_charge = true, version = version + 1, updated_at = $3
         WHERE proposal_id = $1 AND customer_id = $2 AND issued_at IS NOT NULL AND voided_at IS NULL AND paid_at IS NULL AND NOT auto_charge AND id <> ALL ($4::uuid[]) RETURNING id`,
};

/** The open invoices of an offer's stages, without those that are being paid now. */
export async function markAutoCharge(tx: Tx, proposalId: string, customerId: string, except: readonly string[]): Promise<string[]> {
  return (await tx.run(autoCharge, [proposalId, customerId, tx.now, except])).map((row) => row.id);
}

const takeNumbers: Statement<{ next: bigint }> = {
  name: 'invoices_take_numbers',
  text: `INSERT INTO number_series AS s (series, next) VALUES ($1, 1 + $2) ON CONFLICT (series) DO UPDATE SET next = s.next + $2 RETURNING next`,
};

/** The next numbers of a series, gapless: the counter stays locked until the transaction ends, and goes back with it. */
export async function takeSeriesNumbers(tx: Tx, series: string, count: number): Promise<bigint[]> {
  const [row] = await tx.run(takeNumbers, [series, count]);
  return Array.from({ length: count }, (_, i) => row!.next - BigInt(count) + BigInt(i));
}

/** Where payments leave an invoice. */
interface InvoiceChange {
  readonly id: string;
  readonly amountPaid: Minor;
  readonly amountRefunded: Minor;
  readonly amountDisputed: Minor;
  readonly amountCredited: Minor;
  readonly paidAt: Date | null;
}

const updateInvoices: Statement<never> = {
  name: 'invoices_update',
  text: `UPDATE invoices i SET amount_paid = u.paid, amount_refunded = u.refunded, amount_disputed = u.disputed, amount_credited = u.credited, paid_at = u.paid_at,
           version = i.version + 1, updated_at = $7
         FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::timestamptz[]) AS u (id, paid, refunded, disputed, credited, paid_at)
         WHERE i.id = u.id`,
};

/** Writes changed invoices once per transaction; the last change of an invoice is what stays. */
const invoicesSink: Sink<InvoiceChange> = {
  name: 'invoices',
  order: 2,
  async write(tx, changes) {
    const rows = [...new Map(changes.map((change) => [change.id, change])).values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    await tx.run(updateInvoices, [
      rows.map((r) => r.id), rows.map((r) => r.amountPaid), rows.map((r) => r.amountRefunded), rows.map((r) => r.amountDisputed),
      rows.map((r) => r.amountCredited), rows.map((r) => r.paidAt), tx.now,
    ]);
  },
};

export interface CreditNote {
  readonly id: string;
  readonly number: string;
  readonly invoiceId: string;
  readonly refundId: string | null;
  readonly amount: Minor;
  readonly taxAmount: Minor;
  readonly reason: string | null;
}

export async function insertCreditNote(tx: Tx, note: CreditNote): Promise<void> {
  await tx.db.insertInto('credit_notes').values({
    id: note.id, number: note.number, invoice_id: note.invoiceId, refund_id: note.refundId, amount: note.amount,
    tax_amount: note.taxAmount, reason: note.reason, issued_at: tx.now,
  }).execute();
}

/** Those of the ids that there are, in the order of the ids. */
export async function findCreditNotes(reader: Reader, ids: readonly string[]): Promise<CreditNote[]> {
  const rows = await reader.db.selectFrom('credit_notes').select(['id', 'number', 'invoice_id', 'refund_id', 'amount', 'tax_amount', 'reason']).where('id', 'in', [...ids]).execute();
  const notes = rows.map((row): CreditNote => ({ id: row.id, number: row.number, invoiceId: row.invoice_id, refundId: row.refund_id, amount: row.amount, taxAmount: row.tax_amount, reason: row.reason }));
  return notes.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
}

/** Tax given back so far with the credit notes of invoices. */
export async function creditedTax(reader: Reader, invoiceIds: readonly string[]): Promise<Map<string, Minor>> {
  if (invoiceIds.length === 0) return new Map();
  const rows = await reader.db.selectFrom('credit_notes').select(['invoice_id', 'tax_amount']).where('invoice_id', 'in', invoiceIds).execute();
  const sums = new Map<string, Minor>();
  for (const row of rows) sums.set(row.invoice_id, (sums.get(row.invoice_id) ?? 0n) + row.tax_amount);
  return sums;
}

export function rowToInvoice(row: InvoiceRow): Invoice {
  return {
    id: row.id, customerId: row.customer_id, customer: { name: row.customer_name, email: row.customer_email }, number: row.number,
    currency: row.currency, amount: row.amount, infrastructureCosts: row.infrastructure_costs, taxAmount: row.tax_amount, total: row.total,
    amountPaid: row.amount_paid, amountRefunded: row.amount_refunded, amountDisputed: row.amount_disputed, amountCredited: row.amount_credited, pointsAwarded: row.points_awarded, pointsPerDollar: row.points_per_dollar,
    dueDate: row.due_date, jobId: row.job_id, memo: row.memo, proposalId: row.proposal_id, proposalStage: row.proposal_stage, milestone: row.milestone,
    recurringPeriod: row.recurring_period, autoCharge: row.auto_charge, infrastructureTaxPpm: row.infrastructure_tax_ppm, costChanges: row.cost_changes, version: row.version, createdAt: row.created_at, updatedAt: row.updated_at,
    issuedAt: row.issued_at, paidAt: row.paid_at, voidedAt: row.voided_at,
  };
}
