import { Failure } from '../../kernel/failure.js';
import type { Handlers } from '../call.js';
import { askDatabase } from '../database-health.js';
import type { Api } from '../serve.js';
import { analyticsHandlers } from './analytics.js';
import { authHandlers } from './auth.js';
import type { BillingContext } from './context.js';
import { billing } from './contract.js';
import type { Billing, Health } from './contract.js';
import { customerHandlers } from './customers.js';
import { overviewHandlers } from './overviews.js';
import { invoiceHandlers } from './invoices.js';
import { proposalHandlers } from './proposals.js';
import { recurringHandlers } from './recurring.js';
import { userHandlers } from './users.js';

const health: Handlers<Health, BillingContext> = {
  async 'GET /health'(_call, { world }) {
    const database = await askDatabase(world);
    if (!database.ok) throw new Failure('database_unavailable');
    return { status: 'healthy' as const, timestamp: world.clock.now().toISOString() };
  },
};

/** A line for each chapter. */
const handlers: Handlers<Billing, BillingContext> = {
  ...health,
  ...authHandlers,
  ...userHandlers,
  ...analyticsHandlers,
  ...customerHandlers,
  ...overviewHandlers,
  ...invoiceHandlers,
  ...proposalHandlers,
  ...recurringHandlers,
};

/** The billing document over this world. */
export function billingApi(context: BillingContext): Api<Billing, BillingContext> {
  return { contract: billing, handlers, context };
}
