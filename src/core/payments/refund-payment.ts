import { present } from '../../kernel/assert.js';
import { Failure, isDatabaseFailure } from '../../kernel/failure.js';
import { newId } from '../../kernel/ids.js';
import type { Minor } from '../../kernel/money.js';
import { record } from '../audit/index.js';
import { ProcessorError } from '../ports/processor.js';
import type { ProcessorName, ProcessorRefund } from '../ports/processor.js';
import type { Actor, Tx, World } from '../tx.js';
import { applyRefunds } from './apply-refunds.js';
import { factsOf, isByHand, KEY_LIFE_MS, nextResolution } from './payment.js';
import type { Payment } from './payment.js';
import { refundByHand } from './refund-by-hand.js';
import type { Refund } from './refund.js';
import { findRefund, findRefundByRequestKey, insertRefund, refundsOf, updateRefund } from './refunds-store.js';
import { findPaymentById, lockPayments } from './store.js';

export interface RefundPayment {
  readonly paymentId: string;
  /** Minor units; everything that is left when absent. */
  readonly amount?: Minor | null;
  readonly reason?: string | null;
  /** The money goes back but stays owed. Otherwise a credit note forgives it and the invoice stays paid. */
  readonly keepOwing?: boolean;
  readonly requestKey?: string | null;
  /** Looks once more, under the lock, before anything is written; throws where it may not be. */
  readonly check?: (tx: Tx, payment: Payment, amount: Minor) => Promise<void>;
  readonly actor: Actor;
}

/**
 * Gives money back, all or part of it: our row, then the processor, then everything that followed from the
 * payment is undone to the same extent. An unknown outcome comes back as a refund in state `unknown`.
 * Errors (nothing moved): `payment_not_found`, `payment_not_refundable`, `refund_exceeds_payment`,
 * `processor_refused`, `processor_unavailable`.
 */
export async function refundPayment(world: World, wish: RefundPayment): Promise<Refund> {
  const { refund, fresh } = await world.transact((tx) => reserveRefund(tx, wish));
  return refund.state === 'succeeded' ? refund : (await carryOutRefund(world, refund, fresh)).refund;
}

async function reserveRefund(tx: Tx, wish: RefundPayment): Promise<{ refund: Refund; fresh: boolean }> {
  const [payment] = await lockPayments(tx, [wish.paymentId]);
  if (!payment) throw new Failure('payment_not_found');
  const repeated = wish.requestKey ? await findRefundByRequestKey(tx, wish.requestKey) : undefined;
  if (repeated) return { refund: repeated, fresh: false };
  if (payment.state !== 'succeeded' || (payment.externalId === null && !isByHand(payment))) throw new Failure('payment_not_refundable', { state: payment.state });
  const left = refundable(payment, await refundsOf(tx, [payment.id]));
  const amount = wish.amount ?? left;
  if (left <= 0n) throw new Failure('payment_not_refundable', { reason: 'nothing_left' });
  if (amount <= 0n) throw new Failure('amount_invalid');
  if (amount > left) throw new Failure('refund_exceeds_payment', { refundable: left.toString() });
  await wish.check?.(tx, payment, amount);
  if (isByHand(payment)) return { refund: await undoByHand(tx, payment, wish, amount), fresh: false };
  const refund: Refund = {
    id: newId(tx.now.getTime()), paymentId: payment.id, processor: payment.processor, account: payment.account, externalId: null, state: 'requested',
    amount, keepOwing: wish.keepOwing ?? false, toCredit: false, reason: wish.reason ?? null, failureCode: null, bouncedAt: null, requestedBy: wish.actor.userId, resolveCount: 0, createdAt: tx.now,
  };
  await insertRefund(tx, { ...refund, requestKey: wish.requestKey ?? null, resolveAfter: nextResolution(0, tx.now) });
  record(tx, { actor: wish.actor, action: 'refund.requested', resourceType: 'payment', resourceId: payment.id, details: { refund_id: refund.id, amount, reason: refund.reason, keep_owing: refund.keepOwing } });
  return { refund, fresh: true };
}

async function undoByHand(tx: Tx, payment: Payment, wish: RefundPayment, amount: Minor): Promise<Refund> {
  const keepOwing = wish.keepOwing ?? false;
  const id = await refundByHand(tx, payment, { amount, keepOwing, reason: wish.reason ?? null, requestedBy: wish.actor.userId, requestKey: wish.requestKey ?? null });
  record(tx, { actor: wish.actor, action: 'refund.requested', resourceType: 'payment', resourceId: payment.id, details: { refund_id: id, amount, reason: wish.reason ?? null, keep_owing: keepOwing } });
  return present(await findRefund(tx, id), 'it was just written');
}

