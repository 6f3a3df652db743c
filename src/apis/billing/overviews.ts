import { billingSettingsOf } from '../../core/billing/index.js';
import { readBillingOverview, readBillingStats } from '../../core/figures/index.js';
import { findRecurringOf } from '../../core/recurring/index.js';
import { businessSettings } from '../../core/settings/index.js';
import type { World } from '../../core/tx.js';
import { exponentOf } from '../../kernel/currency.js';
import { formatMajor } from '../../kernel/money.js';
import { startOfDay } from '../../kernel/period.js';
import type { Day } from '../../kernel/period.js';
import type { Handlers } from '../call.js';
import type { BillingContext } from './context.js';
import type { BillingOverview, overviews } from './contract-overviews.js';
import { settingsView } from './customer-views.js';
import { invoiceViews } from './invoice-view.js';
import { customerInScope } from './scope.js';

export const overviewHandlers: Handlers<typeof overviews, BillingContext> = {
  async 'GET /billing/stats'(_call, { world }) {
    const stats = await readBillingStats(world);
    const money = (minor: bigint) => Number(formatMajor(minor, exponentOf(stats.currency)));
    return {
      currency: stats.currency, total_invoiced: money(stats.totalInvoiced), total_revenue: money(stats.totalReceived), outstanding_amount: money(stats.outstanding),
      overdue_amount: money(stats.overdue), monthly_recurring_revenue: money(stats.monthlyRecurring), total_invoices: stats.totalInvoices,
      invoices_by_status: stats.invoicesByStatus, active_customers: stats.activeCustomers, total_customers: stats.totalCustomers, generated_at: stats.at.toISOString(),
    };
  },

  async 'GET /billing/my-billing'({ customerId }, { world }) {
    return overviewOf(world, customerId);
  },

  async 'GET /billing/customer/{customer_id}/overview'({ who, params }, { world }) {
    return overviewOf(world, (await customerInScope(world.read, who, params.customer_id)).id);
  },
};

async function overviewOf(world: World, customerId: string): Promise<BillingOverview> {
  const [overview, settings, recurring, { time_zone: zone }] = await Promise.all([
    readBillingOverview(world, customerId), billingSettingsOf(world.read, customerId), findRecurringOf(world.read, customerId), businessSettings(world.read),
  ]);
  const money = (minor: bigint) => Number(formatMajor(minor, exponentOf(overview.currency)));
  const instant = (day: Day | null) => (day === null ? null : startOfDay(zone, day).toISOString());
  return {
    customer_id: customerId, currency: overview.currency, total_billed: money(overview.totalBilled), total_paid: money(overview.totalPaid),
    outstanding_balance: money(overview.outstanding), overdue_amount: money(overview.overdue), next_due_date: instant(overview.nextDueDay),
    next_billing_date: instant(recurring?.nextOn ?? null), billing_settings: settingsView(settings), recent_invoices: await invoiceViews(world, overview.recentInvoiceIds),
  };
}
