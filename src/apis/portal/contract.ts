import Type from 'typebox';
import type { Static } from 'typebox';
import { Amount, OneOf } from '../endpoint.js';
import type { Contract, Limit } from '../endpoint.js';
import { appointmentsAndRewards } from './contract-appointments.js';
import { figures } from './contract-figures.js';
import { notifications } from './contract-notifications.js';

const tenAMinute: Limit = { requests: 10, perSeconds: 60, per: 'caller' };

/** Ids of others than ours are looked at before they go into anybody's address. Unknown and malformed is the same. */
const Id = Type.String({ minLength: 1, maxLength: 200 });
const Success = <const Text extends string>(message: Text) => Type.Object({ success: Type.Literal(true), message: Type.Literal(message) });

const CustomerClaim = Type.Object({ customerId: Id });
/** An empty one is refused by name, like none at all: `methodId`. */
const MethodId = Type.Object({ id: Type.String({ maxLength: 200 }) });
const Secret = Type.Object({ clientSecret: Type.String() });

export const PaymentMethod = Type.Object({
  id: Type.String(),
  card: Type.Object({ brand: Type.String(), last4: Type.String(), exp_month: Type.Integer(), exp_year: Type.Integer() }),
  is_default: Type.Boolean(),
});
export type PaymentMethod = Static<typeof PaymentMethod>;

export const ConfirmedInvoice = Type.Object({ id: Type.String(), customer_id: Type.String(), amount: Type.Number() });
export type ConfirmedInvoice = Static<typeof ConfirmedInvoice>;

export const Health = Type.Object({
  status: OneOf('healthy', 'unhealthy'),
  timestamp: Type.String(),
  checks: Type.Object({
    database: Type.Object({ status: OneOf('ok', 'error'), message: Type.Optional(Type.String()), duration: Type.Number() }),
    service: Type.Object({ status: Type.Literal('ok') }),
  }),
  responseTime: Type.Number(),
  uptime: Type.Number(),
});
export type Health = Static<typeof Health>;

const customerIdSays = { input_missing: 'Customer ID is required', input_invalid: 'Customer ID is required' } as const;

/** The portal document, as far as it is built. Amounts are decimal dollars. */
export const portal = {
  'POST /api/payments/create-intent': {
    summary: 'Start a card payment for an invoice',
    access: 'customer',
    body: Type.Object({ invoiceId: Id, amount: Amount }),
    reply: Secret,
    limit: tenAMinute,
    movesMoney: true,
    fails: 'Failed to create payment intent',
  },
  'POST /api/payments/confirm': {
    summary: 'Report that a card payment went through',
    access: 'customer',
    body: Type.Object({ invoiceId: Id, paymentIntentId: Id }),
    reply: Type.Object({ success: Type.Literal(true), message: Type.Literal('Payment confirmed and invoice updated'), invoice: ConfirmedInvoice }),
    limit: tenAMinute,
    // The document tells our own trouble (the database) from the processor's.
    says: { bug: 'Failed to update invoice' },
    fails: 'Failed to confirm payment',
  },
  'POST /api/payments/setup-intent': {
    summary: 'Start saving a card',
    access: 'customer',
    body: CustomerClaim,
    reply: Secret,
    limit: tenAMinute,
    says: customerIdSays,
    fails: 'Failed to create setup intent',
  },
  'GET /api/payments/methods': {
    summary: 'List saved cards',
    access: 'customer',
    query: CustomerClaim,
    reply: Type.Object({ paymentMethods: Type.Array(PaymentMethod) }),
    says: customerIdSays,
    fails: 'Failed to fetch payment methods',
  },
  'DELETE /api/payments/methods': {
    summary: 'Remove a saved card, without saying which',
    access: 'customer',
    reply: Success('Payment method removed successfully'),
    fails: 'Failed to remove payment method',
  },
  'PATCH /api/payments/methods': {
    summary: 'Choose the default card, without saying which',
    access: 'customer',
    reply: Success('Default payment method updated successfully'),
    fails: 'Failed to set default payment method',
  },
  'DELETE /api/payments/methods/{id}': {
    summary: 'Remove a saved card',
    access: 'customer',
    params: MethodId,
    reply: Success('Payment method removed successfully'),
    fails: 'Failed to remove payment method',
  },
  'PATCH /api/payments/methods/{id}': {
    summary: 'Choose the default card',
    access: 'customer',
    params: MethodId,
    body: CustomerClaim,
    reply: Success('Default payment method updated successfully'),
    says: customerIdSays,
    fails: 'Failed to set default payment method',
  },
  ...appointmentsAndRewards,
  ...notifications,
  ...figures,
  'GET /api/health': {
    summary: 'Is the service healthy?',
    access: 'public',
    reply: Health,
    replies: { 503: Health },
    fails: 'Health check failed',
  },
} as const satisfies Contract;

export type Portal = typeof portal;
