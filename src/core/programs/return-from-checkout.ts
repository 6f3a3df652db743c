import { Failure, isFailure } from '../../kernel/failure.js';
import { refreshCheckout } from '../payments/index.js';
import type { World } from '../tx.js';
import type { Purchase } from './purchase.js';
import { findPurchaseByCheckout, findPurchaseByOrder } from './purchases-store.js';

/** What the success page knows: the page it came from, or the order. */
export interface ReturnFromCheckout {
  readonly userId: string;
  readonly session?: string | undefined;
  readonly orderNumber?: string | undefined;
}

/**
 * The payer is back: his order as it is by now. While it is unpaid for us the processor is asked, so that a late
 * webhook is not waited for; a silent processor leaves it as it is. `purchase_not_found`, also for somebody else's.
 */
export async function returnFromCheckout(world: World, { userId, session, orderNumber }: ReturnFromCheckout): Promise<Purchase> {
  const find = () => (session !== undefined ? findPurchaseByCheckout(world.read, session) : orderNumber !== undefined ? findPurchaseByOrder(world.read, orderNumber) : undefined);
  const purchase = await find();
  if (!purchase || purchase.userId !== userId) throw new Failure('purchase_not_found');
  if (purchase.paymentId === null || (purchase.state !== 'pending' && purchase.state !== 'failed')) return purchase;
  try {
    await refreshCheckout(world, purchase.paymentId);
  } catch (error) {
    if (!isFailure(error, 'processor_unavailable', 'safe_mode')) throw error;
  }
  return (await find()) ?? purchase;
}
