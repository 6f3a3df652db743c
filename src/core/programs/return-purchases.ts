import type { DisputeLost, DisputeMoved, RefundSettled } from '../events.js';
import { post } from '../ledger/index.js';
import type { Tx } from '../tx.js';
import { mailRefund } from './mail-enrolments.js';
import { heldBackPosting, returnedPosting } from './postings.js';
import { changePurchase } from './purchases-store.js';
import { withPurchases } from './settle-purchases.js';

/** Money of orders went back: everything back ends access, a part of it does not. What a bank holds back meanwhile may come again. */
export async function refundPurchases(tx: Tx, events: readonly RefundSettled[]): Promise<void> {
  for (const { event, purchaseId, purchases } of await withPurchases(tx, events)) {
    const purchase = purchases.get(purchaseId);
    post(tx, returnedPosting(event, { id: event.refundId, amount: event.refundAmount }, purchase?.surplus ?? true));
    if (!purchase) continue;
    const amountRefunded = purchase.amountRefunded + event.refundAmount;
    const over = purchase.surplus || purchase.state === 'refunded' || amountRefunded >= purchase.price.final;
    const change = { amountRefunded, ...(over && { state: 'refunded', live: false } as const) };
    await changePurchase(tx, purchase.id, change);
    purchases.set(purchaseId, { ...purchase, ...change });
    mailRefund(tx, { ...purchase, ...change }, { id: event.refundId, amount: event.refundAmount, reason: event.reason });
  }
}

/** A bank holds money back: access rests until it is given back. */
export async function holdDisputedPurchases(tx: Tx, events: readonly DisputeMoved[]): Promise<void> {
  for (const { event, purchaseId, purchases } of await withPurchases(tx, events)) {
    const purchase = purchases.get(purchaseId);
    post(tx, heldBackPosting(event, purchase?.customerId ?? purchase?.userId ?? event.paymentId, event));
    if (!purchase) continue;
    const change = { amountDisputed: purchase.amountDisputed + event.delta };
    await changePurchase(tx, purchase.id, change);
    purchases.set(purchaseId, { ...purchase, ...change });
  }
}

/** The bank decided for the buyer: he has his money, and no access. */
export async function endLostDisputes(tx: Tx, events: readonly DisputeLost[]): Promise<void> {
  for (const { purchaseId, purchases } of await withPurchases(tx, events)) {
    if (purchases.get(purchaseId)?.state === 'completed') await changePurchase(tx, purchaseId, { state: 'refunded', live: false });
  }
}
