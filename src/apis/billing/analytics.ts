import type { UsageReport } from '../../core/usage/index.js';
import type { Handlers } from '../call.js';
import type { analytics, AnalyticsMetrics } from './contract-analytics.js';
import type { BillingContext } from './context.js';
import { customerInScope } from './scope.js';

/** How customers' apps are used. */
export const analyticsHandlers: Handlers<typeof analytics, BillingContext> = {
  async 'GET /analytics-dashboard/my-analytics'({ customerId, query }, { usage }) {
    return metricsView(await usage({ customerId, start: query.start_date, end: query.end_date }));
  },

  async 'GET /analytics-dashboard/customer/{customer_id}'({ who, params, query }, { world, usage }) {
    const { id } = await customerInScope(world.read, who, params.customer_id);
    return metricsView(await usage({ customerId: id, start: query.start_date, end: query.end_date }));
  },
};

function metricsView({ figures, span }: UsageReport): AnalyticsMetrics {
  return {
    daily_active_users: figures.dailyActiveUsers, monthly_active_users: figures.monthlyActiveUsers, new_users: figures.newUsers, total_users: figures.totalUsers,
    retention_rate: figures.retentionRate, engagement_rate: figures.engagementRate, average_session_duration: figures.averageSessionDuration,
    sessions_per_user: figures.sessionsPerUser, events_per_user: figures.eventsPerUser,
    most_active_features: figures.features.map(({ feature, usageCount }) => ({ feature, usage_count: usageCount })),
    device_breakdown: { ...figures.devices },
    user_growth_trend: figures.growth.map(({ day, users }) => ({ date: day, users })),
    data_timeframe: { start_date: span.start, end_date: span.end },
  };
}
