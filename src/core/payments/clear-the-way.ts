import { Failure } from '../../kernel/failure.js';
import { ProcessorError } from '../ports/processor.js';
import type { ProcessorName } from '../ports/processor.js';
import type { World } from '../tx.js';
import { applyIntents } from './apply-intents.js';
import { carryOut } from './carry-out.js';
import { isLive } from './payment.js';
import { findPayments } from './store.js';

/**
 * Ends live payments that stand in the way of another for the same debt. A form nobody has filled in is
 * canceled at the processor; money under way is not touched: then it is `payment_in_progress`.
 */
export async function clearTheWay(world: World, paymentIds: readonly string[]): Promise<void> {
  for (const payment of await findPayments(world.read, paymentIds)) {
    if (!isLive(payment.state)) continue;
    if (payment.state === 'processing' || (payment.chargedBy === 'us' && payment.state !== 'open')) throw new Failure('payment_in_progress', { payment_id: payment.id });
    const externalId = payment.externalId ?? (await carryOut(world, payment)).payment.externalId;
    if (externalId === null) throw new Failure('payment_in_progress', { payment_id: payment.id });
    await cancel(world, payment.processor as ProcessorName, payment.account, externalId, payment.id);
  }
}

async function cancel(world: World, name: ProcessorName, account: string, externalId: string, paymentId: string): Promise<void> {
  const processor = world.processor(name, account);
  try {
    const intent = await processor.cancelIntent(externalId);
    await world.transact((tx) => applyIntents(tx, [{ intent }]));
  } catch (error) {
    if (!(error instanceof ProcessorError)) throw error;
    // Refused: it is no longer waiting. What it is now decides whether the new payment makes sense.
    if (error.outcome !== 'refused') throw new Failure('processor_unavailable', { payment_id: paymentId }, { cause: error });
    const intent = await processor.retrieveIntent(externalId);
    await world.transact((tx) => applyIntents(tx, [{ intent }]));
    if (intent.status !== 'succeeded' && intent.status !== 'canceled') throw new Failure('payment_in_progress', { payment_id: paymentId });
  }
}
