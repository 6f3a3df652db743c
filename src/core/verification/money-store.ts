import type { Reader, Statement } from '../tx.js';

const PAGE = 1_000;

/** What a ledger transaction moved in one account; `kind` is null when it has no entries at all. */
export interface PostedLine { occasion: string; occurred_at: Date; kind: string | null; unit: string; owner: string; amount: bigint }

const postedLines: Statement<PostedLine> = {
  name: 'verify_posted_lines',
  text: `SELECT t.occasion, t.occurred_at, a.kind, a.unit, a.owner_id AS owner, sum(e.amount)::bigint AS amount
         FROM ledger_transactions t LEFT JOIN ledger_entries e ON e.transaction_id = t.id LEFT JOIN ledger_accounts a ON a.id = e.account_id
         WHERE t.occasion = ANY($1::text[]) GROUP BY 1, 2, 3, 4, 5`,
};

/** What the book says under these occasions, by occasion. */
export async function postedUnder(reader: Reader, occasions: readonly string[]): Promise<Map<string, PostedLine[]>> {
  return grouped(await reader.run(postedLines, [occasions]), (line) => line.occasion);
}

export interface InvoiceRow {
  id: string; customer_id: string; proposal_id: string | null; number: string | null; currency: string; amount: bigint; infrastructure_costs: bigint; tax_amount: bigint; total: bigint;
  amount_paid: bigint; amount_refunded: bigint; amount_disputed: bigint; amount_credited: bigint; infrastructure_tax_ppm: number; cost_changes: number;
  issued_at: Date | null; paid_at: Date | null; voided_at: Date | null;
  points: bigint; points_customer: string | null; receivable: bigint;
}

const invoicesAfter: Statement<InvoiceRow> = {
  name: 'verify_invoices',
  text: `SELECT i.id, i.customer_id, i.proposal_id, i.number, i.currency, i.amount, i.infrastructure_costs, i.tax_amount, i.total, i.amount_paid, i.amount_refunded, i.amount_disputed,
           i.amount_credited, i.infrastructure_tax_ppm, i.cost_changes,
           i.issued_at, i.paid_at, i.voided_at, coalesce(l.points, 0) AS points, l.customer_id AS points_customer,
           coalesce((SELECT sum(e.amount) FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id
                     WHERE a.kind = 'receivable' AND a.unit = i.currency AND a.owner_id = i.id::text), 0)::bigint AS receivable
         FROM invoices i LEFT JOIN loyalty_invoice_points l ON l.invoice_id = i.id WHERE i.id > $1 ORDER BY i.id LIMIT ${PAGE}`,
};

export async function readInvoices(reader: Reader, after: string): Promise<InvoiceRow[]> {
  return reader.run(invoicesAfter, [after]);
}

export interface LineRow { invoice_id: string; position: number; quantity: number; unit_price: bigint; amount: bigint; tax_ppm: number; tax_amount: bigint }

const linesOfInvoices: Statement<LineRow> = {
  name: 'verify_invoice_lines',
  text: `SELECT invoice_id, position, quantity, unit_price, amount, tax_ppm, tax_amount FROM invoice_lines WHERE invoice_id = ANY($1::uuid[]) ORDER BY invoice_id, position`,
};

export async function linesOf(reader: Reader, invoiceIds: readonly string[]): Promise<Map<string, LineRow[]>> {
  return grouped(await reader.run(linesOfInvoices, [invoiceIds]), (line) => line.invoice_id);
}

export interface AllocationRow {
  payment_id: string; invoice_id: string; amount: bigint; returned: bigint; reversed: bigint; created_at: Date;
  /** Held back by disputes of the payment, and what of it is left at the invoices that come before this one. */
  payment_disputed: bigint; left_before: bigint;
}

const allocationColumns = `a.payment_id, a.invoice_id, a.amount, a.returned, a.reversed, a.created_at, coalesce(p.amount_disputed, 0) AS payment_disputed,
  (SELECT coalesce(sum(o.amount - o.returned - o.reversed), 0) FROM allocations o WHERE o.payment_id = a.payment_id AND o.invoice_id < a.invoice_id)::bigint AS left_before`;

const allocationsOfInvoices: Statement<AllocationRow> = {
  name: 'verify_allocations_of_invoices',
  text: `SELECT ${allocationColumns} FROM allocations a LEFT JOIN payments p ON p.id = a.payment_id WHERE a.invoice_id = ANY($1::uuid[])`,
};
const allocationsOfPayments: Statement<AllocationRow> = {
  name: 'verify_allocations_of_payments',
  text: `SELECT ${allocationColumns} FROM allocations a LEFT JOIN payments p ON p.id = a.payment_id WHERE a.payment_id = ANY($1::uuid[])`,
};

export async function allocationsToInvoices(reader: Reader, ids: readonly string[]): Promise<Map<string, AllocationRow[]>> {
  return grouped(await reader.run(allocationsOfInvoices, [ids]), (row) => row.invoice_id);
}

export async function allocationsFromPayments(reader: Reader, ids: readonly string[]): Promise<Map<string, AllocationRow[]>> {
  return grouped(await reader.run(allocationsOfPayments, [ids]), (row) => row.payment_id);
}

