import type { NotDone } from '../../kernel/each-apart.js';
import { Failure } from '../../kernel/failure.js';
import { ProcessorError } from '../ports/processor.js';
import type { World } from '../tx.js';
import { nextResolution } from './payment.js';
import { carryOutRefund } from './refund-payment.js';
import { claimRefundsToResolve, scheduleRefundResolution } from './refunds-store.js';

/** Asks processors about refunds whose end we have not heard of: how many, and of which we could not take in what was said. */
export async function resolveRefunds(world: World, limit = 50): Promise<{ asked: number; failed: readonly NotDone[] }> {
  const due = await world.transact(async (tx) => {
    const claimed = await claimRefundsToResolve(tx, limit);
    for (const refund of claimed) await scheduleRefundResolution(tx, refund.id, nextResolution(refund.resolveCount + 1, tx.now), refund.resolveCount + 1);
    return claimed;
  });
  const failed: NotDone[] = [];
  for (const refund of due) {
    try {
      const { trouble } = await carryOutRefund(world, { ...refund, resolveCount: refund.resolveCount + 1 }, false);
      if (trouble !== undefined) failed.push({ id: refund.id, error: trouble });
    } catch (error) {
      // Its next turn is in the row already; a refusal has been written there too.
      if (!(error instanceof Failure || error instanceof ProcessorError)) failed.push({ id: refund.id, error });
    }
  }
  return { asked: due.length, failed };
}
