import Type from 'typebox';
import type { Static } from 'typebox';
import { Nullable, OneOf } from '../endpoint.js';
import type { Contract, Limit } from '../endpoint.js';

const Text = Type.String();
const Money = Type.Number();
const Params = Type.Object({ token: Type.String({ minLength: 1, maxLength: 200 }) });

const reading: Limit = { requests: 60, perSeconds: 60, per: 'ip', group: 'public-read' };
const paying: Limit = { requests: 20, perSeconds: 60, per: 'ip', group: 'public-pay' };
const printing: Limit = { requests: 20, perSeconds: 60, per: 'ip', group: 'public-print' };
const fails = 'Something broke on our side.';

/** What a bill says to whoever holds its link; nothing of its customer but the name it is addressed to. */
export const PublicInvoice = Type.Object({
  invoice_number: Text, status: OneOf('pending', 'overdue', 'paid', 'cancelled'),
  /** pay: something is open. authenticate: the customer's bank wants to hear from him about a charge. wait: money is under way. none: nothing to do. */
  next: OneOf('pay', 'authenticate', 'wait', 'none'),
  issued_at: Text, due_date: Nullable(Text), paid_at: Nullable(Text), currency: Text, milestone: Nullable(Text), memo: Nullable(Text), auto_charge: Type.Boolean(),
  amount: Money, infrastructure_costs: Money, tax_amount: Money, total: Money, amount_paid: Money, amount_credited: Money, amount_refunded: Money, amount_due: Money,
  lines: Type.Array(Type.Object({ description: Text, quantity: Type.Integer(), unit_price: Money, amount: Money, tax_amount: Money })),
  customer_name: Text,
  business: Type.Object({ name: Text, logo_url: Nullable(Text), address: Text, support_email: Nullable(Text), footer: Text }),
});
export type PublicInvoice = Static<typeof PublicInvoice>;

const Secret = Type.Object({ client_secret: Text, payment_id: Text, amount: Money, currency: Text });

const says = { amount_invalid: 'That is less or more than a card can pay at once.' } as const;

/** One invoice for whoever holds its link, without an account. Every other token is refused in the same words. */
export const publicInvoice = {
  'GET /api/app/public/{token}/invoice': { summary: 'The invoice behind a mailed link', access: 'public', params: Params, reply: PublicInvoice, limit: reading, fails },
  'GET /api/app/public/{token}/invoice/pdf': { summary: 'The same as a PDF', access: 'public', params: Params, reply: Text, files: ['application/pdf'], limit: printing, fails },
  'POST /api/app/public/{token}/invoice/pay': {
    summary: 'Begin to pay all of it by card, in the payer’s browser', access: 'public', params: Params, reply: Secret, limit: paying, movesMoney: true, says, fails,
  },
  'POST /api/app/public/{token}/invoice/authenticate': {
    summary: 'Go on with a charge whose bank wants to hear from the card’s holder', access: 'public', params: Params, reply: Secret, limit: paying, movesMoney: true, says, fails,
  },
  'POST /api/app/public/{token}/invoice/confirm': {
    summary: 'Look at the processor whether it is paid, and write down what it says; moves nothing', access: 'public', params: Params, reply: PublicInvoice, limit: paying, fails,
  },
} as const satisfies Contract;
