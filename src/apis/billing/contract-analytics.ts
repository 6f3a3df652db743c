import Type from 'typebox';
import type { Static } from 'typebox';
import type { Contract, Limit } from '../endpoint.js';

const Percent = Type.Number({ description: 'unit: percent, 0-100' });
const Count = Type.Integer({ minimum: 0 });

/** Every figure is defined in docs/analytics.md. */
export const AnalyticsMetrics = Type.Object({
  daily_active_users: Count,
  monthly_active_users: Count,
  new_users: Count,
  total_users: Count,
  retention_rate: Percent,
  engagement_rate: Percent,
  average_session_duration: Type.Number({ description: 'seconds' }),
  sessions_per_user: Type.Number(),
  events_per_user: Type.Number(),
  most_active_features: Type.Array(Type.Object({ feature: Type.String(), usage_count: Count })),
  device_breakdown: Type.Object({ ios: Percent, android: Percent, web: Percent, other: Percent }),
  user_growth_trend: Type.Array(Type.Object({ date: Type.String(), users: Count })),
  data_timeframe: Type.Object({ start_date: Type.String(), end_date: Type.String() }),
});
export type AnalyticsMetrics = Static<typeof AnalyticsMetrics>;

/** Days as YYYY-MM-DD; what is none is refused by the verb, which knows what day it is. */
const SpanQuery = Type.Object({ start_date: Type.Optional(Type.String({ maxLength: 40 })), end_date: Type.Optional(Type.String({ maxLength: 40 })) });

const limit = (group: string): Limit => ({ requests: 60, perSeconds: 60, per: 'caller', group });
const fails = 'Internal server error';

/** The billing document's chapter on usage. */
export const analytics = {
  'GET /analytics-dashboard/my-analytics': {
    summary: "Get current user's analytics", access: 'customer', query: SpanQuery, reply: AnalyticsMetrics, limit: limit('billing analytics-my'), fails,
  },
  'GET /analytics-dashboard/customer/{customer_id}': {
    summary: 'Get customer analytics', access: { roles: ['customer'] }, params: Type.Object({ customer_id: Type.String({ minLength: 1, maxLength: 200 }) }), query: SpanQuery,
    reply: AnalyticsMetrics, limit: limit('billing analytics-customer'), fails,
  },
} as const satisfies Contract;
