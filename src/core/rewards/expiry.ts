import { larger, smaller } from '../../kernel/money.js';
import type { Lot, PointsSums } from './points-store.js';

/**
 * What is left of each lot, oldest first: what expired is gone from its own lot, and the oldest of the others are
 * always spent first.
 */
export function unspent(lots: readonly Lot[], { redeemed, expired }: Pick<PointsSums, 'redeemed' | 'expired'>): Pick<Lot, 'invoiceId' | 'points' | 'earnedAt'>[] {
  // Books from before expiry named its invoices have expired points of no lot: those were the oldest.
  let spent = redeemed + expired - lots.reduce((sum, lot) => sum + lot.expired, 0n);
  return [...lots].sort((a, b) => a.earnedAt.getTime() - b.earnedAt.getTime()).flatMap((lot) => {
    const there = lot.points - lot.expired;
    const points = there - larger(smaller(spent, there), 0n);
    spent -= there;
    return points > 0n ? [{ ...lot, points }] : [];
  });
}
