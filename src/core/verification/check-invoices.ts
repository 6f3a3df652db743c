import { larger, shareOf, smaller } from '../../kernel/money.js';
import { allocationsToInvoices, creditNotesOn, linesOf, pointsPosted, postedUnder, readInvoices } from './money-store.js';
import type { AllocationRow, CreditNoteRow, InvoiceRow, LineRow, PostedLine } from './money-store.js';
import { expectInstant, expectLine, sameInstant, sumOf } from './posted.js';
import { FIRST_UUID, inPages } from './survey.js';
import type { Survey } from './survey.js';

interface InvoiceFacts {
  readonly lines: readonly LineRow[];
  readonly allocations: readonly AllocationRow[];
  readonly notes: readonly CreditNoteRow[];
  /** What the book says of its issue and of its cancellation; undefined: nothing. */
  readonly issued: readonly PostedLine[] | undefined;
  readonly voided: readonly PostedLine[] | undefined;
  /** Each change of its costs since, and one more that should not be there. */
  readonly changes: readonly (readonly PostedLine[] | undefined)[];
  /** By credit note by hand. */
  readonly credited: ReadonlyMap<string, readonly PostedLine[]>;
  readonly points: bigint;
}

/** Totals follow from lines, paid and returned amounts from allocations, the open amount and the points from the ledger. */
export async function checkInvoices(survey: Survey): Promise<void> {
  const { reader } = survey;
  for await (const page of inPages(FIRST_UUID, (after) => readInvoices(reader, after), (i) => i.id)) {
    const ids = page.map((i) => i.id);
    const notes = await creditNotesOn(reader, ids);
    const byHand = [...notes.values()].flat().filter((note) => note.refund_id === null);
    const [lines, allocations, posted, points] = await Promise.all([
      linesOf(reader, ids), allocationsToInvoices(reader, ids),
      postedUnder(reader, [...page.flatMap((i) => [`invoice.issued:${i.id}`, `invoice.voided:${i.id}`, ...changesOf(i)]), ...byHand.map((note) => `invoice.credited:${note.id}`)]),
      pointsPosted(reader, [...new Set(page.flatMap((i) => [i.customer_id, i.points_customer ?? i.customer_id]))], ids),
    ]);
    for (const invoice of page) {
      const { id } = invoice;
      checkInvoice(survey, invoice, {
        lines: lines.get(id) ?? [], allocations: allocations.get(id) ?? [], notes: notes.get(id) ?? [],
        issued: posted.get(`invoice.issued:${id}`), voided: posted.get(`invoice.voided:${id}`), points: points.get(id) ?? 0n,
        changes: changesOf(invoice).map((occasion) => posted.get(occasion)),
        credited: new Map((notes.get(id) ?? []).map((note) => [note.id, posted.get(`invoice.credited:${note.id}`) ?? []])),
      });
    }
    survey.counted('invoices', page.length);
    survey.counted('invoice_lines', [...lines.values()].reduce((sum, rows) => sum + rows.length, 0));
  }
}

const changesOf = (i: InvoiceRow) => Array.from({ length: i.cost_changes + 1 }, (_, n) => `invoice.costs_changed:${i.id}:${n + 1}`);

function checkInvoice(survey: Survey, invoice: InvoiceRow, facts: InvoiceFacts): void {
  const wrong = (problem: string) => survey.found('invoices', invoice.id, problem);
  checkTotals(survey, invoice, facts.lines, wrong);
  checkIssue(invoice, facts, wrong);
  checkPaid(invoice, facts, wrong);
  for (const note of facts.notes) checkNoteByHand(survey, invoice, note, facts.credited.get(note.id) ?? []);
  checkPoints(survey, invoice, facts.points);
}

function checkTotals(survey: Survey, invoice: InvoiceRow, lines: readonly LineRow[], wrong: (problem: string) => void): void {
  for (const line of lines) {
    const name = `${line.invoice_id}/${line.position}`;
    const amount = BigInt(line.quantity) * line.unit_price;
    if (line.amount !== amount) survey.found('invoice_lines', name, `amount ${line.amount}; ${line.quantity} × ${line.unit_price} is ${amount}`);
    const tax = shareOf(line.amount, line.tax_ppm);
    if (!isTax(line.tax_amount - tax, invoice)) survey.found('invoice_lines', name, `tax ${line.tax_amount}; ${line.tax_ppm} ppm of ${line.amount} is ${tax}`);
  }
  const amount = sumOf(lines, (line) => line.amount);
  const tax = sumOf(lines, (line) => line.tax_amount) + shareOf(invoice.infrastructure_costs, invoice.infrastructure_tax_ppm);
  if (invoice.amount !== amount) wrong(`amount ${invoice.amount}; its lines add up to ${amount}`);
  if (invoice.tax_amount !== tax) wrong(`tax ${invoice.tax_amount}; the tax of its lines and costs adds up to ${tax}`);
  const total = invoice.amount + invoice.infrastructure_costs + invoice.tax_amount;
  if (invoice.total !== total) wrong(`total ${invoice.total}; its parts add up to ${total}`);
}

/** A stage of an offer has its part of the tax on all stages, which may be a cent off its own. */
function isTax(off: bigint, { proposal_id }: InvoiceRow): boolean {
  return off === 0n || (proposal_id !== null && (off === 1n || off === -1n));
}

