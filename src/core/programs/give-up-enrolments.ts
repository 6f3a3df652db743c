import { isFailure } from '../../kernel/failure.js';
import { endCheckout } from '../payments/index.js';
import type { World } from '../tx.js';
import { claimOverdue } from './purchases-store.js';

/** Closes the pages of orders that were not paid while their price held. Returns how many were looked at. */
export async function giveUpEnrolments(world: World, limit = 20): Promise<number> {
  const due = await world.transact((tx) => claimOverdue(tx, limit));
  for (const { paymentId } of due) {
    try {
      await endCheckout(world, paymentId);
    } catch (error) {
      // It is claimed for a minute: then the processor is asked again.
      if (!isFailure(error, 'processor_unavailable', 'safe_mode')) throw error;
    }
  }
  return due.length;
}
