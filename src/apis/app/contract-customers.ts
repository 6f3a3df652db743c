import Type from 'typebox';
import type { Static } from 'typebox';
import { Amount, Nullable, OneOf } from '../endpoint.js';
import type { Contract, Limit } from '../endpoint.js';

const Text = Type.String();
const Money = Type.Number();
const Params = Type.Object({ id: Type.String({ minLength: 1, maxLength: 200 }) });
const MemberParams = Type.Object({ id: Type.String({ minLength: 1, maxLength: 200 }), user_id: Type.String({ minLength: 1, maxLength: 200 }) });
const reading: Limit = { requests: 300, perSeconds: 60, per: 'caller', group: 'app-read' };
const writing: Limit = { requests: 60, perSeconds: 60, per: 'caller', group: 'app-write' };
const fails = 'Something broke on our side.';
const staff = { roles: ['staff'] } as const;
const admin = { roles: ['admin'] } as const;

const Status = OneOf('active', 'inactive', 'onboarding', 'pending');
const Method = OneOf('credit_card', 'bank_transfer', 'paypal', 'stripe', 'manual');
const Frequency = OneOf('monthly', 'quarterly', 'annual', 'one_time');
const paging = { cursor: Type.Optional(Type.String({ maxLength: 500 })), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })) };

const facts = {
  id: Text, name: Text, company_name: Nullable(Text), email: Text, phone: Nullable(Text), status: Status, archived_at: Nullable(Text), created_at: Text,
};

export const CustomerItem = Type.Object({ ...facts, open_amount: Money, currency: Text });
export type CustomerItem = Static<typeof CustomerItem>;

/** Tax in percent. */
export const Billing = Type.Object({
  payment_method: Method, billing_frequency: Frequency, monthly_fee: Money, currency: Text, billing_day: Type.Integer(), auto_charge: Type.Boolean(), tax_percent: Type.Number(),
  payment_terms_days: Type.Integer(), has_card: Type.Boolean(), charge_consent_at: Nullable(Text), fee_since: Nullable(Text),
});
export type Billing = Static<typeof Billing>;

/** What keeps a customer from being put away. */
const Reason = OneOf('open_invoices', 'credit', 'open_disputes', 'payments_under_way');

export const CustomerDetails = Type.Object({
  ...facts,
  address_line1: Nullable(Text), address_line2: Nullable(Text), city: Nullable(Text), state: Nullable(Text), postal_code: Nullable(Text), country: Nullable(Text),
  stripe_customer_id: Nullable(Text),
  billing: Billing,
  balance: Type.Object({
    currency: Text, open: Money, overdue: Money, credit: Money, billed: Money, paid: Money, next_due_date: Nullable(Text), next_billing_date: Nullable(Text),
  }),
  in_the_way: Type.Array(Reason),
});
export type CustomerDetails = Static<typeof CustomerDetails>;

export const Member = Type.Object({
  id: Text, name: Text, email: Text, phone: Nullable(Text), state: OneOf('active', 'invited', 'disabled'), last_sign_in_at: Nullable(Text), created_at: Text,
});
export type Member = Static<typeof Member>;

export const Deed = Type.Object({ id: Text, at: Text, action: Text, by: Nullable(Text), changed: Type.Array(Text) });
export type Deed = Static<typeof Deed>;

export const Stats = Type.Object({
  currency: Text, invoiced: Money, received: Money, outstanding: Money, overdue: Money, monthly_recurring: Money,
  ageing: Type.Object({ not_due: Money, up_to_30_days: Money, up_to_60_days: Money, up_to_90_days: Money, older: Money }),
  invoices_by_status: Type.Object({ draft: Type.Integer(), pending: Type.Integer(), paid: Type.Integer(), overdue: Type.Integer(), cancelled: Type.Integer() }),
  active_customers: Type.Integer(), total_customers: Type.Integer(),
  months: Type.Array(Type.Object({ month: Text, invoiced: Money, revenue: Money, received: Money, recurring: Money })),
  generated_at: Text,
});
export type Stats = Static<typeof Stats>;