export interface CreditNoteRow { id: string; number: string; invoice_id: string; refund_id: string | null; amount: bigint; tax_amount: bigint; issued_at: Date }

const creditNotes = (where: string, name: string): Statement<CreditNoteRow> => ({
  name, text: `SELECT id, number, invoice_id, refund_id, amount, tax_amount, issued_at FROM credit_notes WHERE ${where} = ANY($1::uuid[])`,
});
const notesOfInvoices = creditNotes('invoice_id', 'verify_notes_of_invoices');
const notesOfRefunds = creditNotes('refund_id', 'verify_notes_of_refunds');

export async function creditNotesOn(reader: Reader, invoiceIds: readonly string[]): Promise<Map<string, CreditNoteRow[]>> {
  return grouped(await reader.run(notesOfInvoices, [invoiceIds]), (row) => row.invoice_id);
}

export async function creditNotesFor(reader: Reader, refundIds: readonly string[]): Promise<Map<string, CreditNoteRow[]>> {
  return grouped(await reader.run(notesOfRefunds, [refundIds]), (row) => row.refund_id ?? '');
}

const pointsOfInvoices: Statement<{ invoice_id: string; points: bigint }> = {
  name: 'verify_points',
  text: `SELECT t.reference->>'invoice_id' AS invoice_id, -sum(e.amount)::bigint AS points
         FROM ledger_accounts a JOIN ledger_entries e ON e.account_id = a.id JOIN ledger_transactions t ON t.id = e.transaction_id
         WHERE a.kind = 'customer_points' AND a.owner_id = ANY($1::text[]) AND t.occasion LIKE 'points.matched:%' AND t.reference->>'invoice_id' = ANY($2::text[])
         GROUP BY 1`,
};

/** Points that the book gave for invoices, by invoice. */
export async function pointsPosted(reader: Reader, customerIds: readonly string[], invoiceIds: readonly string[]): Promise<Map<string, bigint>> {
  return new Map((await reader.run(pointsOfInvoices, [customerIds, invoiceIds])).map((row) => [row.invoice_id, row.points]));
}

export interface PaymentRow {
  id: string; customer_id: string | null; processor: string; account: string; state: string; currency: string; amount: bigint;
  amount_received: bigint; amount_refunded: bigint; amount_disputed: bigint; fee: bigint | null; settled_at: Date | null; manual_method: string | null;
}

const paymentsAfter: Statement<PaymentRow> = {
  name: 'verify_payments',
  text: `SELECT id, customer_id, processor, account, state, currency, amount, amount_received, amount_refunded, amount_disputed, fee, settled_at, manual_method
         FROM payments WHERE id > $1 ORDER BY id LIMIT ${PAGE}`,
};

export async function readPayments(reader: Reader, after: string): Promise<PaymentRow[]> {
  return reader.run(paymentsAfter, [after]);
}

export interface TargetRow { payment_id: string; position: number; kind: string; subject_id: string; amount: bigint; live: boolean; invoice_customer: string | null }

const targetsOfPayments: Statement<TargetRow> = {
  name: 'verify_targets',
  text: `SELECT t.payment_id, t.position, t.kind, t.subject_id, t.amount, t.live, i.customer_id AS invoice_customer
         FROM payment_targets t LEFT JOIN invoices i ON t.kind = 'invoice' AND i.id = t.subject_id
         WHERE t.payment_id = ANY($1::uuid[]) ORDER BY t.payment_id, t.position`,
};

export async function targetsOf(reader: Reader, paymentIds: readonly string[]): Promise<Map<string, TargetRow[]>> {
  return grouped(await reader.run(targetsOfPayments, [paymentIds]), (row) => row.payment_id);
}

export interface RefundRow { id: string; payment_id: string; state: string; amount: bigint; keep_owing: boolean; to_credit: boolean; settled_at: Date | null; bounced_at: Date | null }

const refundsOfPayments: Statement<RefundRow> = {
  name: 'verify_refunds',
  text: `SELECT id, payment_id, state, amount, keep_owing, to_credit, settled_at, bounced_at FROM refunds WHERE payment_id = ANY($1::uuid[]) ORDER BY id`,
};

export async function refundsOf(reader: Reader, paymentIds: readonly string[]): Promise<Map<string, RefundRow[]>> {
  return grouped(await reader.run(refundsOfPayments, [paymentIds]), (row) => row.payment_id);
}

export interface DisputeRow { id: string; payment_id: string; withdrawn: bigint; moves: number }

const disputesOfPayments: Statement<DisputeRow> = {
  name: 'verify_disputes',
  text: `SELECT id, payment_id, withdrawn, moves FROM disputes WHERE payment_id = ANY($1::uuid[]) ORDER BY id`,
};

export async function disputesOf(reader: Reader, paymentIds: readonly string[]): Promise<Map<string, DisputeRow[]>> {
  return grouped(await reader.run(disputesOfPayments, [paymentIds]), (row) => row.payment_id);
}

function grouped<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}
