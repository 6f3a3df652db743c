import { changeCustomer, findCustomer } from '../../core/customers/index.js';
import type { Customer } from '../../core/customers/index.js';
import type { Principal } from '../../core/identity/index.js';
import type { World } from '../../core/tx.js';
import type { ReadUsage } from '../../core/usage/index.js';
import { Failure } from '../../kernel/failure.js';
import { isAdmin } from '../../kernel/roles.js';
import type { Handlers } from '../call.js';
import type { Api } from '../serve.js';
import { uuid } from './context.js';
import { usage } from './contract-usage.js';

interface UsageContext {
  readonly world: World;
  readonly usage: ReadUsage;
}

const handlers: Handlers<typeof usage, UsageContext> = {
  async 'GET /api/app/usage'({ who, query }, context) {
    const customer = await customerMeant(context.world, who, query.customer_id);
    const { figures, span, state, fetchedAt } = await context.usage({ customerId: customer.id, start: query.start_date, end: query.end_date });
    return {
      customer: { id: customer.id, name: customer.companyName ?? customer.name }, state, fetched_at: fetchedAt?.toISOString() ?? null, start_date: span.start, end_date: span.end,
      daily_active_users: figures.dailyActiveUsers, monthly_active_users: figures.monthlyActiveUsers, new_users: figures.newUsers, total_users: figures.totalUsers,
      retention_rate: figures.retentionRate, engagement_rate: figures.engagementRate, average_session_duration: figures.averageSessionDuration,
      sessions_per_user: figures.sessionsPerUser, events_per_user: figures.eventsPerUser,
      features: figures.features.map(({ feature, usageCount }) => ({ feature, usage_count: usageCount })), devices: { ...figures.devices },
      growth: figures.growth.map(({ day, users }) => ({ date: day, users })), source: isAdmin(who.roles) ? sourceOf(customer) : null,
    };
  },

  async 'PATCH /api/app/customers/{id}/usage-source'({ params, body, actor }, { world }) {
    const id = uuid(params.id, 'customer_not_found');
    const { firebase_app_id: app, firebase_project_id: project, analytics_property_id: property } = body;
    const change = { ...(app !== undefined && { firebaseAppId: app }), ...(project !== undefined && { firebaseProjectId: project }), ...(property !== undefined && { analyticsPropertyId: property }) };
    return sourceOf(await world.transact((tx) => changeCustomer(tx, id, change, actor)));
  },
};

/** Admins name a customer, who acts for one means that one. Foreign and unknown ones are `customer_not_found`. */
async function customerMeant(world: World, who: Principal, named: string | undefined): Promise<Customer> {
  const id = named === undefined ? who.customerId : uuid(named, 'customer_not_found');
  const customer = id !== null && (isAdmin(who.roles) || id === who.customerId) ? await findCustomer(world.read, id) : null;
  if (customer === null || customer.archivedAt !== null) throw new Failure('customer_not_found');
  return customer;
}

function sourceOf(customer: Customer) {
  return { firebase_app_id: customer.firebaseAppId, firebase_project_id: customer.firebaseProjectId, analytics_property_id: customer.analyticsPropertyId };
}

/** Usage for the pages. */
export function usageApi(context: UsageContext): Api<typeof usage, UsageContext> {
  return { contract: usage, handlers, context };
}
