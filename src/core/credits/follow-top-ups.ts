import { addDays, dayIn } from '../../kernel/period.js';
import type { PaymentFailed, PaymentSettled } from '../events.js';
import { findPayment } from '../payments/index.js';
import type { Payment } from '../payments/index.js';
import { businessSettings } from '../settings/index.js';
import type { Tx } from '../tx.js';
import { mailTopUpTrouble } from './mail-top-ups.js';
import { LAST_DECLINE, PAUSE_MS, topUpIn } from './top-up.js';
import type { OffBecause, TopUpCharge } from './top-up.js';
import { decideCharge, lockTopUp, updateTopUp } from './top-ups-store.js';

type Attempt = Pick<TopUpCharge, 'userId' | 'attempt'>;

/** Takes in how an attempt stands; one whose outcome nobody knows stays `charging`. */
export async function recordTopUp(tx: Tx, charge: Attempt, payment: Payment): Promise<void> {
  switch (payment.state) {
    case 'succeeded':
      return succeed(tx, charge, payment.id);
    case 'failed':
      return declineTopUp(tx, charge, { code: payment.failureCode ?? 'declined', paymentId: payment.id });
    case 'open':
      return declineTopUp(tx, charge, { code: 'authentication_required', paymentId: payment.id });
    case 'canceled':
      return dropTopUp(tx, charge, 0);
    default:
      await decideCharge(tx, charge, { state: 'charging', paymentId: payment.id });
  }
}

/** Reaction: the money is there, whoever heard of it first. */
export async function settleTopUps(tx: Tx, events: readonly PaymentSettled[]): Promise<void> {
  for (const { requestKey, paymentId } of events) {
    const charge = topUpIn(requestKey);
    if (charge) await succeed(tx, charge, paymentId);
  }
}

/** Reaction: the resolver or an event tells of a charge that was declined. */
export async function declineTopUps(tx: Tx, events: readonly PaymentFailed[]): Promise<void> {
  for (const { requestKey, failureCode: code, paymentId } of events) {
    const charge = topUpIn(requestKey);
    if (charge) await declineTopUp(tx, charge, { code, paymentId });
  }
}

async function succeed(tx: Tx, charge: Attempt, paymentId: string): Promise<void> {
  const topUp = await lockTopUp(tx, charge.userId);
  if (topUp && (await decideCharge(tx, charge, { state: 'succeeded', paymentId }))) await updateTopUp(tx, { ...topUp, declines: 0 });
}

/** A decline: a word to the holder, and a day of peace for his card; the last of several in a row switches it off. Once for each attempt. */
export async function declineTopUp(tx: Tx, charge: Attempt, { code, paymentId }: { code: string; paymentId: string | null }): Promise<void> {
  const topUp = await lockTopUp(tx, charge.userId);
  if (!topUp || !(await decideCharge(tx, charge, { state: 'declined', paymentId, failure: code }))) return;
  const declines = topUp.declines + 1;
  const off = topUp.active && declines >= LAST_DECLINE;
  const dueAt = topUp.active && !off ? new Date(tx.now.getTime() + PAUSE_MS) : null;
  await updateTopUp(tx, { ...topUp, declines, dueAt, ...(off && { active: false, offBecause: 'declined' }) });
  const card = paymentId === null ? undefined : await findPayment(tx, paymentId);
  const nextOn = dueAt === null ? null : addDays(dayIn((await businessSettings(tx)).time_zone, tx.now), 1);
  await mailTopUpTrouble(tx, topUp, { attempt: charge.attempt, code, cardLast4: card?.cardLast4 ?? null, nextOn });
}

/** What he allowed is there no more: nothing is bought by itself from now on, and he is told. */
export async function endTopUpFor(tx: Tx, charge: Attempt, because: Exclude<OffBecause, 'holder' | 'declined'>): Promise<void> {
  const topUp = await lockTopUp(tx, charge.userId);
  if (!topUp || !(await decideCharge(tx, charge, { state: 'dropped', failure: because }))) return;
  if (!topUp.active) return;
  await updateTopUp(tx, { ...topUp, active: false, offBecause: because, dueAt: null });
  await mailTopUpTrouble(tx, topUp, { attempt: charge.attempt, code: because, cardLast4: null, nextOn: null });
}

/** It came to no charge at all: looked at again after a while. */
export async function dropTopUp(tx: Tx, charge: Attempt, waitMs: number): Promise<void> {
  const topUp = await lockTopUp(tx, charge.userId);
  if (!topUp || !(await decideCharge(tx, charge, { state: 'dropped' }))) return;
  if (topUp.active) await updateTopUp(tx, { ...topUp, dueAt: new Date(tx.now.getTime() + waitMs) });
}
