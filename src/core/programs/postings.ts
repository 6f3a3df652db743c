import type { Minor } from '../../kernel/money.js';
import type { PaymentFacts } from '../events.js';
import { account } from '../ledger/index.js';
import type { Account, Posting } from '../ledger/index.js';

type Facts = Pick<PaymentFacts, 'paymentId' | 'processor' | 'account' | 'currency'>;

const cash = (p: Facts): Account => account('cash', p.currency, `${p.processor}:${p.account}`);

/** Money for a program: earned, or (without a place) to be given back. */
export function soldPosting(payment: Facts, amount: Minor, surplus: boolean): Posting {
  return {
    kind: 'payment',
    occasion: `payment.settled:${payment.paymentId}`,
    reference: { payment_id: payment.paymentId },
    lines: [
      { account: cash(payment), amount },
      { account: account(surplus ? 'refunds_due' : 'program_revenue', payment.currency), amount: -amount },
    ],
  };
}

/** Money back: what was earned is returned, what had no place is no longer due. */
export function returnedPosting(payment: Facts, refund: { readonly id: string; readonly amount: Minor }, surplus: boolean): Posting {
  return {
    kind: 'refund',
    occasion: `refund.settled:${refund.id}`,
    reference: { refund_id: refund.id, payment_id: payment.paymentId },
    lines: [
      { account: account(surplus ? 'refunds_due' : 'program_returned', payment.currency), amount: refund.amount },
      { account: cash(payment), amount: -refund.amount },
    ],
  };
}

/** What a bank holds back while, or because, the buyer disputes; the other way round when it is given back. */
export function heldBackPosting(payment: Facts, owner: string, dispute: { readonly disputeId: string; readonly move: number; readonly delta: Minor }): Posting {
  return {
    kind: 'dispute',
    occasion: `dispute.moved:${dispute.disputeId}:${dispute.move}`,
    reference: { dispute_id: dispute.disputeId, payment_id: payment.paymentId },
    lines: [
      { account: account('disputed_receivable', payment.currency, owner), amount: dispute.delta },
      { account: cash(payment), amount: -dispute.delta },
    ],
  };
}
