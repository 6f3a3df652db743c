import { Failure } from '../../kernel/failure.js';
import { ProcessorError } from '../ports/processor.js';
import type { ProcessorName } from '../ports/processor.js';
import type { World } from '../tx.js';
import { applyIntents } from './apply-intents.js';
import type { Payment } from './payment.js';

/**
 * Notes at the processor which card the payer means to use, on a payment that waits for him: his browser confirms
 * without naming it again. Nothing is charged by it. `payment_method_not_found`, `payment_in_progress` when it waits
 * no longer, `processor_unavailable`.
 */
export async function meanMethod(world: World, payment: Payment, methodId: string): Promise<void> {
  if (payment.externalId === null || payment.methodId === methodId) return;
  const processor = world.processor(payment.processor as ProcessorName, payment.account);
  const intent = await processor.meanMethod(payment.externalId, methodId).catch((error: unknown) => {
    if (!(error instanceof ProcessorError)) throw error;
    if (error.outcome !== 'refused') throw new Failure('processor_unavailable', { payment_id: payment.id }, { cause: error });
    throw new Failure(error.code === 'payment_intent_unexpected_state' ? 'payment_in_progress' : 'payment_method_not_found', { payment_id: payment.id }, { cause: error });
  });
  await world.transact((tx) => applyIntents(tx, [{ intent }]));
}
