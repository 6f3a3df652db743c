import { Failure } from '../../kernel/failure.js';
import { newId } from '../../kernel/ids.js';
import { smaller } from '../../kernel/money.js';
import type { Minor } from '../../kernel/money.js';
import { record } from '../audit/index.js';
import { touch } from '../caches/index.js';
import { post } from '../ledger/index.js';
import { insertSettledRefund, whileNoneIsLive } from '../payments/index.js';
import type { Actor, Tx, World } from '../tx.js';
import { allocationsToInvoice, updateAllocation } from './allocations-store.js';
import type { HeldAllocation } from './allocations-store.js';
import { announceChange } from './allocate-to-invoices.js';
import { creditMoves } from './customer-credit.js';
import { openAmount, settled } from './invoice.js';
import type { Invoice } from './invoice.js';
import { afterReturn, taxIn } from './plan-reversal.js';
import { creditNotePosting, returnToCreditPosting } from './postings.js';
import { changeInvoice, creditedTax, findCreditNotes, lockInvoices } from './store.js';
import type { CreditNote } from './store.js';
import { creditNoteIdOf, writeCreditNotes } from './write-credit-notes.js';

export interface CreditInvoice {
  readonly invoiceId: string;
  /** Minor units; everything that was not credited yet when absent. */
  readonly amount?: Minor | null;
  readonly reason?: string | null;
  /** Names the request: repeated, it is the same credit notes. */
  readonly requestKey?: string | null;
  readonly actor: Actor;
}

export interface Credited {
  readonly invoice: Invoice;
  /** One for what was still open, one for each payment whose money became the customer's credit. */
  readonly notes: readonly CreditNote[];
  readonly forgiven: Minor;
  readonly toCredit: Minor;
}

/**
 * A credit note by hand, over all of an issued invoice or a part: first what is still open is forgiven, then what was
 * paid becomes the customer's credit (paying it out is a refund). Forms left open over the old amount are ended.
 * `invoice_not_found`, `invoice_not_editable` (draft, cancelled, nothing left), `amount_invalid`, `payment_in_progress`.
 */
export async function creditInvoice(world: World, wish: CreditInvoice): Promise<Credited> {
  return whileNoneIsLive(world, async (tx) => {
    const [invoice] = await lockInvoices(tx, [wish.invoiceId]);
    if (!invoice) throw new Failure('invoice_not_found');
    const repeated = wish.requestKey ? await creditedBefore(tx, invoice, wish.requestKey) : null;
    if (repeated) return { kind: 'invoice', subjectIds: [], work: () => Promise.resolve(repeated) };
    return { kind: 'invoice', subjectIds: [invoice.id], work: () => credit(tx, invoice, wish) };
  });
}

/** What is forgiven and what each payment gives have names of their own under that of the request. */
const nameOf = (requestKey: string | null, part: string): string | null => requestKey && `${requestKey} ${part}`;
const FORGIVEN = 'forgiven';

async function creditedBefore(tx: Tx, invoice: Invoice, requestKey: string): Promise<Credited | null> {
  const parts = [FORGIVEN, ...(await allocationsToInvoice(tx, invoice.id)).map((allocation) => allocation.paymentId)];
  const notes = await findCreditNotes(tx, parts.map((part) => creditNoteIdOf(nameOf(requestKey, part)!, invoice.id)));
  if (notes.length === 0) return null;
  const sum = (some: readonly CreditNote[]) => some.reduce((total, note) => total + note.amount, 0n);
  return { invoice, notes, forgiven: sum(notes.filter((note) => note.refundId === null)), toCredit: sum(notes.filter((note) => note.refundId !== null)) };
}

