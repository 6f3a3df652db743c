import Type from 'typebox';
import type { Static } from 'typebox';
import { Amount, Nullable, OneOf } from '../endpoint.js';
import type { Contract, Limit } from '../endpoint.js';
import { appointments } from './contract-appointments.js';
import { loyalty } from './contract-loyalty.js';
import { profile } from './contract-profile.js';
import { recurring } from './contract-recurring.js';
import { setup } from './contract-setup.js';

const Text = Type.String();
const Id = Type.String({ minLength: 1, maxLength: 200 });
const Params = Type.Object({ id: Id });
const Instant = Type.String();
const Money = Type.Number();

const paying: Limit = { requests: 30, perSeconds: 60, per: 'caller', group: 'app-pay' };
const reading: Limit = { requests: 300, perSeconds: 60, per: 'caller', group: 'app-read' };

export const User = Type.Object({ id: Text, email: Text, name: Text, roles: Type.Array(Text) });
export type User = Static<typeof User>;

export const DemoLogin = Type.Object({ role: Text, label: Text, email: Text, password: Text });
export type DemoLogin = Static<typeof DemoLogin>;

export const Config = Type.Object({
  mode: OneOf('demo', 'live'),
  business: Type.Object({ name: Text, logo_url: Nullable(Text), currency: Text, time_zone: Text, tax_percent: Type.Number(), smallest_charge: Money }),
  stripe: Type.Object({ publishable_key: Nullable(Text), sandbox_port: Nullable(Type.Integer()) }),
  mailbox_port: Nullable(Type.Integer()),
  demo_logins: Type.Array(DemoLogin),
});
export type Config = Static<typeof Config>;

export const Me = Type.Object({
  user: User,
  customer: Nullable(Type.Object({ id: Text, name: Text, email: Text, stripe_customer_id: Nullable(Text) })),
  points: Nullable(Type.Integer()),
});
export type Me = Static<typeof Me>;

const InvoiceStatus = OneOf('draft', 'pending', 'overdue', 'paid', 'cancelled');

const invoiceItem = {
  id: Text, invoice_number: Nullable(Text), status: InvoiceStatus, issued_at: Nullable(Instant), due_date: Nullable(Text),
  total: Money, amount_paid: Money, amount_due: Money, amount_refunded: Money, currency: Text, customer_name: Text,
};

export const InvoiceItem = Type.Object(invoiceItem);
export type InvoiceItem = Static<typeof InvoiceItem>;

export const InvoicePage = Type.Object({ items: Type.Array(InvoiceItem), next_cursor: Nullable(Text) });
export type InvoicePage = Static<typeof InvoicePage>;

const PaymentStatus = OneOf('pending', 'requires_action', 'succeeded', 'failed', 'canceled');

export const InvoiceDetails = Type.Object({
  ...invoiceItem,
  amount: Money,
  tax_amount: Money,
  infrastructure_costs: Money,
  infrastructure_tax_percent: Type.Number(),
  amount_credited: Money,
  /** What its customer has in credit, to be spent on what is open. */
  credit_available: Money,
  milestone: Nullable(Text),
  auto_charge: Type.Boolean(),
  version: Type.Integer(),
  memo: Nullable(Text),
  business: Type.Object({ name: Text, logo_url: Nullable(Text), address: Text, support_email: Nullable(Text) }),
  customer: Type.Object({ id: Text, name: Text, email: Text }),
  lines: Type.Array(Type.Object({ description: Text, quantity: Type.Integer(), unit_price: Money, amount: Money, tax_amount: Money, tax_percent: Type.Number() })),
  payments: Type.Array(Type.Object({
    id: Text, state: PaymentStatus, amount: Money, refunded: Money, card_brand: Nullable(Text), card_last4: Nullable(Text), created_at: Instant, settled_at: Nullable(Instant),
    method: OneOf('card', 'cash', 'cheque', 'bank_transfer', 'other', 'credit'), reference: Nullable(Text), received_on: Nullable(Text),
  })),
  credit_notes: Type.Array(Type.Object({ id: Text, number: Text, amount: Money, tax_amount: Money, reason: Nullable(Text), issued_at: Instant })),
  points_awarded: Type.Integer(),
});
export type InvoiceDetails = Static<typeof InvoiceDetails>;

