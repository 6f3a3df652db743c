import Type from 'typebox';
import type { Static } from 'typebox';
import { Nullable, OneOf } from '../endpoint.js';
import type { Contract, Limit } from '../endpoint.js';

const Text = Type.String();
const Money = Type.Number();
/** A day, YYYY-MM-DD, in the business's zone. */
const Day = Type.String();
const Params = Type.Object({ id: Type.String({ minLength: 1, maxLength: 200 }) });
const reading: Limit = { requests: 300, perSeconds: 60, per: 'caller', group: 'app-read' };
const writing: Limit = { requests: 60, perSeconds: 60, per: 'caller', group: 'app-write' };
const paying: Limit = { requests: 30, perSeconds: 60, per: 'caller', group: 'app-pay' };
const fails = 'Something broke on our side.';
const admin = { roles: ['admin'] } as const;
const page = {
  search: Type.Optional(Type.String({ maxLength: 200 })), cursor: Type.Optional(Type.String({ maxLength: 500 })), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
};

/** Who is billed what by itself, and when next. */
export const Recurring = Type.Object({
  customer_id: Text, customer_name: Text, frequency: OneOf('monthly', 'quarterly', 'annual', 'one_time'), billing_day: Type.Integer(), currency: Text,
  lines: Type.Array(Type.Object({ description: Text, monthly: Money })),
  /** Without tax. */
  next_amount: Nullable(Money), next_on: Nullable(Day), next_period: Nullable(Text), last_month: Nullable(Day), paused_on: Nullable(Day),
  auto_charge: Type.Boolean(), card_id: Nullable(Text), consented_at: Nullable(Text),
});
export type Recurring = Static<typeof Recurring>;

/** An open invoice and what is done about it. */
export const Pursuit = Type.Object({
  invoice_id: Text, invoice_number: Text, customer_id: Text, customer_name: Text, currency: Text, amount_due: Money, due_date: Day,
  state: OneOf('waiting', 'charging', 'action_needed', 'exhausted', 'stopped', 'done'), charges: Type.Boolean(),
  attempts: Type.Integer(), reminders: Type.Integer(), next_on: Nullable(Day), last_failure: Nullable(Text), updated_at: Text,
});
export type Pursuit = Static<typeof Pursuit>;

const Done = Type.Object({ outcome: OneOf('charged', 'reminded', 'put_off'), pursuit: Nullable(Pursuit) });
const Message = Type.Object({ message: Text });

/** What recurs, and the pursuit of what is open. */
export const recurring = {
  'GET /api/app/recurring': {
    summary: 'Who is billed by itself, what and when next', access: admin,
    query: Type.Object({ kind: Type.Optional(OneOf('active', 'paused', 'all')), ...page }),
    reply: Type.Object({ items: Type.Array(Recurring), next_cursor: Nullable(Text) }), limit: reading, fails,
  },
  'POST /api/app/recurring/{id}/bill': {
    summary: 'Bill a period now, charged at once where the customer has it so', access: admin, params: Params,
    body: Type.Object({ period: Type.Optional(Type.String({ pattern: '^2[01]\\d\\d-(0[1-9]|1[0-2])$' })) }),
    reply: Type.Object({ invoice_id: Text, invoice_number: Text, paid: Type.Boolean() }), status: 201, limit: paying, movesMoney: true, fails,
  },
  'POST /api/app/recurring/{id}/pause': { summary: 'Bill nothing by itself from today on', access: admin, params: Params, reply: Recurring, limit: writing, fails },
  'POST /api/app/recurring/{id}/resume': { summary: 'Bill again from today on', access: admin, params: Params, reply: Recurring, limit: writing, fails },
  'GET /api/app/pursuits': {
    summary: 'Open invoices that are charged or reminded of', access: admin,
    query: Type.Object({ kind: Type.Optional(OneOf('attention', 'planned', 'stopped', 'all')), ...page }),
    reply: Type.Object({ items: Type.Array(Pursuit), next_cursor: Nullable(Text) }), limit: reading, fails,
  },
  'POST /api/app/pursuits/{id}/retry': { summary: 'Charge the allowed card now, or remind where none is', access: admin, params: Params, reply: Done, limit: paying, movesMoney: true, fails },
  'POST /api/app/pursuits/{id}/stop': { summary: 'Neither charge nor remind any more', access: admin, params: Params, reply: Message, limit: writing, fails },
  'GET /api/app/my-billing': {
    summary: 'What recurs for oneself, and what is going to be charged', access: 'customer',
    reply: Type.Object({ recurring: Nullable(Recurring), pursuits: Type.Array(Pursuit) }), limit: reading, fails,
  },
  'PUT /api/app/charge-consent': {
    summary: 'Allow a saved card of one’s own to be charged by itself', access: 'customer',
    body: Type.Object({ payment_method_id: Type.String({ minLength: 1, maxLength: 200 }), agreed: Type.Literal(true) }), reply: Message, limit: writing, fails,
  },
  'DELETE /api/app/charge-consent': { summary: 'Take that back', access: 'customer', reply: Message, limit: writing, fails },
} as const satisfies Contract;
