import { newId } from '../../kernel/ids.js';
import { divideHalfUp, smaller } from '../../kernel/money.js';
import type { Minor } from '../../kernel/money.js';
import type { DisputeMoved, RefundSettled } from '../events.js';
import { post } from '../ledger/index.js';
import type { Tx } from '../tx.js';
import { announceChange } from './allocate-to-invoices.js';
import type { Invoice } from './invoice.js';
import { disputePosting, refundPosting } from './postings.js';
import type { ReturnedShare, Share } from './postings.js';
import { allocationsOf, changeInvoice, creditedTax, insertCreditNote, lockInvoices, takeSeriesNumbers, updateAllocation } from './store.js';
import type { Allocation } from './store.js';

/**
 * Undoes on invoices what refunded money had paid: by default with a credit note of the same amount, so that the
 * invoice stays paid and shows what went back; on demand by owing it again. Never dunned by itself.
 */
export async function reverseOnInvoices(tx: Tx, events: readonly RefundSettled[]): Promise<void> {
  for (const event of events) {
    if (event.targets[0]?.kind !== 'invoice') continue;
    const { allocations, invoices } = await load(tx, event.paymentId);
    const { shares, rest } = takeBack(event.refundAmount, allocations);
    const returned: ReturnedShare[] = event.keepOwing ? [] : await giveCreditNotes(tx, event, shares, invoices);
    post(tx, refundPosting(event, event.refundId, { returned, owedAgain: event.keepOwing ? shares : [], credit: rest }));
    for (const share of shares) {
      const before = invoices.get(share.invoiceId)!;
      const after = event.keepOwing ? owedAgain(before, share.amount) : { ...before, amountRefunded: before.amountRefunded + share.amount };
      const allocation = allocations.find((a) => a.invoiceId === share.invoiceId)!;
      await updateAllocation(tx, event.keepOwing
        ? { ...allocation, reversed: allocation.reversed + share.amount }
        : { ...allocation, returned: allocation.returned + share.amount });
      changeInvoice(tx, after);
      announceChange(tx, before, after, event.refundId);
    }
  }
}

/** Moves what disputes hold back to (or from) the invoices it had paid; the invoice stays paid and is not dunned. */
export async function moveDisputesOnInvoices(tx: Tx, events: readonly DisputeMoved[]): Promise<void> {
  for (const event of events) {
    if (event.targets[0]?.kind !== 'invoice') continue;
    post(tx, disputePosting(event, event));
    const { allocations, invoices } = await load(tx, event.paymentId);
    let left = event.delta;
    for (const allocation of allocations) {
      const before = invoices.get(allocation.invoiceId)!;
      const room = allocation.amount - allocation.returned - allocation.reversed;
      const amount = left > 0n ? smaller(left, room) : -smaller(-left, before.amountDisputed);
      if (amount === 0n) continue;
      left -= amount;
      const after = { ...before, amountDisputed: before.amountDisputed + amount };
      changeInvoice(tx, after);
      announceChange(tx, before, after, `${event.disputeId}:${event.move}`);
    }
  }
}

async function load(tx: Tx, paymentId: string): Promise<{ allocations: Allocation[]; invoices: Map<string, Invoice> }> {
  const allocations = await allocationsOf(tx, [paymentId]);
  const invoices = await lockInvoices(tx, allocations.map((a) => a.invoiceId));
  return { allocations, invoices: new Map(invoices.map((invoice) => [invoice.id, invoice])) };
}

/** Takes an amount out of allocations, first to last; the rest was never allocated: the customer's credit. */
function takeBack(amount: Minor, allocations: readonly Allocation[]): { shares: Share[]; rest: Minor } {
  let rest = amount;
  const shares: Share[] = [];
  for (const a of allocations) {
    const share = smaller(rest, a.amount - a.returned - a.reversed);
    if (share > 0n) shares.push({ invoiceId: a.invoiceId, amount: share });
    rest -= share;
  }
  return { shares, rest };
}

/** Tax goes back in proportion, measured against all that was given back so far, so that cents neither appear nor vanish. */
async function giveCreditNotes(tx: Tx, event: RefundSettled, shares: readonly Share[], invoices: ReadonlyMap<string, Invoice>): Promise<ReturnedShare[]> {
  if (shares.length === 0) return [];
  const numbers = await takeSeriesNumbers(tx, 'credit_note', shares.length);
  const taxSoFar = await creditedTax(tx, shares.map((share) => share.invoiceId));
  const returned: ReturnedShare[] = [];
  for (const [i, share] of shares.entries()) {
    const invoice = invoices.get(share.invoiceId)!;
    const target = divideHalfUp(invoice.taxAmount * (invoice.amountRefunded + share.amount), invoice.total);
    const tax = target - (taxSoFar.get(invoice.id) ?? 0n);
    returned.push({ ...share, tax });
    await insertCreditNote(tx, {
      id: newId(tx.now.getTime()), number: `CN-${String(numbers[i]).padStart(5, '0')}`, invoiceId: invoice.id, refundId: event.refundId,
      amount: share.amount, taxAmount: tax, reason: event.reason,
    });
  }
  return returned;
}

function owedAgain(invoice: Invoice, amount: Minor): Invoice {
  return { ...invoice, amountPaid: invoice.amountPaid - amount, paidAt: null };
}
