import { newId } from '../../kernel/ids.js';
import type { ProcessorRefund } from '../ports/processor.js';
import type { Tx } from '../tx.js';
import { factsOf, nextResolution } from './payment.js';
import type { Payment } from './payment.js';
import { nextRefundState } from './refund.js';
import type { Refund } from './refund.js';
import { insertRefund, markBounced, refundsOf, updateRefund } from './refunds-store.js';
import { addToPayment, findIdsByExternal, lockPayments } from './store.js';

/**
 * applied: taken in. early: its payment is not settled, or not known by this id, yet: hear it again later (the
 * answer to a charge may be lost while the money is on its way back already). unknown: not about this payment.
 */
export type HeardRefund = 'applied' | 'early' | 'unknown';

/**
 * Takes in what processors say of refunds, asked for by us or made at the processor itself, in any order and as
 * often as they like. Money that went back is booked once per refund. Answers in the order of `heard`. `awaited`:
 * the refund whose asker waits for this very answer; of all others that fail the office is told.
 */
export async function applyRefunds(tx: Tx, heard: readonly ProcessorRefund[], awaited: string | null = null): Promise<HeardRefund[]> {
  const ids = await paymentIds(tx, heard);
  const payments = new Map((await lockPayments(tx, [...new Set(ids.values())])).map((payment) => [payment.id, payment]));
  const refunds = await refundsOf(tx, [...payments.keys()]);
  const answers: HeardRefund[] = [];
  for (const one of heard) {
    const payment = one.intentExternalId === null ? undefined : payments.get(ids.get(keyOf(one)) ?? '');
    if (payment?.state !== 'succeeded') answers.push('early');
    else if (payment.currency !== one.currency) answers.push('unknown');
    else {
      const changed = await applyOne(tx, payment, refunds, one, awaited);
      payments.set(payment.id, changed);
      answers.push('applied');
    }
  }
  return answers;
}

const keyOf = (refund: ProcessorRefund) => `${refund.processor}|${refund.account}|${refund.intentExternalId}`;

async function paymentIds(tx: Tx, heard: readonly ProcessorRefund[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const one of heard) {
    if (one.intentExternalId === null || found.has(keyOf(one))) continue;
    const id = (await findIdsByExternal(tx, one.processor, one.account, [one.intentExternalId])).get(one.intentExternalId);
    if (id) found.set(keyOf(one), id);
  }
  return found;
}

async function applyOne(tx: Tx, payment: Payment, refunds: Refund[], heard: ProcessorRefund, awaited: string | null): Promise<Payment> {
  const index = refunds.findIndex((r) => (r.id === heard.refundId && r.paymentId === payment.id) || r.externalId === heard.externalId);
  const known = index >= 0 ? refunds[index]! : await adopt(tx, payment, refunds, heard);
  const state = nextRefundState(known.state, heard.status);
  if (known.state === 'succeeded' && heard.status === 'failed' && await markBounced(tx, known.id, heard.failureCode)) {
    tx.announce({ type: 'refund.bounced', ...factsOf(payment), refundId: known.id, refundAmount: known.amount, failureCode: heard.failureCode });
  }
  const changed: Refund = { ...known, state, externalId: heard.externalId };
  refunds[index >= 0 ? index : refunds.length - 1] = changed;
  if (state !== known.state || known.externalId !== heard.externalId) {
    await updateRefund(tx, known.id, {
      state, externalId: heard.externalId, failureCode: heard.failureCode,
      resolveAfter: state === 'processing' ? nextResolution(2, tx.now) : null,
    });
  }
  if (state === 'failed' && known.state !== 'failed') {
    tx.announce({ type: 'refund.failed', ...factsOf(payment), refundId: known.id, refundAmount: known.amount, failureCode: heard.failureCode, answered: known.id === awaited });
  }
  if (state !== 'succeeded' || known.state === 'succeeded') return payment;
  await addToPayment(tx, payment.id, { refunded: known.amount });
  tx.announce({ type: 'refund.settled', ...factsOf(payment), refundId: known.id, refundAmount: known.amount, keepOwing: known.keepOwing, reason: known.reason, received: payment.amountReceived, refundedBefore: payment.amountRefunded });
  return { ...payment, amountRefunded: payment.amountRefunded + known.amount };
}

/** A refund made at the processor itself gets a row of ours when we first hear of it. */
async function adopt(tx: Tx, payment: Payment, refunds: Refund[], heard: ProcessorRefund): Promise<Refund> {
  const refund: Refund = {
    id: newId(tx.now.getTime()), paymentId: payment.id, processor: heard.processor, account: heard.account, externalId: heard.externalId,
    state: 'processing', amount: heard.amount, keepOwing: false, toCredit: false, reason: null, failureCode: null, bouncedAt: null, requestedBy: null, resolveCount: 0, createdAt: tx.now,
  };
  await insertRefund(tx, { ...refund, requestKey: null, resolveAfter: nextResolution(2, tx.now) });
  refunds.push(refund);
  return refund;
}