const Part = Type.Optional(Nullable(Type.String({ maxLength: 200 })));

/** The customer book, as the console has it: archived ones too. Staff keeps it; users, settings and the archive are an admin's. */
export const customers = {
  'GET /api/app/customers': {
    summary: 'Customers, newest first; archived ones only when asked for', access: staff,
    query: Type.Object({ ...paging, status: Type.Optional(OneOf('active', 'inactive', 'onboarding', 'pending', 'archived')), search: Type.Optional(Type.String({ maxLength: 200 })) }),
    reply: Type.Object({ items: Type.Array(CustomerItem), next_cursor: Nullable(Text) }), limit: reading, fails,
  },
  'GET /api/app/customers/{id}': { summary: 'One customer with everything on it', access: staff, params: Params, reply: CustomerDetails, limit: reading, fails },
  'PATCH /api/app/customers/{id}': {
    summary: 'Change what is known of a customer; what is absent stays', access: staff, params: Params,
    body: Type.Object({
      name: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })), email: Type.Optional(Type.String({ minLength: 1, maxLength: 254 })),
      company_name: Part, phone: Type.Optional(Nullable(Type.String({ maxLength: 40 }))), status: Type.Optional(Status),
      address_line1: Part, address_line2: Part, city: Part, state: Part, postal_code: Part, country: Part,
    }),
    reply: CustomerDetails, limit: writing, fails,
  },
  'PATCH /api/app/customers/{id}/billing': {
    summary: 'Change how a customer is billed; what is absent stays', access: admin, params: Params,
    body: Type.Object({
      payment_method: Type.Optional(Method), billing_frequency: Type.Optional(Frequency), monthly_fee: Type.Optional(Amount), billing_day: Type.Optional(Type.Integer({ minimum: 1, maximum: 31 })),
      auto_charge: Type.Optional(Type.Boolean()), tax_percent: Type.Optional(Type.Number({ minimum: 0, maximum: 100 })),
      payment_terms_days: Type.Optional(Type.Integer({ minimum: 0, maximum: 3_650 })),
    }),
    reply: CustomerDetails, limit: writing, fails,
  },
  'POST /api/app/customers/{id}/archive': { summary: 'Put a customer away, unless money is open', access: admin, params: Params, reply: CustomerDetails, limit: writing, fails },
  'POST /api/app/customers/{id}/restore': { summary: 'Bring a customer back, with the users that were shut out with it', access: admin, params: Params, reply: CustomerDetails, limit: writing, fails },
  'GET /api/app/customers/{id}/users': { summary: 'Who acts for a customer', access: staff, params: Params, reply: Type.Object({ items: Type.Array(Member) }), limit: reading, fails },
  'POST /api/app/customers/{id}/users': {
    summary: 'Invite somebody to act for a customer', access: admin, params: Params,
    body: Type.Object({ email: Type.String({ minLength: 1, maxLength: 254 }), name: Type.String({ minLength: 1, maxLength: 200 }), phone: Type.Optional(Nullable(Type.String({ maxLength: 40 }))) }),
    reply: Member, status: 201, limit: writing, fails,
  },
  'POST /api/app/customers/{id}/users/{user_id}/invite': {
    summary: 'Send another invitation; the one before is void', access: admin, params: MemberParams, reply: Member, limit: writing, fails,
  },
  'GET /api/app/customers/{id}/history': {
    summary: 'What was done to a customer, latest first', access: staff, params: Params, query: Type.Object(paging),
    reply: Type.Object({ items: Type.Array(Deed), next_cursor: Nullable(Text) }), limit: reading, fails,
  },
  'GET /api/app/stats': { summary: 'What the books say of the business', access: admin, reply: Stats, limit: reading, fails },
} as const satisfies Contract;
