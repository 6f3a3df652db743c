import { exponentOf } from '../../kernel/currency.js';
import { formatMajor } from '../../kernel/money.js';
import type { Minor } from '../../kernel/money.js';
import { queueMail } from '../notifications/index.js';
import type { Tx } from '../tx.js';
import type { Purchase } from './purchase.js';

/** Tells the buyer that he is in, with everything on it: once per order. */
export function mailConfirmation(tx: Tx, purchase: Purchase): void {
  const { price } = purchase;
  const text = (amount: Minor) => formatMajor(amount, exponentOf(purchase.currency));
  queueMail(tx, 'enrolment_confirmed', {
    occasion: 'purchase.completed',
    subjectId: purchase.id,
    recipient: purchase.userEmail,
    data: {
      name: purchase.userName, order_number: purchase.orderNumber, purchase_id: purchase.publicId, purchased_at: tx.now.toISOString(),
      program_id: purchase.programPublicId, program_title: purchase.programTitle, program_type: purchase.programType, currency: purchase.currency,
      full_price: text(price.full), class_rep_discount: price.classRep > 0n ? text(price.classRep) : null, early_bird_discount: price.earlyBird > 0n ? text(price.earlyBird) : null,
      amount: text(price.final),
    },
  });
}

/** Tells the buyer that money went back, and why; of money without a place, that he was charged by mistake. */
export function mailRefund(tx: Tx, purchase: Purchase, refund: { readonly id: string; readonly amount: Minor; readonly reason: string | null }): void {
  queueMail(tx, 'enrolment_refunded', {
    occasion: 'refund.settled',
    subjectId: refund.id,
    recipient: purchase.userEmail,
    data: {
      name: purchase.userName, order_number: purchase.orderNumber, purchase_id: purchase.publicId, program_title: purchase.programTitle,
      amount: formatMajor(refund.amount, exponentOf(purchase.currency)), currency: purchase.currency,
      cause: purchase.surplus ? 'no_place' : 'refunded', access_ended: purchase.state === 'refunded', reason: purchase.surplus ? null : refund.reason,
    },
  });
}