export const Paid = Type.Object({
  payment_id: Text, status: OneOf('succeeded', 'pending', 'requires_action'), client_secret: Nullable(Text), invoice_status: InvoiceStatus,
});
export type Paid = Static<typeof Paid>;

export const Payment = Type.Object({
  id: Text, status: PaymentStatus, amount: Money, amount_refunded: Money, currency: Text, failure_code: Nullable(Text),
  invoice_ids: Type.Array(Text), created_at: Instant, settled_at: Nullable(Instant),
});
export type Payment = Static<typeof Payment>;

export const Refunded = Type.Object({
  refund_id: Text, status: OneOf('succeeded', 'pending'), amount: Money, payment: Payment,
  credit_note: Nullable(Type.Object({ number: Text, amount: Money })),
});
export type Refunded = Static<typeof Refunded>;

export const Operation = Type.Object({
  id: Text, kind: Text, state: OneOf('queued', 'running', 'succeeded', 'failed', 'canceled'), done: Type.Integer(), total: Nullable(Type.Integer()),
  message: Nullable(Text), result: Type.Unknown(), created_at: Instant, updated_at: Instant,
});
export type Operation = Static<typeof Operation>;

export const ListQuery = Type.Object({
  status: Type.Optional(OneOf('draft', 'pending', 'overdue', 'paid', 'cancelled', 'open')),
  search: Type.Optional(Type.String({ maxLength: 200 })),
  customer_id: Type.Optional(Id),
  cursor: Type.Optional(Type.String({ maxLength: 500 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
});
export type ListQuery = Static<typeof ListQuery>;

/** Of payments by card. */
export const NOT_PAYABLE = { amount_invalid: 'That is more than is open, leaves less than a card takes, or is less or more than a card can pay at once.' } as const;

const fails = 'Something broke on our side.';

/** What the web app needs and no document covers. Amounts are decimal units of the currency. */
export const app = {
  'GET /api/app/config': { summary: 'What a page has to know before anybody signs in', access: 'public', reply: Config, fails },
  'GET /api/app/me': { summary: 'Who is signed in', access: 'signed-in', reply: Me, limit: reading, fails },
  'GET /api/app/invoices': { summary: 'Invoices: one’s own, or for staff all or those of one customer', access: 'signed-in', query: ListQuery, reply: InvoicePage, limit: reading, fails },
  'GET /api/app/invoices/{id}': { summary: 'One invoice with everything on it', access: 'signed-in', params: Params, reply: InvoiceDetails, limit: reading, fails },
  'POST /api/app/invoices/{id}/pay': {
    summary: 'Charge a saved card for an invoice', access: 'signed-in', params: Params,
    body: Type.Object({ payment_method_id: Id, amount: Type.Optional(Amount) }),
    reply: Paid, limit: paying, movesMoney: true, says: NOT_PAYABLE, fails,
  },
  'GET /api/app/payments/{id}': { summary: 'Where a payment stands', access: 'signed-in', params: Params, reply: Payment, limit: reading, fails },
  'POST /api/app/payments/{id}/refund': {
    summary: 'Give money back, with a credit note unless it stays owed', access: { roles: ['admin'] }, params: Params,
    body: Type.Object({ amount: Type.Optional(Amount), reason: Type.Optional(Type.String({ maxLength: 500 })), keep_owing: Type.Optional(Type.Boolean()) }),
    reply: Refunded, limit: paying, movesMoney: true, fails,
  },
  ...appointments,
  ...loyalty,
  ...profile,
  ...recurring,
  ...setup,
  'GET /api/app/operations/{id}': { summary: 'Progress of long work', access: 'signed-in', params: Params, reply: Operation, limit: reading, fails },
  'POST /api/app/clock': {
    summary: 'Set the clock of a demo ahead', access: { roles: ['admin'] },
    body: Type.Object({ advance_seconds: Type.Integer({ minimum: 0, maximum: 31_622_400 }) }),
    reply: Type.Object({ now: Instant }), limit: paying, fails,
  },
} as const satisfies Contract;

export type App = typeof app;
