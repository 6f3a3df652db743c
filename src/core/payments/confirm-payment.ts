import { Failure } from '../../kernel/failure.js';
import { PLATFORM_ACCOUNT, ProcessorError } from '../ports/processor.js';
import type { Intent } from '../ports/processor.js';
import type { World } from '../tx.js';
import { applyIntents } from './apply-intents.js';
import type { Payment } from './payment.js';
import { findIdsByExternal, findPaymentById } from './store.js';

export interface ConfirmPayment {
  readonly customerId: string;
  /** What the payer says he paid for: a claim to check. */
  readonly target: { readonly kind: 'invoice'; readonly subjectId: string };
  /** The processor's id of the payment, as the payer's browser knows it. */
  readonly externalId: string;
}

/**
 * A payer says that his payment went through: asks the processor and settles if so. Moves nothing itself.
 * `payment_not_successful` for a payment that has not succeeded, of somebody else, or for something else.
 */
export async function confirmPayment(world: World, claim: ConfirmPayment): Promise<Payment> {
  const known = await findClaimed(world, claim.externalId);
  if (known && !fits(known, claim)) throw new Failure('payment_not_successful');
  if (known?.state === 'succeeded') return known;
  const intent = await retrieve(world, claim.externalId);
  const payment = known ?? (intent.paymentId ? await findPaymentById(world.read, intent.paymentId) : undefined);
  if (!payment || !fits(payment, claim)) throw new Failure('payment_not_successful');
  await world.transact((tx) => applyIntents(tx, [{ intent }]));
  if (intent.status !== 'succeeded') throw new Failure('payment_not_successful', { status: intent.status });
  return { ...payment, state: 'succeeded' };
}

async function findClaimed(world: World, externalId: string): Promise<Payment | undefined> {
  const ids = await findIdsByExternal(world.read, 'stripe', PLATFORM_ACCOUNT, [externalId]);
  const id = ids.get(externalId);
  return id === undefined ? undefined : findPaymentById(world.read, id);
}

function fits(payment: Payment, claim: ConfirmPayment): boolean {
  return payment.customerId === claim.customerId
    && payment.targets.some((target) => target.kind === claim.target.kind && target.subjectId === claim.target.subjectId);
}

async function retrieve(world: World, externalId: string): Promise<Intent> {
  try {
    return await world.processor('stripe').retrieveIntent(externalId);
  } catch (error) {
    if (!(error instanceof ProcessorError)) throw error;
    if (error.outcome === 'refused') throw new Failure('payment_not_successful', {}, { cause: error });
    throw new Failure('processor_unavailable', {}, { cause: error });
  }
}
