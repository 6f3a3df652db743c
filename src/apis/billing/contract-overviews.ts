import Type from 'typebox';
import type { Static } from 'typebox';
import { Nullable } from '../endpoint.js';
import type { Contract, Limit } from '../endpoint.js';
import { ADMIN, OWNER } from './contract-access.js';
import { BillingSettings } from './contract-customers.js';
import { Invoice } from './contract-invoice.js';

const Text = Type.String();
const Money = Type.Number();
const Count = Type.Integer();

export const BillingStats = Type.Object({
  currency: Text, total_invoiced: Money, total_revenue: Money, outstanding_amount: Money, overdue_amount: Money, monthly_recurring_revenue: Money,
  total_invoices: Count, invoices_by_status: Type.Object({ draft: Count, pending: Count, paid: Count, overdue: Count, cancelled: Count }),
  active_customers: Count, total_customers: Count, generated_at: Text,
});
export type BillingStats = Static<typeof BillingStats>;

export const BillingOverview = Type.Object({
  customer_id: Text, currency: Text, total_billed: Money, total_paid: Money, outstanding_balance: Money, overdue_amount: Money,
  next_due_date: Nullable(Text), next_billing_date: Nullable(Text), billing_settings: BillingSettings, recent_invoices: Type.Array(Invoice),
});
export type BillingOverview = Static<typeof BillingOverview>;

const reading = (group: string): Limit => ({ requests: 60, perSeconds: 60, per: 'caller', group: `billing ${group}` });
const fails = 'Internal server error';

/** What the books say, for the business and for each customer. docs/figures.md defines every figure. */
export const overviews = {
  'GET /billing/stats': { summary: 'Get billing statistics', access: ADMIN, reply: BillingStats, limit: reading('stats'), fails },
  'GET /billing/my-billing': { summary: 'Get current user\'s customer billing overview', access: 'customer', reply: BillingOverview, limit: reading('my-billing'), fails },
  'GET /billing/customer/{customer_id}/overview': {
    summary: 'Get customer billing overview', access: OWNER, params: Type.Object({ customer_id: Type.String({ minLength: 1, maxLength: 200 }) }),
    reply: BillingOverview, limit: reading('customer-overview'), fails,
  },
} as const satisfies Contract;
