import type { Minor } from '../../kernel/money.js';
import type { DisputeMoved, PaymentFacts } from '../events.js';
import { account } from '../ledger/index.js';
import type { Line, Posting } from '../ledger/index.js';

interface Of {
  readonly userId: string;
  readonly currency: string;
}

const credits = ({ userId, currency }: Of, amount: Minor, refuseBelowZero = false): Line => ({ account: account('user_credits', currency, userId), amount, ...(refuseBelowZero && { refuseBelowZero }) });
const held = ({ userId, currency }: Of, amount: Minor): Line => ({ account: account('credits_held', currency, userId), amount });
const given = ({ currency }: Of, amount: Minor): Line => ({ account: account('credits_given', currency), amount });
const cash = (payment: Pick<PaymentFacts, 'processor' | 'account' | 'currency'>, amount: Minor): Line => ({ account: account('cash', payment.currency, `${payment.processor}:${payment.account}`), amount });

/** Money came for credits; what is granted beyond it is a gift. */
export function purchasePosting(payment: PaymentFacts, of: Of, { received, granted, purchaseIds }: { received: Minor; granted: Minor; purchaseIds: readonly string[] }): Posting {
  return {
    kind: 'payment', occasion: `payment.settled:${payment.paymentId}`,
    reference: { payment_id: payment.paymentId, user_id: of.userId, ...Object.fromEntries(purchaseIds.map((id, n) => [`purchase_${n}`, id])) },
    lines: [cash(payment, received), credits(of, -granted), given(of, granted - received)],
  };
}

/** What is taken out of credits; what of it had expired was income, and is none any more. */
const reclaim = (of: Of, { taken, unexpired }: Taken): Line[] => [credits(of, taken - unexpired), { account: account('credits_expired', of.currency), amount: unexpired }];

interface Taken {
  readonly taken: Minor;
  readonly unexpired: Minor;
}

/** Money went back, and credits with it; what of them was a gift is no gift any more. */
export function refundPosting(payment: PaymentFacts, of: Of, { refundId, amount, ...clawed }: Taken & { refundId: string; amount: Minor }): Posting {
  return {
    kind: 'refund', occasion: `refund.settled:${refundId}`, reference: { refund_id: refundId, payment_id: payment.paymentId, user_id: of.userId },
    lines: [...reclaim(of, clawed), cash(payment, -amount), given(of, amount - clawed.taken)],
  };
}

/** A bank took money back for now (or gave it back), and credits follow it. */
export function disputePosting(event: DisputeMoved, of: Of, clawed: Taken): Posting {
  return {
    kind: 'dispute', occasion: `dispute.moved:${event.disputeId}:${event.move}`, reference: { dispute_id: event.disputeId, payment_id: event.paymentId, user_id: of.userId },
    lines: [
      { account: account('disputed_receivable', of.currency, event.customerId ?? of.userId), amount: event.delta }, cash(event, -event.delta),
      ...reclaim(of, clawed), given(of, -clawed.taken),
    ],
  };
}

/** An admin gave credits, or took some. */
export function adjustPosting(of: Of, { id, amount, effect }: { id: string; amount: Minor; effect: 'granted' | 'adjusted' }): Posting {
  return {
    kind: 'credits', occasion: `credits.${effect}:${id}`, reference: { user_id: of.userId, ...(effect === 'granted' && { lot_id: id }) },
    lines: [credits(of, -amount, amount < 0n), given(of, amount)],
  };
}

export function holdPosting(of: Of, spendId: string, amount: Minor): Posting {
  return { kind: 'credits', occasion: `credits.held:${spendId}`, reference: { spend_id: spendId, user_id: of.userId }, lines: [credits(of, amount, true), held(of, -amount)] };
}

/** What was held is used, and the rest of it given back. Used for an invoice it becomes its customer's credit (`creditOf`), which pays it: the sale was booked with the invoice. */
export function spendPosting(of: Of, spendId: string, { amount, committed, creditOf = null }: { amount: Minor; committed: Minor; creditOf?: string | null }): Posting {
  return {
    kind: 'credits', occasion: `credits.spent:${spendId}`, reference: { spend_id: spendId, user_id: of.userId, ...(creditOf !== null && { customer_id: creditOf }) },
    lines: [held(of, amount), { account: creditOf === null ? account('revenue', of.currency) : account('customer_credit', of.currency, creditOf), amount: -committed }, credits(of, committed - amount)],
  };
}

export function releasePosting(of: Of, spendId: string, amount: Minor): Posting {
  return { kind: 'credits', occasion: `credits.released:${spendId}`, reference: { spend_id: spendId, user_id: of.userId }, lines: [held(of, amount), credits(of, -amount)] };
}

/** Nobody used them in time: they are income. A lot may expire again for what came back to it, so each time has an id. */
export function expiryPosting(of: Of, lotId: string, { id, amount }: { id: string; amount: Minor }): Posting {
  return {
    kind: 'credits', occasion: `credits.expired:${id}`, reference: { lot_id: lotId, user_id: of.userId },
    lines: [credits(of, amount), { account: account('credits_expired', of.currency), amount: -amount }],
  };
}
