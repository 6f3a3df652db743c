import { Failure } from '../../kernel/failure.js';
import { smaller } from '../../kernel/money.js';
import type { Minor } from '../../kernel/money.js';
import { record } from '../audit/index.js';
import { listSpentCredit, lockPayments, refundable, refundByHand, refundsOf } from '../payments/index.js';
import type { Payment } from '../payments/index.js';
import type { Actor, Tx } from '../tx.js';
import { creditAtHand } from './customer-credit.js';
import { roomIn } from './plan-reversal.js';
import { allocationsOf } from './store.js';

export interface ReverseManualPayment {
  readonly paymentId: string;
  readonly reason?: string | null;
  readonly actor: Actor;
}

/**
 * Takes back a payment that was written down by hand (a cheque bounced, it was a mistake), or credit that was spent
 * on an invoice: what it had paid is owed again. Where its surplus had been spent from the customer's credit, that is
 * undone too, newest first. `payment_not_found`, `payment_not_refundable` for a card or what has gone back.
 */
export async function reverseManualPayment(tx: Tx, wish: ReverseManualPayment): Promise<Payment> {
  const [payment] = await lockPayments(tx, [wish.paymentId]);
  if (!payment) throw new Failure('payment_not_found');
  if ((payment.processor !== 'manual' && payment.processor !== 'credit') || payment.state !== 'succeeded') throw new Failure('payment_not_refundable', { processor: payment.processor });
  const amount = refundable(payment, await refundsOf(tx, [payment.id]));
  if (amount <= 0n) throw new Failure('payment_not_refundable', { reason: 'nothing_left' });
  const reason = wish.reason ?? null;
  await freeCredit(tx, payment, { reason, requestedBy: wish.actor.userId });
  await refundByHand(tx, payment, { amount, keepOwing: true, reason, requestedBy: wish.actor.userId });
  record(tx, { actor: wish.actor, action: 'payment.reversed', resourceType: 'payment', resourceId: payment.id, details: { amount, currency: payment.currency, reason } });
  return { ...payment, amountRefunded: payment.amountRefunded + amount };
}

/** Brings back what of a payment's surplus was spent on other invoices, so that the credit it gave can go. */
async function freeCredit(tx: Tx, payment: Payment, why: { reason: string | null; requestedBy: string | null }): Promise<void> {
  if (payment.processor === 'credit' || payment.customerId === null) return;
  const held = (await allocationsOf(tx, [payment.id])).reduce((sum, a) => sum + roomIn(a), 0n);
  let missing: Minor = payment.amountReceived - payment.amountRefunded - held - (await creditAtHand(tx, payment.customerId, payment.currency));
  for (const spent of missing > 0n ? await listSpentCredit(tx, payment.customerId, payment.currency) : []) {
    const amount = smaller(missing, spent.left);
    const [credit] = amount > 0n ? await lockPayments(tx, [spent.id]) : [];
    if (!credit) continue;
    await refundByHand(tx, credit, { amount, keepOwing: true, ...why });
    missing -= amount;
  }
}
