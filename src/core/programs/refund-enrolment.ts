import { Failure } from '../../kernel/failure.js';
import { isHexId } from '../../kernel/ids.js';
import type { Minor } from '../../kernel/money.js';
import { record } from '../audit/index.js';
import { refundPayment } from '../payments/index.js';
import type { Refund } from '../payments/index.js';
import type { Actor, Tx, World } from '../tx.js';
import type { Purchase } from './purchase.js';
import { changePurchase, findPurchase, lockPurchases } from './purchases-store.js';

export interface RefundEnrolment {
  /** 24 hex. */
  readonly purchaseId: string;
  /** Minor units; everything that is left when absent. */
  readonly amount?: Minor | null;
  /** Ends access with a part, too. Everything back always ends it. */
  readonly endAccess?: boolean;
  readonly reason?: string | null;
  readonly requestKey?: string | null;
  readonly actor: Actor;
}

/**
 * Gives an enrolled user his money back, all or a part of it. One that cost nothing is only ended. Errors (nothing moved):
 * `purchase_not_found`, `payment_not_refundable`, `refund_exceeds_payment`, and those of the processor.
 */
export async function refundEnrolment(world: World, wish: RefundEnrolment): Promise<{ readonly refund: Refund | null; readonly purchase: Purchase }> {
  const purchase = await need(world, wish.purchaseId);
  if (purchase.paymentId === null) {
    if (purchase.state !== 'completed') throw new Failure('payment_not_refundable', { state: purchase.state });
    await world.transact((tx) => endAccess(tx, purchase, wish.actor));
    return { refund: null, purchase: await need(world, wish.purchaseId) };
  }
  const refund = await refundPayment(world, { paymentId: purchase.paymentId, amount: wish.amount, reason: wish.reason, requestKey: wish.requestKey, actor: wish.actor });
  if (wish.endAccess === true && refund.state !== 'failed') await world.transact((tx) => endAccess(tx, purchase, wish.actor));
  return { refund, purchase: await need(world, wish.purchaseId) };
}

async function need(world: World, publicId: string): Promise<Purchase> {
  const purchase = isHexId(publicId) ? await findPurchase(world.read, publicId.toLowerCase()) : undefined;
  if (!purchase) throw new Failure('purchase_not_found');
  return purchase;
}

async function endAccess(tx: Tx, { id }: Purchase, actor: Actor): Promise<void> {
  if ((await lockPurchases(tx, [id])).get(id)?.state !== 'completed') return;
  await changePurchase(tx, id, { state: 'refunded', live: false });
  record(tx, { actor, action: 'purchase.access_ended', resourceType: 'purchase', resourceId: id });
}
