import type { DisputeMoved, RefundSettled } from '../events.js';
import { post } from '../ledger/index.js';
import type { Tx } from '../tx.js';
import { allocationsOf, disputedOf, updateAllocation } from './allocations-store.js';
import type { Allocation } from './allocations-store.js';
import { announceChange } from './allocate-to-invoices.js';
import { creditAtHand, creditMoves } from './customer-credit.js';
import { writeCreditNotes } from './write-credit-notes.js';
import type { Invoice } from './invoice.js';
import { afterReturn, afterReversal, planReversal, withTax } from './plan-reversal.js';
import { disputePosting, refundPosting } from './postings.js';
import { changeInvoice, creditedTax, lockInvoices } from './store.js';

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
    const shares = new Map(plan.shares.map((share) => [share.invoiceId, share.amount]));
    for (const allocation of allocations) {
      const amount = shares.get(allocation.invoiceId) ?? 0n;
      if (amount === 0n) continue;
      await updateAllocation(tx, event.keepOwing
        ? { ...allocation, reversed: allocation.reversed + amount }
        : { ...allocation, returned: allocation.returned + amount });
    }
    const change = event.keepOwing ? afterReversal : afterReturn;
    await leave(tx, invoices, event.refundId, (before) => (shares.has(before.id) ? change(before, shares.get(before.id)!) : before));
  }
}

/** Moves what disputes hold back to (or from) the invoices it had paid; the invoice stays paid and is not dunned. */
export async function moveDisputesOnInvoices(tx: Tx, events: readonly DisputeMoved[]): Promise<void> {
  for (const event of events) {
    if (event.targets[0]?.kind !== 'invoice') continue;
    post(tx, disputePosting(event, event));
    const { invoices } = await load(tx, event.paymentId);
    await leave(tx, invoices, `${event.disputeId}:${event.move}`, (before) => before);
  }
}

/**
 * Leaves invoices as `change` says, with what disputes hold back now of all that was paid to them: what goes back to
 * one, or to another of the same payment, also moves what is held back.
 */
async function leave(tx: Tx, invoices: ReadonlyMap<string, Invoice>, occasion: string, change: (before: Invoice) => Invoice): Promise<void> {
  const disputed = await disputedOf(tx, [...invoices.keys()]);
  for (const before of invoices.values()) {
    const changed = change(before);
    const after = { ...changed, amountDisputed: disputed.get(before.id) ?? 0n };
    if (changed === before && after.amountDisputed === before.amountDisputed) continue;
    changeInvoice(tx, after);
    announceChange(tx, before, after, occasion);
  }
}

/** What a payment gave to invoices, read once more behind their locks: a credit note by hand may just have changed it. */
async function load(tx: Tx, paymentId: string): Promise<{ allocations: Allocation[]; invoices: Map<string, Invoice> }> {
  const given = await allocationsOf(tx, [paymentId]);
  const invoices = await lockInvoices(tx, given.map((a) => a.invoiceId));
  const allocations = await allocationsOf(tx, [paymentId]);
  return { allocations, invoices: new Map(invoices.map((invoice) => [invoice.id, invoice])) };
}
