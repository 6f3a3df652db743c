import type { PastDeed } from '../../core/audit/index.js';
import type { BillingSettings } from '../../core/billing/index.js';
import type { Customer } from '../../core/customers/index.js';
import type { BillingMonth, BillingOverview, BillingStats, MoneyInTheWay } from '../../core/figures/index.js';
import type { User } from '../../core/identity/index.js';
import { ppmToPercent } from '../../kernel/percent.js';
import type { Day } from '../../kernel/period.js';
import type { Billing, CustomerDetails, CustomerItem, Deed, Member, Stats } from './contract-customers.js';
import { toMajor } from './views.js';

export function toCustomerItem(customer: Customer, open: bigint, currency: string): CustomerItem {
  return { ...factsOf(customer), open_amount: toMajor(open, currency), currency };
}

/** Everything a page about one customer shows. */
export interface KnownOfCustomer {
  readonly customer: Customer;
  readonly settings: BillingSettings;
  readonly overview: BillingOverview;
  readonly nextBillingDay: Day | null;
  readonly stripeId: string | null;
  readonly inTheWay: readonly MoneyInTheWay[];
}

export function toCustomerDetails({ customer, settings, overview, nextBillingDay, stripeId, inTheWay }: KnownOfCustomer): CustomerDetails {
  const money = (minor: bigint) => toMajor(minor, overview.currency);
  const { line1, line2, city, state, postalCode, country } = customer.address;
  return {
    ...factsOf(customer), address_line1: line1, address_line2: line2, city, state, postal_code: postalCode, country, stripe_customer_id: stripeId,
    billing: toBilling(settings),
    balance: {
      currency: overview.currency, open: money(overview.outstanding), overdue: money(overview.overdue), credit: money(overview.credit), billed: money(overview.totalBilled),
      paid: money(overview.totalPaid), next_due_date: overview.nextDueDay, next_billing_date: nextBillingDay,
    },
    in_the_way: [...inTheWay],
  };
}

function toBilling(settings: BillingSettings): Billing {
  return {
    payment_method: settings.paymentMethod, billing_frequency: settings.frequency, monthly_fee: toMajor(settings.monthlyFee, settings.currency), currency: settings.currency,
    billing_day: settings.billingDay, auto_charge: settings.autoCharge, tax_percent: ppmToPercent(settings.taxPpm), payment_terms_days: settings.paymentTermsDays,
    has_card: settings.methodId !== null, charge_consent_at: settings.chargeConsentAt?.toISOString() ?? null, fee_since: settings.feeSince,
  };
}

export function toMember(user: User): Member {
  const state = user.disabledAt !== null ? 'disabled' : user.emailVerifiedAt === null ? 'invited' : 'active';
  return {
    id: user.id, name: user.name, email: user.email, phone: user.phone, state, last_sign_in_at: user.lastSignInAt?.toISOString() ?? null, created_at: user.createdAt.toISOString(),
  };
}

export function toDeed({ id, at, action, actorName, details }: PastDeed): Deed {
  const changed = Array.isArray(details['changed']) ? details['changed'] : Object.keys(typeof details['after'] === 'object' ? details['after'] ?? {} : {});
  return { id, at: at.toISOString(), action, by: actorName, changed: changed.filter((name): name is string => typeof name === 'string') };
}

export function toStats(stats: BillingStats, months: readonly BillingMonth[]): Stats {
  const money = (minor: bigint) => toMajor(minor, stats.currency);
  const { notDue, upTo30Days, upTo60Days, upTo90Days, older } = stats.ageing;
  return {
    currency: stats.currency, invoiced: money(stats.totalInvoiced), received: money(stats.totalReceived), outstanding: money(stats.outstanding), overdue: money(stats.overdue),
    monthly_recurring: money(stats.monthlyRecurring),
    ageing: { not_due: money(notDue), up_to_30_days: money(upTo30Days), up_to_60_days: money(upTo60Days), up_to_90_days: money(upTo90Days), older: money(older) },
    invoices_by_status: stats.invoicesByStatus, active_customers: stats.activeCustomers, total_customers: stats.totalCustomers,
    months: months.map((one) => ({ month: one.month, invoiced: money(one.invoiced), revenue: money(one.revenue), received: money(one.received), recurring: money(one.recurring) })),
    generated_at: stats.at.toISOString(),
  };
}

function factsOf(customer: Customer): Omit<CustomerItem, 'open_amount' | 'currency'> {
  return {
    id: customer.id, name: customer.name, company_name: customer.companyName, email: customer.email, phone: customer.phone, status: customer.status,
    archived_at: customer.archivedAt?.toISOString() ?? null, created_at: customer.createdAt.toISOString(),
  };
}
