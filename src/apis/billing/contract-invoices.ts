import Type from 'typebox';
import type { Static } from 'typebox';
import { Amount, Nullable, OneOf } from '../endpoint.js';
import type { Contract, Limit } from '../endpoint.js';
import { Invoice } from './contract-invoice.js';
import { ADMIN, OWNER } from './contract-access.js';

const Text = Type.String();
const Id = Type.String({ minLength: 1, maxLength: 200 });
const InvoiceParams = Type.Object({ invoice_id: Id });
const CustomerParams = Type.Object({ customer_id: Id });

export const PaymentMethod = Type.Object({
  id: Text, type: Text, is_default: Type.Boolean(), brand: Nullable(Text), last4: Nullable(Text), exp_month: Nullable(Type.Integer()), exp_year: Nullable(Type.Integer()),
});
export type PaymentMethod = Static<typeof PaymentMethod>;

const Page = Type.Object({
  status: Type.Optional(OneOf('draft', 'pending', 'paid', 'overdue', 'cancelled')),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000_000 })),
});

const reading = (group: string): Limit => ({ requests: 60, perSeconds: 60, per: 'caller', group });
const writing = (group: string): Limit => ({ requests: 20, perSeconds: 60, per: 'caller', group });
const fails = 'Internal server error';

/** The billing document's chapter on invoices and how they are paid. Lists are bare arrays, their total in `X-Total-Count`. */
export const invoices = {
  'GET /billing/invoices/customer/{customer_id}': {
    summary: 'Get customer invoices', access: OWNER, params: CustomerParams, query: Page, reply: Type.Array(Invoice), limit: reading('billing customer-invoices'), fails,
  },
  'GET /billing/invoices/{invoice_id}': {
    summary: 'Get an invoice by ID', access: OWNER, params: InvoiceParams, reply: Invoice, limit: reading('billing invoice-get'), fails,
  },
  'PUT /billing/invoices/{invoice_id}/infrastructure-costs': {
    summary: 'Update infrastructure costs', access: ADMIN, params: InvoiceParams, body: Type.Object({ infrastructure_costs: Amount }),
    reply: Invoice, limit: writing('billing infrastructure-costs'), says: { invoice_not_editable: 'Invoice can no longer be changed' }, fails,
  },
  'POST /billing/payment-methods/setup': {
    summary: 'Create setup intent for payment method', access: 'customer',
    reply: Type.Object({ client_secret: Text, setup_intent_id: Nullable(Text) }), limit: writing('billing payment-method-setup'), fails,
  },
  'GET /billing/payment-methods/customer/{customer_id}': {
    summary: 'Get customer payment methods', access: OWNER, params: CustomerParams, reply: Type.Array(PaymentMethod), limit: reading('billing payment-methods-list'), fails,
  },
  'POST /billing/pay-invoice': {
    summary: 'Pay an invoice using Stripe', access: OWNER,
    body: Type.Object({ invoice_id: Id, payment_method_id: Type.Optional(Type.String({ pattern: '^pm_', maxLength: 200 })) }),
    reply: Type.Object({ status: OneOf('succeeded', 'processing', 'requires_action'), payment_intent_id: Nullable(Text), invoice: Invoice, client_secret: Nullable(Text) }),
    limit: writing('billing pay-invoice'), movesMoney: true, says: { invoice_already_paid: 'Invoice already paid', amount_invalid: 'The amount is less or more than a card can pay at once' }, fails,
  },
} as const satisfies Contract;
