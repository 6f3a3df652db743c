import Type from 'typebox';
import type { Static } from 'typebox';
import type { Contract } from '../endpoint.js';

const Percent = Type.Number({ description: 'percent, 0 to 100, one decimal' });

export const PortalStats = Type.Object({
  totalCustomers: Type.Integer(),
  activeCustomers: Type.Integer(),
  onlineBookings: Type.Integer(),
  totalBookings: Type.Integer(),
  onlinePayments: Type.Integer(),
  loyaltyUsers: Type.Integer(),
  totalLoyaltyRecords: Type.Integer(),
  adoptionRate: Percent,
  onlineBookingRate: Percent,
  loyaltyEngagementRate: Percent,
  period: Type.String(),
  generatedAt: Type.String(),
});
export type PortalStats = Static<typeof PortalStats>;

const Fill = Type.Object({ size: Type.Integer(), max: Type.Integer() });

export const CacheStats = Type.Object({
  success: Type.Literal(true),
  caches: Type.Object({ customers: Fill, notifications: Fill, queries: Fill, invoices: Fill, jobs: Fill }),
  performance: Type.Object({ hitRate: Type.String(), totalEntries: Type.Integer(), totalCapacity: Type.Integer(), utilizationRate: Type.String() }),
  timestamp: Type.String(),
});
export type CacheStats = Static<typeof CacheStats>;

const ONE_OF = 'Invalid request. Provide one of: all, pattern, customerId, or metrics';

/** The portal document's chapters on analytics and on cache management. */
export const figures = {
  'GET /api/analytics/portal-stats': {
    summary: 'How the portal is used',
    access: 'signed-in',
    reply: PortalStats,
    fails: 'Failed to fetch portal statistics',
  },
  'POST /api/analytics/track-session': {
    summary: 'Count that a customer came to the portal',
    access: 'customer',
    reply: Type.Object({ success: Type.Literal(true), sessionId: Type.String() }),
    limit: { requests: 30, perSeconds: 60, per: 'ip' },
    fails: 'Failed to track session',
  },
  'GET /api/cache/stats': {
    summary: 'How full the caches are, and how often they help',
    access: 'signed-in',
    reply: CacheStats,
    fails: 'Failed to fetch cache statistics',
  },
  'POST /api/cache/clear': {
    summary: 'Forget what is cached',
    access: 'signed-in',
    // Everything may be absent or wrong here: the document has one sentence for all of that.
    body: Type.Object({ all: Type.Optional(Type.Unknown()), pattern: Type.Optional(Type.Unknown()), customerId: Type.Optional(Type.Unknown()), email: Type.Optional(Type.Unknown()), metrics: Type.Optional(Type.Unknown()) }),
    reply: Type.Object({ success: Type.Literal(true), message: Type.String() }),
    limit: { requests: 2, perSeconds: 60, per: 'ip' },
    says: { cache_selector_missing: ONE_OF, input_missing: ONE_OF, input_invalid: ONE_OF },
    fails: 'Failed to clear cache',
  },
} as const satisfies Contract;
