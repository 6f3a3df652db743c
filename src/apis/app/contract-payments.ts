import Type from 'typebox';
import type { Static } from 'typebox';
import { Amount, Nullable, OneOf } from '../endpoint.js';
import type { Contract, Limit } from '../endpoint.js';
import { NOT_PAYABLE, Payment } from './contract.js';

const Text = Type.String();
const Money = Type.Number();
const Id = Type.String({ minLength: 1, maxLength: 200 });
const Params = Type.Object({ id: Id });
const paying: Limit = { requests: 30, perSeconds: 60, per: 'caller', group: 'app-pay' };
const reading: Limit = { requests: 300, perSeconds: 60, per: 'caller', group: 'app-read' };
const printing: Limit = { requests: 20, perSeconds: 60, per: 'caller', group: 'app-print' };
const fails = 'Something broke on our side.';

/** The processor keeps a note of each. */
const MOST_AT_ONCE = 40;

const Invoices = Type.Array(Type.Object({ id: Id, amount: Type.Optional(Amount) }), { minItems: 1, maxItems: MOST_AT_ONCE });

export const PaymentItem = Type.Object({
  id: Text, status: OneOf('pending', 'succeeded', 'failed'), amount: Money, amount_refunded: Money, currency: Text,
  card_brand: Nullable(Text), card_last4: Nullable(Text), customer_name: Nullable(Text), created_at: Text, settled_at: Nullable(Text),
  paid_for: Type.Array(Type.Object({ kind: OneOf('invoice', 'credits', 'program', 'appointment'), name: Nullable(Text), amount: Money })),
  invoices: Type.Array(Type.Object({ id: Text, invoice_number: Nullable(Text), amount: Money })),
});
export type PaymentItem = Static<typeof PaymentItem>;

export const Receipt = Type.Object({
  ...PaymentItem.properties,
  status: Payment.properties.status,
  failure_code: Nullable(Text),
  business: Type.Object({ name: Text, address: Text, support_email: Nullable(Text), footer: Text }),
  customer: Nullable(Type.Object({ name: Text, email: Text })),
  refunds: Type.Array(Type.Object({ id: Text, status: OneOf('pending', 'succeeded', 'failed', 'bounced'), amount: Money, created_at: Text })),
});
export type Receipt = Static<typeof Receipt>;

const Charged = Type.Object({ payment_id: Text, status: OneOf('succeeded', 'pending', 'requires_action'), client_secret: Nullable(Text), amount: Money, currency: Text });

/** Paying several invoices or a part of one, what was paid, and invoices on paper. */
export const payment = {
  'POST /api/app/payments/intent': {
    summary: 'Start one card payment for several invoices, each whole or in part', access: 'customer', body: Type.Object({ invoices: Invoices }),
    reply: Type.Object({ client_secret: Text, payment_id: Text, amount: Money, currency: Text }), limit: paying, movesMoney: true, says: NOT_PAYABLE, fails,
  },
  'POST /api/app/payments': {
    summary: 'Charge a saved card for several invoices, each whole or in part', access: 'signed-in', body: Type.Object({ invoices: Invoices, payment_method_id: Id }),
    reply: Charged, limit: paying, movesMoney: true, says: NOT_PAYABLE, fails,
  },
  'POST /api/app/invoices/{id}/pay-from-credits': {
    summary: 'Pay one’s invoice out of one’s prepaid credits: all of it, as much as there is, or an amount', access: 'customer', params: Params,
    body: Type.Object({ amount: Type.Optional(Amount) }), reply: Payment, limit: paying, movesMoney: true, says: NOT_PAYABLE, fails,
  },
  'POST /api/app/payments/{id}/confirm': {
    summary: 'Ask the processor how one’s payment went; gives it as it stands', access: 'customer', params: Params, reply: Payment, limit: paying, fails,
  },
  'GET /api/app/payments': {
    summary: 'Payments, newest first: one’s own, or for staff all or those of one customer; a year is one in the zone of the business', access: 'signed-in',
    query: Type.Object({
      year: Type.Optional(Type.String({ pattern: '^\\d{4}$', refusal: 'year_invalid' })),
      status: Type.Optional(OneOf('pending', 'succeeded', 'failed')),
      search: Type.Optional(Type.String({ maxLength: 200 })),
      customer_id: Type.Optional(Id),
      cursor: Type.Optional(Type.String({ maxLength: 500 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    }),
    reply: Type.Object({ items: Type.Array(PaymentItem), next_cursor: Nullable(Text) }), limit: reading, fails,
  },
  'GET /api/app/payments/{id}/receipt': { summary: 'Everything a receipt says', access: 'signed-in', params: Params, reply: Receipt, limit: reading, fails },
  'GET /api/app/invoices/{id}/pdf': { summary: 'An invoice as a PDF: one’s own, or any for staff, drafts too', access: 'signed-in', params: Params, reply: Text, files: ['application/pdf'], limit: printing, fails },
} as const satisfies Contract;

export type PaymentContract = typeof payment;
