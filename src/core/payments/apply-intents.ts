import type { Checkout, Intent } from '../ports/processor.js';
import type { Tx } from '../tx.js';
import { intentOf, isOver, isOwnPage } from './checkout.js';
import { findCheckouts, findIdsByCheckout, noteCheckout } from './checkouts-store.js';
import { detailsDue, factsOf, firstResolution, isLive, nextResolution, nextState } from './payment.js';
import type { Payment } from './payment.js';
import { postFee } from './record-details.js';
import { findIdsByExternal, lockPayments, paymentsSink } from './store.js';

/** Something a processor said of one of its payments; `failed` when it told of a refused attempt. */
export interface HeardIntent {
  readonly intent: Intent;
  readonly failed?: boolean;
}

/** Something a processor said of the page of a payment; `failed` when money that was on its way did not come. */
export interface HeardCheckout {
  readonly checkout: Checkout;
  readonly failed?: boolean;
}

/** applied: taken in (also when it changed nothing). unknown: no payment of ours. */
export type Heard = 'applied' | 'unknown';

/**
 * Takes in what processors say of payments: the one settle. Browser confirm, webhook, checkout return, sync and
 * resolver all come here, one or many at a time, in any order and as often as they like; each effect happens once.
 * Answers in the order of `heard`.
 */
export async function applyIntents(tx: Tx, heard: readonly (HeardIntent | HeardCheckout)[]): Promise<Heard[]> {
  const ids = await ourIds(tx, heard);
  const locked = await lockPayments(tx, [...new Set(ids.filter((id) => id !== undefined))]);
  const payments = new Map(locked.map((payment) => [payment.id, payment]));
  const pages = await findCheckouts(tx, heard.flatMap((one, index) => ('checkout' in one && ids[index] !== undefined ? [ids[index]] : [])));
  const answers: Heard[] = [];
  for (const [index, one] of heard.entries()) {
    const payment = payments.get(ids[index] ?? '');
    const intent = payment && ('checkout' in one ? intentOf(payment, one) : one.intent);
    if (!payment || !intent || !belongsTogether(payment, intent) || ('checkout' in one && !isOwnPage(pages.get(payment.id), one.checkout))) {
      answers.push('unknown');
      continue;
    }
    const changed = applyOne(tx, payment, { intent, failed: one.failed, over: 'checkout' in one && isOver(one) });
    payments.set(payment.id, changed);
    if ('checkout' in one) await noteCheckout(tx, payment.id, one.checkout);
    if ('checkout' in one && one.checkout.paid && one.checkout.payer) tx.announce({ type: 'checkout.completed', ...factsOf(changed), payer: one.checkout.payer });
    answers.push('applied');
  }
  return answers;
}

/** Our payment ids: from our own mark on the intent, else by the processor's id. */
async function ourIds(tx: Tx, heard: readonly (HeardIntent | HeardCheckout)[]): Promise<(string | undefined)[]> {
  const unmarked = heard.filter((one): one is HeardIntent => 'intent' in one && one.intent.paymentId === null);
  const unmarkedPages = heard.flatMap((one) => ('checkout' in one && one.checkout.paymentId === null ? [one.checkout.externalId] : []));
  const found = new Map<string, string>();
  for (const { intent } of unmarked) {
    const ids = await findIdsByExternal(tx, intent.processor, intent.account, [intent.externalId]);
    for (const [externalId, id] of ids) found.set(externalId, id);
  }
  for (const [externalId, id] of await findIdsByCheckout(tx, unmarkedPages)) found.set(externalId, id);
  return heard.map((one) => {
    const { paymentId, externalId } = 'checkout' in one ? one.checkout : one.intent;
    return paymentId ?? found.get(externalId);
  });
}

/** A mark alone proves nothing: account, id and currency must be those of our row. */
function belongsTogether(payment: Payment, intent: Intent): boolean {
  return payment.processor === intent.processor && payment.account === intent.account
    && (payment.externalId === null || payment.externalId === intent.externalId || intent.externalId === '')
    && (!payment.hosted || payment.amount === intent.amount)
    && payment.currency === intent.currency;
}

function applyOne(tx: Tx, payment: Payment, { intent, failed, over }: HeardIntent & { readonly over?: boolean }): Payment {
  // Nobody can try again on a page that is over: what failed there has failed for good.
  const state = nextState(over ? { ...payment, chargedBy: 'us' } : payment, intent);
  const settles = state === 'succeeded' && payment.state !== 'succeeded';
  const declined = failed === true || (state === 'failed' && payment.state !== 'failed');
  const changed: Payment = {
    ...payment,
    state,
    externalId: intent.externalId === '' ? payment.externalId : intent.externalId,
    amountReceived: settles ? intent.amountReceived : payment.amountReceived,
    // What paid is never the card of an earlier attempt that was declined: rather none than that one.
    cardBrand: intent.card?.brand ?? (settles ? null : payment.cardBrand),
    cardLast4: intent.card?.last4 ?? (settles ? null : payment.cardLast4),
    failureCode: state === 'succeeded' ? null : (intent.failureCode ?? payment.failureCode),
    fee: payment.fee ?? intent.fee,
    settledAt: settles ? tx.now : payment.settledAt,
  };
  if (payment.state !== 'succeeded') collectChange(tx, payment, changed, intent);
  if (settles) tx.announce({ type: 'payment.settled', ...factsOf(changed), amountReceived: intent.amountReceived, fee: intent.fee, ...keptCard(changed, intent) });
  if (isLive(payment.state) && !isLive(state) && !settles) tx.announce({ type: 'payment.ended', ...factsOf(changed) });
  if (settles && changed.fee !== null && changed.fee > 0n) postFee(tx, changed, changed.fee);
  if (declined) {
    const failureCode = intent.failureCode ?? 'declined';
    tx.announce({ type: 'payment.failed', ...factsOf(changed), failureCode, attempt: intent.chargeExternalId ?? failureCode });
  }
  return changed;
}

/** The card stays with its customer at the processor, as he allowed when he began to pay. */
function keptCard({ cardConsent }: Payment, { methodExternalId }: Intent): { keptCard?: { methodId: string; evidence: Readonly<Record<string, unknown>> } } {
  return cardConsent !== null && methodExternalId !== null ? { keptCard: { methodId: methodExternalId, evidence: cardConsent } } : {};
}

function collectChange(tx: Tx, before: Payment, after: Payment, intent: Intent): void {
  const next = before.state === after.state
    ? { at: isLive(after.state) ? nextResolution(before.resolveCount, tx.now) : null, count: before.resolveCount }
    : after.state === 'succeeded' && (after.fee === null || after.cardLast4 === null) && after.processor !== 'manual'
      ? { at: detailsDue(tx.now), count: 0 }
      : firstResolution(after.state, tx.now);
  tx.collect(paymentsSink, {
    id: after.id, state: after.state, externalId: after.externalId, amountReceived: after.amountReceived, fee: intent.fee,
    methodId: intent.methodExternalId, cardBrand: after.cardBrand, cardLast4: after.cardLast4, failureCode: after.failureCode,
    resolveAfter: next.at, resolveCount: next.count,
    settledAt: after.settledAt, live: isLive(after.state),
  });
}
