import { divideHalfUp } from '../../kernel/money.js';
import { BUSINESS, cached } from '../caches/index.js';
import type { Reader, World } from '../tx.js';
import type { PortalCounts } from './portal.js';
import { countPortal } from './store.js';

export interface PortalStats extends PortalCounts {
  /** Tenths of a percent: 388 is 38.8 %. */
  readonly adoptionPermille: number;
  readonly onlineBookingPermille: number;
  readonly loyaltyEngagementPermille: number;
  readonly generatedAt: Date;
}

/** Days the portal's figures look back. */
export const STATS_DAYS = 30;
const DAY_MS = 86_400_000;

/** How the portal is used, over the last 30 days; at most a minute old. */
export function readPortalStats(world: Pick<World, 'read' | 'clock'>): Promise<PortalStats> {
  return cached(world.read, { cache: 'queries', owner: BUSINESS, kind: 'portal-stats', key: `${STATS_DAYS} days` }, () => count(world.read, world.clock.now()));
}

async function count(reader: Reader, now: Date): Promise<PortalStats> {
  const counts = await countPortal(reader, new Date(now.getTime() - STATS_DAYS * DAY_MS), now);
  return {
    ...counts,
    adoptionPermille: permille(counts.activeCustomers, counts.totalCustomers),
    onlineBookingPermille: permille(counts.onlineBookings, counts.totalBookings),
    loyaltyEngagementPermille: permille(counts.loyaltyUsers, counts.totalLoyaltyRecords),
    generatedAt: now,
  };
}

/** A share in tenths of a percent, half-up; nothing of nothing is nothing. */
export function permille(part: number, whole: number): number {
  return whole === 0 ? 0 : Number(divideHalfUp(BigInt(part) * 1_000n, BigInt(whole)));
}