/**
 * What is left to pay out: received, minus refunds that are not failed, minus what a dispute holds back. Money that a
 * credit note put to the customer's credit is still with the business, unless it came from that credit.
 */
export function refundable(payment: Payment, refunds: readonly Refund[]): Minor {
  const taken = refunds.filter((r) => r.state !== 'failed' && (!r.toCredit || payment.processor === 'credit')).reduce((sum, r) => sum + r.amount, 0n);
  return payment.amountReceived - taken - payment.amountDisputed;
}

/** `trouble`: why the refund is `unknown` although the processor may have spoken, a failure of our own. */
export interface CarriedOutRefund { readonly refund: Refund; readonly trouble?: unknown }

/**
 * Calls the processor for a refund whose row stands; its id is the idempotency key, so repeating is harmless.
 * `fresh`: no call was ever made for it, and whoever asked for it waits.
 */
export async function carryOutRefund(world: World, refund: Refund, fresh: boolean): Promise<CarriedOutRefund> {
  if (refund.state === 'succeeded' || refund.state === 'failed') return { refund };
  try {
    return await ask(world, refund, fresh);
  } catch (trouble) {
    // Its row stands and the resolver goes on with it: an error now would promise that nothing goes back.
    if (!isDatabaseFailure(trouble)) throw trouble;
    return { refund: { ...refund, state: 'unknown' }, trouble };
  }
}

async function ask(world: World, refund: Refund, fresh: boolean): Promise<CarriedOutRefund> {
  const payment = present(await findPaymentById(world.read, refund.paymentId), 'a payment is never deleted');
  let heard: ProcessorRefund;
  try {
    heard = await askProcessor(world, refund, payment);
  } catch (error) {
    if (!(error instanceof ProcessorError)) throw error;
    return { refund: await recordTrouble(world, refund, error, fresh) };
  }
  try {
    await world.transact((tx) => applyRefunds(tx, [heard], fresh && refund.requestedBy !== null ? refund.id : null));
    return { refund: present(await findRefund(world.read, refund.id), 'a refund is never deleted') };
  } catch (trouble) {
    // The money is on its way back; that we could not write it down yet is no error of the refund, and told of beside it.
    return { refund: { ...refund, state: 'unknown', externalId: heard.externalId }, trouble };
  }
}

async function askProcessor(world: World, refund: Refund, payment: Payment): Promise<ProcessorRefund> {
  const processor = world.processor(refund.processor as ProcessorName, refund.account);
  if (refund.externalId !== null) return processor.retrieveRefund(refund.externalId);
  const intentExternalId = present(payment.externalId, 'a settled payment has an id');
  if (world.clock.now().getTime() - refund.createdAt.getTime() > KEY_LIFE_MS) {
    const found = (await processor.listRefunds(intentExternalId)).find((one) => one.refundId === refund.id);
    if (!found) throw new ProcessorError('refused', 'never_received');
    return found;
  }
  return processor.refund({ refundId: refund.id, intentExternalId, amount: refund.amount, currency: payment.currency });
}

async function recordTrouble(world: World, refund: Refund, error: ProcessorError, fresh: boolean): Promise<Refund> {
  const nothingMoved = error.outcome === 'refused' || (error.outcome === 'unavailable' && fresh);
  if (!nothingMoved) {
    await world.transact((tx) => updateRefund(tx, refund.id, { state: 'unknown', resolveAfter: nextResolution(refund.resolveCount, tx.now) }));
    return { ...refund, state: 'unknown' };
  }
  await world.transact((tx) => failRefund(tx, refund, error.code, fresh && refund.requestedBy !== null));
  throw new Failure(error.outcome === 'refused' ? 'processor_refused' : 'processor_unavailable', { code: error.code, refund_id: refund.id }, { cause: error });
}

async function failRefund(tx: Tx, refund: Refund, failureCode: string, answered: boolean): Promise<void> {
  const [payment] = await lockPayments(tx, [refund.paymentId]);
  if (!payment || !(await updateRefund(tx, refund.id, { state: 'failed', failureCode, resolveAfter: null }))) return;
  tx.announce({ type: 'refund.failed', ...factsOf(payment), refundId: refund.id, refundAmount: refund.amount, failureCode, answered });
}
