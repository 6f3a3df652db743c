import { present } from '../../kernel/assert.js';
import { Failure, isDatabaseFailure, isFailure } from '../../kernel/failure.js';
import { ProcessorError } from '../ports/processor.js';
import type { Intent, Processor, ProcessorName } from '../ports/processor.js';
import type { World } from '../tx.js';
import { applyIntents } from './apply-intents.js';
import { ensureProcessorCustomer } from './ensure-processor-customer.js';
import { findProcessorCustomer } from './processor-customers-store.js';
import { CALL_LIFE_MS, KEY_LIFE_MS, isLive, nextResolution } from './payment.js';
import type { Payment } from './payment.js';
import { findPaymentById, markPaymentState } from './store.js';

export interface CarriedOut {
  readonly payment: Payment;
  /** For the payer's browser, while it is his turn. */
  readonly clientSecret: string | null;
  /** Why the state is `unknown` although the processor may have spoken: a failure of our own, for whoever looks after us. */
  readonly trouble?: unknown;
}

/**
 * Calls the processor for a payment whose row stands, and records what it said. Repeating it is harmless: the
 * row's id is the idempotency key. Errors mean that no money moved (`payment_declined`, `processor_refused`,
 * `processor_unavailable`); a charge of which nobody knows comes back as a payment in state `unknown`.
 * `fresh`: no call was ever made for it, so that one that did not get through proves that nothing moved.
 */
export async function carryOut(world: World, payment: Payment, fresh = false): Promise<CarriedOut> {
  if (!isLive(payment.state)) return { payment, clientSecret: null };
  try {
    return await ask(world, payment, fresh);
  } catch (trouble) {
    // Its row stands and the resolver goes on with it: an error now would promise that nothing is charged.
    if (payment.chargedBy !== 'us' || !isDatabaseFailure(trouble)) throw trouble;
    return { payment: { ...payment, state: 'unknown' }, clientSecret: null, trouble };
  }
}

async function ask(world: World, payment: Payment, fresh: boolean): Promise<CarriedOut> {
  const processor = world.processor(payment.processor as ProcessorName, payment.account);
  let intent: Intent;
  try {
    intent = await askProcessor(world, processor, payment);
  } catch (error) {
    if (!(error instanceof ProcessorError)) throw error;
    const answered = fresh ? error : await lookBehind(world, processor, payment, error);
    if (answered instanceof ProcessorError) return await recordTrouble(world, payment, answered, fresh);
    intent = answered;
  }
  return record(world, payment, intent);
}

/**
 * A key brings the first answer for a day, an error of theirs too: asking again with it tells nothing new, so we look.
 * A form that is not there long after the last call for it is given up: nobody holds what it could be paid with.
 */
async function lookBehind(world: World, processor: Processor, payment: Payment, error: ProcessorError): Promise<Intent | ProcessorError> {
  if (error.outcome !== 'unknown' || payment.externalId !== null) return error;
  try {
    const found = await findIntentOf(world, processor, payment);
    if (found) return found;
  } catch (trouble) {
    if (!(trouble instanceof ProcessorError)) throw trouble;
    return error;
  }
  const late = world.clock.now().getTime() - payment.createdAt.getTime() > CALL_LIFE_MS;
  return late && payment.chargedBy === 'payer' ? new ProcessorError('refused', 'never_received') : error;
}

async function findIntentOf(world: World, processor: Processor, payment: Payment): Promise<Intent | null> {
  return processor.findIntent(payment.id, payment.customerId && (await findProcessorCustomer(world.read, payment.customerId, processor)));
}

async function askProcessor(world: World, processor: Processor, payment: Payment): Promise<Intent> {
  if (payment.externalId !== null) return processor.retrieveIntent(payment.externalId);
  if (world.clock.now().getTime() - payment.createdAt.getTime() > KEY_LIFE_MS) {
    const found = await findIntentOf(world, processor, payment);
    if (!found) throw new ProcessorError('refused', 'never_received');
    return found;
  }
  const customerExternalId = payment.customerId ? await ensureProcessorCustomer(world, payment.customerId, processor) : null;
  return processor.createIntent({
    paymentId: payment.id,
    amount: payment.amount,
    currency: payment.currency,
    customerExternalId,
    description: payment.targets.map((target) => target.label ?? target.kind).join(', '),
    metadata: Object.fromEntries(payment.targets.map((target, i) => [`${target.kind}_${i}`, target.subjectId])),
    ...(payment.cardConsent !== null && { keepMethod: true }),
    ...(payment.chargedBy === 'us' ? { charge: { methodExternalId: present(payment.methodId, 'a saved method is charged'), payerPresent: payment.payerPresent } } : {}),
  });
}

/** The money has moved or not by now, so trouble of our own is no error of the payment: it is told of beside it, again and again by the resolver. */
async function record(world: World, before: Payment, intent: Intent): Promise<CarriedOut> {
  try {
    await world.transact((tx) => applyIntents(tx, [{ intent }]));
    const payment = present(await findPaymentById(world.read, before.id), 'a payment is never deleted');
    if (payment.state === 'failed') throw new Failure('payment_declined', { code: payment.failureCode, payment_id: payment.id });
    return { payment, clientSecret: intent.clientSecret };
  } catch (trouble) {
    if (before.chargedBy !== 'us' || isFailure(trouble, 'payment_declined')) throw trouble;
    return { payment: { ...before, state: 'unknown', externalId: intent.externalId }, clientSecret: null, trouble };
  }
}

async function recordTrouble(world: World, payment: Payment, error: ProcessorError, fresh: boolean): Promise<CarriedOut> {
  if (error.outcome === 'refused') {
    const declined = error.intent;
    if (declined) await world.transact((tx) => applyIntents(tx, [{ intent: declined, failed: true }]));
    else await world.transact((tx) => markPaymentState(tx, payment.id, 'failed', error.code, null));
    throw new Failure(declined ? 'payment_declined' : 'processor_refused', { code: error.code, payment_id: payment.id }, { cause: error });
  }
  if (payment.chargedBy === 'us') {
    if (error.outcome === 'unknown' || !fresh) {
      await world.transact((tx) => markPaymentState(tx, payment.id, 'unknown', null, nextResolution(payment.resolveCount, tx.now)));
      return { payment: { ...payment, state: 'unknown' }, clientSecret: null };
    }
    await world.transact((tx) => markPaymentState(tx, payment.id, 'failed', 'processor_unavailable', null));
  }
  throw new Failure('processor_unavailable', { payment_id: payment.id }, { cause: error });
}
