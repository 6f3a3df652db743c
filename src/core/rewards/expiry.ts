import { larger, smaller } from '../../kernel/money.js';
import type { Lot, PointsSums } from './points-store.js';

/** What is left of each lot, oldest first: the oldest points are always spent first, and nothing expires but the oldest. */
export function unspent(lots: readonly Lot[], { redeemed, expired }: Pick<PointsSums, 'redeemed' | 'expired'>): Lot[] {
  let spent = redeemed + expired;
  return [...lots].sort((a, b) => a.earnedAt.getTime() - b.earnedAt.getTime()).flatMap((lot) => {
    const points = lot.points - larger(smaller(spent, lot.points), 0n);
    spent -= lot.points;
    return points > 0n ? [{ ...lot, points }] : [];
  });
}
