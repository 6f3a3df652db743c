import { larger, smaller } from '../../kernel/money.js';
import type { Lot, PointsSums } from './points-store.js';

/**
 * Points that are too old: what was earned before `cutoff`, less everything spent or expired so far (the oldest
 * points are always spent first), and never more than there are.
 */
export function expiredPoints(lots: readonly Lot[], sums: Pick<PointsSums, 'redeemed' | 'expired'>, balance: bigint, cutoff: Date): bigint {
  const old = lots.filter((lot) => lot.earnedAt < cutoff).reduce((total, lot) => total + lot.points, 0n);
  return larger(smaller(old - sums.redeemed - sums.expired, balance), 0n);
}

/** The oldest lot that is not spent yet: which points go next. */
export function nextToExpire(lots: readonly Lot[], sums: Pick<PointsSums, 'redeemed' | 'expired'>, balance: bigint): Lot | null {
  let spent = sums.redeemed + sums.expired;
  for (const lot of [...lots].sort((a, b) => a.earnedAt.getTime() - b.earnedAt.getTime())) {
    if (spent >= lot.points) spent -= lot.points;
    else {
      const points = smaller(lot.points - larger(spent, 0n), balance);
      return points > 0n ? { points, earnedAt: lot.earnedAt } : null;
    }
  }
  return null;
}
