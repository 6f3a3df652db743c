import { dayIn } from '../../kernel/period.js';
import type { DisputeMoved, PaymentFailed, PaymentSettled, RefundSettled } from '../events.js';
import { findPayment } from '../payments/index.js';
import type { Payment } from '../payments/index.js';
import { businessSettings } from '../settings/index.js';
import type { Tx } from '../tx.js';
import { attemptIn } from './attempt.js';
import type { Attempt } from './attempt.js';
import { mailChargeFailed } from './mail-pursuit.js';
import { isPursuable, retryAfter } from './plan.js';
import type { CollectionPlan } from './plan.js';
import { endPlans, lockPursuit, recheckPlans, settledSink, updatePlan } from './store.js';
import type { PursuedInvoice } from './store.js';

/** Banks that say so want their holder; trying again without him is no use. */
const NEEDS_HOLDER: readonly string[] = ['authentication_required', 'payment_intent_authentication_failure'];

/** Takes in how an attempt stands. Repeating it changes nothing; an outcome nobody knows leaves it `charging`. */
export async function recordCharge(tx: Tx, charge: Attempt, payment: Payment): Promise<void> {
  if (payment.state === 'failed') return recordDecline(tx, charge, { code: payment.failureCode ?? 'declined', paymentId: payment.id });
  const own = await lockAttempt(tx, charge);
  if (!own) return;
  const { plan, invoice } = own;
  if (payment.state === 'open') return updatePlan(tx, await declined(tx, { plan, invoice, code: 'authentication_required', paymentId: payment.id }));
  const again = payment.state === 'canceled' || (payment.state === 'succeeded' && isPursuable(invoice));
  await updatePlan(tx, { ...plan, state: again ? 'waiting' : plan.state, lastPaymentId: payment.id });
}

/** An attempt was declined: the next day for it, and a word to the customer. Once for each attempt, whoever hears of it first. */
export async function recordDecline(tx: Tx, charge: Attempt, failure: { code: string; paymentId: string | null }): Promise<void> {
  const own = await lockAttempt(tx, charge);
  if (own) await updatePlan(tx, await declined(tx, { ...own, ...failure }));
}

/** It came to no attempt at all: the same one comes again, after a while. */
export async function putOff(tx: Tx, charge: Attempt, waitMs: number): Promise<void> {
  const own = await lockAttempt(tx, charge);
  if (!own) return;
  const attempts = own.plan.attempts - 1;
  await updatePlan(tx, {
    ...own.plan, state: 'waiting', attempts, firstChargedOn: attempts === 0 ? null : own.plan.firstChargedOn, nextOn: await todayOf(tx),
    notBefore: waitMs === 0 ? null : new Date(tx.now.getTime() + waitMs),
  });
}

/** Reaction: pursuits of what is paid by now are over; a card that may be kept since is charged on the days to come. */
export async function endPaidPursuits(tx: Tx, events: readonly PaymentSettled[]): Promise<void> {
  const ids = events.flatMap((event) => event.targets.filter((target) => target.kind === 'invoice').map((target) => target.subjectId));
  if (ids.length > 0) tx.collect(settledSink, ...ids);
  for (const { keptCard, customerId } of events) if (keptCard && customerId !== null) await recheckPlans(tx, customerId, await todayOf(tx));
}

/** Reaction: the resolver or an event tells of a charge of ours that was declined. */
export async function planRetries(tx: Tx, events: readonly PaymentFailed[]): Promise<void> {
  for (const { requestKey, failureCode: code, paymentId } of events) {
    const charge = attemptIn(requestKey);
    if (charge) await recordDecline(tx, charge, { code, paymentId });
  }
}

/** Reaction: money that went back, or is held back, is never asked for again by itself. */
export async function endReversedPursuits(tx: Tx, events: readonly (RefundSettled | DisputeMoved)[]): Promise<void> {
  const ids = events.flatMap((event) => event.targets.filter((target) => target.kind === 'invoice').map((target) => target.subjectId));
  if (ids.length > 0) await endPlans(tx, ids);
}

interface Decline { readonly plan: CollectionPlan; readonly invoice: PursuedInvoice; readonly code: string; readonly paymentId: string | null }

async function declined(tx: Tx, { plan, invoice, code, paymentId }: Decline): Promise<CollectionPlan> {
  const today = await todayOf(tx);
  const next = retryAfter(plan.firstChargedOn ?? today, today);
  const needsHolder = NEEDS_HOLDER.includes(code);
  const card = paymentId === null ? undefined : await findPayment(tx, paymentId);
  if (isPursuable(invoice)) mailChargeFailed(tx, invoice, { attempt: plan.attempts, code, needsHolder, next, cardLast4: card?.cardLast4 ?? null });
  const state = next === null ? 'exhausted' : needsHolder ? 'action_needed' : 'waiting';
  return { ...plan, state, nextOn: next, notBefore: null, lastPaymentId: paymentId ?? plan.lastPaymentId, lastFailure: code };
}

/** The plan, if this very attempt is the one that is under way. */
async function lockAttempt(tx: Tx, { invoiceId, attempt }: Attempt): Promise<{ plan: CollectionPlan; invoice: PursuedInvoice } | undefined> {
  const pursuit = await lockPursuit(tx, invoiceId);
  return pursuit?.plan.state === 'charging' && pursuit.plan.attempts === attempt ? pursuit : undefined;
}

async function todayOf(tx: Tx): Promise<string> {
  return dayIn((await businessSettings(tx)).time_zone, tx.now);
}