async function credit(tx: Tx, invoice: Invoice, { amount: asked, reason = null, requestKey = null, actor }: CreditInvoice): Promise<Credited> {
  const left = creditable(invoice);
  if (!invoice.issuedAt || invoice.voidedAt || left <= 0n) throw new Failure('invoice_not_editable');
  const amount = asked ?? left;
  if (amount <= 0n || amount > left) throw new Failure('amount_invalid', { creditable: left.toString() });
  const taxSoFar = (await creditedTax(tx, [invoice.id])).get(invoice.id) ?? 0n;
  const forgiven = smaller(amount, openAmount(invoice));
  const open = await forgive(tx, invoice, { amount: forgiven, taxSoFar, reason, requestKey });
  const paid = await giveToCredit(tx, open.invoice, { amount: amount - forgiven, taxSoFar: taxSoFar + open.tax, reason, requestKey, requestedBy: actor.userId });
  const notes = [...open.notes, ...paid.notes];
  changeInvoice(tx, paid.invoice);
  record(tx, { actor, action: 'invoice.credited', resourceType: 'invoice', resourceId: invoice.id, details: { amount, forgiven, to_credit: amount - forgiven, reason, notes: notes.map((note) => note.number) } });
  touch(tx, invoice.customerId);
  return { invoice: paid.invoice, notes, forgiven, toCredit: amount - forgiven };
}

/** What a credit note can still be over: neither given back before nor held back by a dispute. */
export function creditable(invoice: Invoice): Minor {
  return invoice.total - invoice.amountCredited - invoice.amountRefunded - invoice.amountDisputed;
}

interface Part { readonly amount: Minor; readonly taxSoFar: Minor; readonly reason: string | null; readonly requestKey: string | null }

async function forgive(tx: Tx, invoice: Invoice, { amount, taxSoFar, reason, requestKey }: Part) {
  if (amount === 0n) return { invoice, tax: 0n, notes: [] };
  const tax = taxIn(amount, invoice, taxSoFar);
  const notes = await writeCreditNotes(tx, [{ invoiceId: invoice.id, amount, tax }], { refundId: null, reason, name: nameOf(requestKey, FORGIVEN) });
  post(tx, creditNotePosting(invoice, notes[0]!));
  return { invoice: settled({ ...invoice, amountCredited: invoice.amountCredited + amount }, tx.now), tax, notes };
}

async function giveToCredit(tx: Tx, invoice: Invoice, { amount, taxSoFar, reason, requestKey, requestedBy }: Part & { readonly requestedBy: string | null }) {
  let current = { invoice, left: amount, tax: taxSoFar };
  const notes: CreditNote[] = [];
  for (const allocation of amount > 0n ? await allocationsToInvoice(tx, invoice.id) : []) {
    const share = smaller(current.left, allocation.held);
    if (share <= 0n) continue;
    const tax = taxIn(share, current.invoice, current.tax);
    notes.push(await moveToCredit(tx, { invoice: current.invoice, allocation, amount: share, tax, reason, requestKey, requestedBy }));
    current = { invoice: afterReturn(current.invoice, share), left: current.left - share, tax: current.tax + tax };
  }
  return { invoice: current.invoice, notes };
}

interface Move { readonly invoice: Invoice; readonly allocation: HeldAllocation; readonly amount: Minor; readonly tax: Minor; readonly reason: string | null; readonly requestKey: string | null; readonly requestedBy: string | null }

/** A refund that nobody is paid out: its credit note turns what the payment had paid into the customer's credit. */
async function moveToCredit(tx: Tx, { invoice, allocation, amount, tax, reason, requestKey, requestedBy }: Move): Promise<CreditNote> {
  const refundId = newId(tx.now.getTime());
  await insertSettledRefund(tx, {
    id: refundId, paymentId: allocation.paymentId, processor: allocation.processor, account: allocation.account, amount, keepOwing: false, toCredit: true, reason, requestedBy, requestKey: null,
  });
  await updateAllocation(tx, { ...allocation, returned: allocation.returned + amount });
  const [note] = await writeCreditNotes(tx, [{ invoiceId: invoice.id, amount, tax }], { refundId, reason, name: nameOf(requestKey, allocation.paymentId) });
  post(tx, returnToCreditPosting(invoice, { refundId, paymentId: allocation.paymentId, amount, tax }));
  creditMoves(tx, invoice.customerId, invoice.currency, amount);
  announceChange(tx, invoice, afterReturn(invoice, amount), refundId);
  return note!;
}
