import { POINTS } from '../../kernel/currency.js';
import { account } from '../ledger/index.js';
import type { Posting } from '../ledger/index.js';

interface Redeemed {
  readonly id: string;
  readonly customerId: string;
  readonly rewardId: string;
  readonly points: bigint;
}

/** Points given for a reward; never more than there are. */
export function redeemPosting({ id, customerId, rewardId, points }: Redeemed): Posting {
  return {
    kind: 'points',
    occasion: `points.redeemed:${id}`,
    reference: { redemption_id: id, reward_id: rewardId, customer_id: customerId },
    lines: [
      { account: account('customer_points', POINTS, customerId), amount: points, refuseBelowZero: true },
      { account: account('points_issued', POINTS), amount: -points },
    ],
  };
}

/** Points given back, because the reward will not be handed out. */
export function returnPosting({ id, customerId, rewardId, points }: Redeemed): Posting {
  return {
    kind: 'points',
    occasion: `points.returned:${id}`,
    reference: { redemption_id: id, reward_id: rewardId, customer_id: customerId },
    lines: [
      { account: account('points_issued', POINTS), amount: points },
      { account: account('customer_points', POINTS, customerId), amount: -points },
    ],
  };
}

/** Points of an invoice that nobody spent in time; `before` (a day) is when they had been earned, `sofar` what of them had expired until now. */
export function expiryPosting(customerId: string, invoiceId: string, before: string, sofar: bigint, points: bigint): Posting {
  return {
    kind: 'points',
    occasion: `points.expired:${invoiceId}:${before}:${sofar}`,
    reference: { customer_id: customerId, invoice_id: invoiceId, earned_before: before },
    lines: [
      { account: account('customer_points', POINTS, customerId), amount: points, refuseBelowZero: true },
      { account: account('points_issued', POINTS), amount: -points },
    ],
  };
}

/** Points of an invoice that a refund (`cause`) takes back though they had expired: they go once only. */
export function forgivenPosting(customerId: string, invoiceId: string, cause: string, points: bigint): Posting {
  return {
    kind: 'points',
    occasion: `points.forgiven:${cause}:${invoiceId}`,
    reference: { customer_id: customerId, invoice_id: invoiceId },
    lines: [
      { account: account('points_issued', POINTS), amount: points },
      { account: account('customer_points', POINTS, customerId), amount: -points },
    ],
  };
}
