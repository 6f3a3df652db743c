import { STATS_DAYS } from '../../core/analytics/index.js';
import type { PortalStats as CoreStats } from '../../core/analytics/index.js';
import { CACHE_SIZES } from '../../core/caches/index.js';
import type { CacheFigures, CacheName } from '../../core/caches/index.js';
import type { Card, SavedMethod } from '../../core/ports/processor.js';
import type { Minor } from '../../kernel/money.js';
import { formatMajor, parseMajor } from '../../kernel/money.js';
import type { PaymentMethod } from './contract.js';
import type { CacheStats, PortalStats } from './contract-figures.js';

/** Decimal dollars, as this document writes money. */
export function toDollars(minor: Minor): number {
  return Number(formatMajor(minor));
}

/** `amount_invalid` for what is no positive amount of whole cents. */
export function fromDollars(dollars: number): Minor {
  return parseMajor(dollars);
}

const UNKNOWN_CARD: Card = { brand: 'unknown', last4: '0000', expMonth: 1, expYear: 2000 };

export function toPaymentMethod({ externalId, card, isDefault }: SavedMethod): PaymentMethod {
  const { brand, last4, expMonth, expYear } = card ?? UNKNOWN_CARD;
  return { id: externalId, card: { brand, last4, exp_month: expMonth, exp_year: expYear }, is_default: isDefault };
}

/** Rates as percent with one decimal. */
export function toPortalStats({ adoptionPermille, onlineBookingPermille, loyaltyEngagementPermille, generatedAt, ...counts }: CoreStats): PortalStats {
  return {
    ...counts,
    adoptionRate: adoptionPermille / 10,
    onlineBookingRate: onlineBookingPermille / 10,
    loyaltyEngagementRate: loyaltyEngagementPermille / 10,
    period: `${STATS_DAYS} days`,
    generatedAt: generatedAt.toISOString(),
  };
}

export function toCacheStats({ sizes, hits, misses }: CacheFigures, at: Date): CacheStats {
  const sum = (of: Readonly<Record<CacheName, number>>) => Object.values(of).reduce((total, one) => total + one, 0);
  const fill = (cache: CacheName) => ({ size: sizes[cache], max: CACHE_SIZES[cache] });
  const totalEntries = sum(sizes);
  const totalCapacity = sum(CACHE_SIZES);
  return {
    success: true,
    caches: { customers: fill('customers'), notifications: fill('notifications'), queries: fill('queries'), invoices: fill('invoices'), jobs: fill('jobs') },
    performance: { hitRate: percent(hits, hits + misses), totalEntries, totalCapacity, utilizationRate: percent(totalEntries, totalCapacity) },
    timestamp: at.toISOString(),
  };
}

/** A share as the document writes it: 67.23%. */
function percent(part: number, whole: number): string {
  return `${(whole === 0 ? 0 : (part / whole) * 100).toFixed(2)}%`;
}
