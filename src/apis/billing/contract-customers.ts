import Type from 'typebox';
import type { Static } from 'typebox';
import { Amount, Nullable, OneOf } from '../endpoint.js';
import type { Contract, Limit } from '../endpoint.js';
import { ADMIN, OWNER } from './contract-access.js';
import { User } from './contract-auth.js';

const Text = Type.String();
const Line = Type.String({ minLength: 1, maxLength: 200 });
const Email = Type.String({ minLength: 1, maxLength: 254 });
/** Malformed ids are as unknown as any other. */
const Params = Type.Object({ customer_id: Type.String({ minLength: 1, maxLength: 200 }) });
const Status = OneOf('active', 'inactive', 'onboarding', 'pending');
const Method = OneOf('credit_card', 'bank_transfer', 'paypal', 'stripe', 'manual');
const Frequency = OneOf('monthly', 'quarterly', 'annual', 'one_time');

export const BillingSettings = Type.Object({
  id: Text, customer_id: Text, payment_method: Method, billing_frequency: Frequency, monthly_fee: Type.Number(), currency: Text, billing_day: Type.Integer(),
  auto_charge: Type.Boolean(), tax_rate: Type.Number(), payment_terms_days: Type.Integer(), stripe_payment_method_id: Nullable(Text),
  additional_details: Type.Unknown(), created_at: Text, updated_at: Text,
});
export type BillingSettings = Static<typeof BillingSettings>;

export const Customer = Type.Object({
  id: Text, name: Text, company_name: Text, status: Status, billing_email: Text, phone: Nullable(Text),
  address: Type.Object({ street: Text, city: Text, state: Text, postal_code: Text, country: Text }),
  firebase_app_id: Nullable(Text), firebase_project_id: Nullable(Text), stripe_customer_id: Nullable(Text),
  created_at: Text, updated_at: Text, billing_settings: BillingSettings,
});
export type Customer = Static<typeof Customer>;

const Part = Type.Optional(Nullable(Type.String({ maxLength: 200 })));
const facts = {
  status: Type.Optional(Status), phone: Type.Optional(Nullable(Type.String({ maxLength: 40 }))),
  address: Type.Optional(Type.Object({ street: Part, city: Part, state: Part, postal_code: Part, country: Part })),
  firebase_app_id: Part, firebase_project_id: Part,
};
export const NewCustomer = Type.Object({ name: Line, company_name: Line, billing_email: Email, ...facts });
export type NewCustomer = Static<typeof NewCustomer>;
export const CustomerChange = Type.Object({ name: Type.Optional(Line), company_name: Type.Optional(Line), billing_email: Type.Optional(Email), ...facts }, { minProperties: 1 });
export type CustomerChange = Static<typeof CustomerChange>;

export const BillingChange = Type.Object({
  payment_method: Type.Optional(Method), billing_frequency: Type.Optional(Frequency), monthly_fee: Type.Optional(Amount),
  currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })), billing_day: Type.Optional(Type.Integer({ minimum: 1, maximum: 31 })),
  auto_charge: Type.Optional(Type.Boolean()), tax_rate: Type.Optional(Type.Number({ minimum: 0, maximum: 100 })),
  payment_terms_days: Type.Optional(Type.Integer({ minimum: 0, maximum: 3_650 })),
  stripe_payment_method_id: Type.Optional(Nullable(Type.String({ minLength: 1, maxLength: 200 }))), additional_details: Type.Optional(Type.Unknown()),
}, { minProperties: 1 });
export type BillingChange = Static<typeof BillingChange>;

const Page = Type.Object({
  status: Type.Optional(Status),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000_000 })),
});

const reading = (group: string): Limit => ({ requests: 60, perSeconds: 60, per: 'caller', group: `billing ${group}` });
const writing = (group: string): Limit => ({ requests: 20, perSeconds: 60, per: 'caller', group: `billing ${group}` });
const taken = 'A customer with this billing email exists';
const fails = 'Internal server error';

/** The billing document's chapter on customers. Lists are bare arrays, their total in `X-Total-Count`; tax rates are percent. */
export const customers = {
  'GET /customers/me': { summary: 'Get current user\'s customer', access: 'customer', reply: Customer, limit: reading('customers-me'), fails },
  'POST /customers': {
    summary: 'Create a new customer account', access: ADMIN, body: NewCustomer, reply: Customer, status: 201, limit: writing('customers-create'),
    says: { customer_exists: taken }, fails,
  },
  'GET /customers': { summary: 'Get all customers', access: ADMIN, query: Page, reply: Type.Array(Customer), limit: reading('customers-list'), fails },
  'GET /customers/{customer_id}': { summary: 'Get a customer by ID', access: OWNER, params: Params, reply: Customer, limit: reading('customers-get'), fails },
  'PUT /customers/{customer_id}': {
    summary: 'Update a customer', access: OWNER, params: Params, body: CustomerChange, reply: Customer, limit: writing('customers-update'),
    says: { customer_exists: taken }, fails,
  },
  'DELETE /customers/{customer_id}': {
    summary: 'Delete a customer: put away, never erased', access: ADMIN, params: Params, reply: Type.Object({ message: Text }), limit: writing('customers-delete'), fails,
  },
  'GET /customers/{customer_id}/billing': {
    summary: 'Get a customer\'s billing settings', access: OWNER, params: Params, reply: BillingSettings, limit: reading('customers-billing-get'), fails,
  },
  'PUT /customers/{customer_id}/billing': {
    summary: 'Update customer billing settings', access: ADMIN, params: Params, body: BillingChange, reply: BillingSettings,
    limit: writing('customers-billing-update'), says: { amount_invalid: 'Validation failed' }, fails,
  },
  'POST /customers/{customer_id}/users': {
    summary: 'Create a user for a customer', access: ADMIN, params: Params,
    body: Type.Object({ email: Email, name: Line, password: Type.Optional(Type.String({ minLength: 8, maxLength: 1024 })), phone: Type.Optional(Nullable(Type.String({ maxLength: 40 }))) }),
    reply: User, status: 201, limit: writing('customers-users-create'), says: { email_taken: 'Email already registered' }, fails,
  },
  'GET /customers/{customer_id}/users': {
    summary: 'Get users for a customer', access: OWNER, params: Params, reply: Type.Array(User), limit: reading('customers-users-list'), fails,
  },
} as const satisfies Contract;
