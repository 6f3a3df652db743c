import { smaller } from '../../kernel/money.js';
import type { DisputeMoved, RefundSettled } from '../events.js';
import { post } from '../ledger/index.js';
import type { Tx } from '../tx.js';
import { announceChange } from './allocate-to-invoices.js';
import { creditAtHand, creditMoves } from './customer-credit.js';
import { writeCreditNotes } from './write-credit-notes.js';
import type { Invoice } from './invoice.js';
import { afterReturn, afterReversal, planReversal, roomIn, withTax } from './plan-reversal.js';
import { disputePosting, refundPosting } from './postings.js';
import { allocationsOf, changeInvoice, creditedTax, lockInvoices, updateAllocation } from './store.js';
import type { Allocation } from './store.js';

/**
 * Undoes on invoices what refunded money had paid: by default with a credit note of the same amount, so that the
 * invoice stays paid and shows what went back; on demand by owing it again. Never dunned by itself.
 */
export async function reverseOnInvoices(tx: Tx, events: readonly RefundSettled[]): Promise<void> {
  for (const event of events) {
    if (event.targets[0]?.kind !== 'invoice') continue;
    const { allocations, invoices } = await load(tx, event.paymentId);
    const plan = planReversal(event.refundAmount, { ...event, creditAtHand: await creditAtHand(tx, event.customerId, event.currency, true), allocations });
    const returned = event.keepOwing ? [] : withTax(plan.shares, invoices, await creditedTax(tx, plan.shares.map((share) => share.invoiceId)));
    await writeCreditNotes(tx, returned, { refundId: event.refundId, reason: event.reason });
    const credit = plan.fromCredit + plan.uncovered;
    post(tx, refundPosting(event, event.refundId, { returned, owedAgain: event.keepOwing ? plan.shares : [], credit }));
    creditMoves(tx, event.customerId, event.currency, (event.processor === 'credit' ? event.refundAmount : 0n) - credit);
    for (const share of plan.shares) {
      const before = invoices.get(share.invoiceId)!;
      const after = event.keepOwing ? afterReversal(before, share.amount) : afterReturn(before, share.amount);
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
      const amount = left > 0n ? smaller(left, roomIn(allocation)) : -smaller(-left, before.amountDisputed);
      if (amount === 0n) continue;
      left -= amount;
      const after = { ...before, amountDisputed: before.amountDisputed + amount };
      changeInvoice(tx, after);
      announceChange(tx, before, after, `${event.disputeId}:${event.move}`);
    }
  }
}

/** What a payment gave to invoices, read once more behind their locks: a credit note by hand may just have changed it. */
async function load(tx: Tx, paymentId: string): Promise<{ allocations: Allocation[]; invoices: Map<string, Invoice> }> {
  const given = await allocationsOf(tx, [paymentId]);
  const invoices = await lockInvoices(tx, given.map((a) => a.invoiceId));
  const allocations = await allocationsOf(tx, [paymentId]);
  return { allocations, invoices: new Map(invoices.map((invoice) => [invoice.id, invoice])) };
}
