import { Failure } from '../../kernel/failure.js';
import { smaller } from '../../kernel/money.js';
import type { Minor } from '../../kernel/money.js';
import { record } from '../audit/index.js';
import { listSpentCredit, lockPayments, refundable, refundByHand, refundsOf } from '../payments/index.js';
import type { Payment } from '../payments/index.js';
import type { Actor, Tx } from '../tx.js';
import { allocationsOf } from './allocations-store.js';
import type { Allocation } from './allocations-store.js';
import { creditAtHand } from './customer-credit.js';
import { roomIn } from './plan-reversal.js';
import { lockInvoices } from './store.js';

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
  const held = await holdGiven(tx, payment);
  const amount = payment.processor === 'credit' ? roomOf(held, payment.id) : refundable(payment, await refundsOf(tx, [payment.id]));
  if (amount <= 0n) throw new Failure('payment_not_refundable', { reason: 'nothing_left' });
  const reason = wish.reason ?? null;
  await freeCredit(tx, payment, held, { reason, requestedBy: wish.actor.userId });
  await refundByHand(tx, payment, { amount, keepOwing: true, reason, requestedBy: wish.actor.userId });
  record(tx, { actor: wish.actor, action: 'payment.reversed', resourceType: 'payment', resourceId: payment.id, details: { amount, currency: payment.currency, reason } });
  return { ...payment, amountRefunded: payment.amountRefunded + amount };
}

/** What this payment gave, and what its customer spent of his credit, behind the locks of all invoices concerned. */
async function holdGiven(tx: Tx, payment: Payment): Promise<Allocation[]> {
  const spent = payment.processor === 'credit' || payment.customerId === null ? [] : await listSpentCredit(tx, payment.customerId, payment.currency);
  const ids = [payment.id, ...spent];
  await lockPayments(tx, spent);
  await lockInvoices(tx, [...new Set((await allocationsOf(tx, ids)).map((a) => a.invoiceId))]);
  return allocationsOf(tx, ids);
}

/**
 * Brings back what of a payment's surplus was spent on other invoices, newest first, so that the credit it gave can
 * go. There is always enough: credit is what payments have to spare, less what invoices still have of it. Nobody
 * spends it from here on; what was spent while its lock was waited for is looked at again.
 */
async function freeCredit(tx: Tx, payment: Payment, held: readonly Allocation[], why: { reason: string | null; requestedBy: string | null }): Promise<void> {
  if (payment.processor === 'credit' || payment.customerId === null) return;
  const surplus = payment.amountReceived - payment.amountRefunded - roomOf(held, payment.id);
  let missing: Minor = surplus - (await creditAtHand(tx, payment.customerId, payment.currency, true));
  if (missing <= 0n) return;
  const spent = await holdGiven(tx, payment);
  for (const id of await listSpentCredit(tx, payment.customerId, payment.currency)) {
    const amount = smaller(missing, roomOf(spent, id));
    const [credit] = amount > 0n ? await lockPayments(tx, [id]) : [];
    if (!credit) continue;
    await refundByHand(tx, credit, { amount, keepOwing: true, ...why });
    missing -= amount;
  }
}

/** What invoices still have of a payment. */
function roomOf(held: readonly Allocation[], paymentId: string): Minor {
  return held.reduce((sum, a) => (a.paymentId === paymentId ? sum + roomIn(a) : sum), 0n);
}
