import { newId } from '../../kernel/ids.js';
import type { Minor } from '../../kernel/money.js';
import type { Tx } from '../tx.js';
import { insertSettledRefund } from './by-hand-store.js';
import { factsOf } from './payment.js';
import type { Payment } from './payment.js';
import { addToPayment } from './store.js';

export interface RefundByHand {
  readonly amount: Minor;
  /** The invoice is owed again; else a credit note forgives it. */
  readonly keepOwing: boolean;
  readonly reason: string | null;
  readonly requestedBy: string | null;
  readonly requestKey?: string | null;
}

/** Undoes a payment that no processor knows, all or a part of it, at once. The caller has locked it and checked the amount. Returns the id of the refund. */
export async function refundByHand(tx: Tx, payment: Payment, { amount, keepOwing, reason, requestedBy, requestKey = null }: RefundByHand): Promise<string> {
  const id = newId(tx.now.getTime());
  await insertSettledRefund(tx, { id, paymentId: payment.id, processor: payment.processor, account: payment.account, amount, keepOwing, toCredit: false, reason, requestedBy, requestKey });
  await addToPayment(tx, payment.id, { refunded: amount });
  tx.announce({
    type: 'refund.settled', ...factsOf(payment), refundId: id, refundAmount: amount, keepOwing, reason,
    received: payment.amountReceived, refundedBefore: payment.amountRefunded,
  });
  return id;
}