function checkIssue(invoice: InvoiceRow, { issued, voided, changes }: InvoiceFacts, wrong: (problem: string) => void): void {
  const owed = invoice.issued_at !== null && (invoice.total > 0n || invoice.cost_changes > 0);
  const changed = changes.filter((posted) => posted !== undefined);
  if (changed.length !== invoice.cost_changes) wrong(`its costs changed ${invoice.cost_changes} times; the book has ${changed.length > invoice.cost_changes ? 'more' : changed.length}`);
  if ((invoice.issued_at === null) !== (invoice.number === null)) wrong('has a number without being issued, or the reverse');
  if (owed !== (issued !== undefined)) wrong(owed ? 'is issued, but the book never booked it' : 'is a draft, or over nothing, but the book booked its issue');
  if (owed && issued) {
    const billed = [...issued, ...changed.flat()];
    expectLine(billed, 'receivable', invoice.total, wrong);
    expectLine(billed, 'tax_payable', -invoice.tax_amount, wrong);
    expectLine(billed, 'revenue', -(invoice.total - invoice.tax_amount), wrong);
    expectInstant('issued', invoice.issued_at, issued, wrong);
    if (issued.some((line) => line.kind !== null && line.unit !== invoice.currency)) wrong(`is in ${invoice.currency}, but was booked in another currency`);
  }
  const takenBack = owed && invoice.voided_at !== null;
  if (takenBack !== (voided !== undefined)) wrong(takenBack ? 'is cancelled, but the book never took it back' : 'was taken back in the book, but is not cancelled');
  if (takenBack && voided) expectInstant('cancelled', invoice.voided_at, voided, wrong);
}

function checkPaid(invoice: InvoiceRow, { allocations, notes, changes }: InvoiceFacts, wrong: (problem: string) => void): void {
  const paid = sumOf(allocations, (a) => a.amount - a.reversed);
  if (invoice.amount_paid !== paid) wrong(`amount_paid ${invoice.amount_paid}; what payments gave it adds up to ${paid}`);
  const returned = sumOf(allocations, (a) => a.returned);
  if (invoice.amount_refunded !== returned) wrong(`amount_refunded ${invoice.amount_refunded}; what went back of its payments adds up to ${returned}`);
  const forgiven = sumOf(notes.filter((note) => note.refund_id === null), (note) => note.amount);
  if (invoice.amount_credited !== forgiven) wrong(`amount_credited ${invoice.amount_credited}; credit notes by hand add up to ${forgiven}`);
  const credited = sumOf(notes, (note) => note.amount) - forgiven;
  if (credited !== returned) wrong(`credit notes over ${credited}; what went back of its payments adds up to ${returned}`);
  const open = invoice.issued_at && !invoice.voided_at ? invoice.total - invoice.amount_paid - invoice.amount_credited : 0n;
  if (invoice.receivable !== open) wrong(`open amount ${open}; the book has ${invoice.receivable} receivable for it`);
  const mustBePaid = invoice.issued_at !== null && invoice.voided_at === null && invoice.amount_paid + invoice.amount_credited === invoice.total;
  if (mustBePaid !== (invoice.paid_at !== null)) wrong(mustBePaid ? 'everything is paid, but it is not marked paid' : 'is marked paid, but not everything is paid');
  const instants = [...allocations.map((a) => a.created_at), ...notes.map((note) => note.issued_at), ...changes.flatMap((posted) => posted?.map((line) => line.occurred_at) ?? []), ...(invoice.total === 0n && invoice.issued_at ? [invoice.issued_at] : [])];
  if (mustBePaid && invoice.paid_at && !instants.some((at) => sameInstant(at, invoice.paid_at!))) wrong('the instant it was paid is that of none of its payments');
  checkDisputed(invoice, allocations, wrong);
}

/** A credit note by hand on what was open: less is owed, and its share of tax is not. */
function checkNoteByHand(survey: Survey, invoice: InvoiceRow, note: CreditNoteRow, posted: readonly PostedLine[]): void {
  const wrong = (problem: string) => survey.found('credit_notes', note.id, problem);
  if (note.refund_id !== null) return;
  expectLine(posted.filter((line) => line.owner === invoice.id), 'receivable', -note.amount, wrong);
  expectLine(posted, 'tax_payable', note.tax_amount, wrong);
}

/** What disputes of a payment hold back is taken from the invoices it paid in the order of their ids, as far as each still has something of it. */
function checkDisputed(invoice: InvoiceRow, allocations: readonly AllocationRow[], wrong: (problem: string) => void): void {
  const heldBack = sumOf(allocations, (a) => smaller(larger(a.payment_disputed - a.left_before, 0n), a.amount - a.returned - a.reversed));
  if (invoice.amount_disputed !== heldBack) wrong(`amount_disputed ${invoice.amount_disputed}; disputes of its payments hold back ${heldBack}`);
}

function checkPoints(survey: Survey, invoice: InvoiceRow, posted: bigint): void {
  if (invoice.points !== posted) survey.found('loyalty_invoice_points', invoice.id, `${invoice.points} points; the book gave ${posted}`);
  if (invoice.points_customer !== null && invoice.points_customer !== invoice.customer_id) {
    survey.found('loyalty_invoice_points', invoice.id, `names customer ${invoice.points_customer}; the invoice is of ${invoice.customer_id}`);
  }
}
