import Type from 'typebox';
import type { Static } from 'typebox';
import { Amount, Nullable, OneOf } from '../endpoint.js';
import type { Contract, Limit } from '../endpoint.js';

const Text = Type.String();
const Money = Type.Number();
const Id = Type.String({ minLength: 1, maxLength: 200 });
const Params = Type.Object({ id: Id });
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const Percent = Type.Number({ minimum: 0, maximum: 100 });
const Reason = Type.Optional(Nullable(Type.String({ maxLength: 500 })));

const reading: Limit = { requests: 300, perSeconds: 60, per: 'caller', group: 'app-read' };
const writing: Limit = { requests: 60, perSeconds: 60, per: 'caller', group: 'app-write' };
const fails = 'Something broke on our side.';
const staff = { roles: ['staff'] } as const;
const admin = { roles: ['admin'] } as const;

/** What a bill is made of, as it is typed. */
const content = {
  lines: Type.Array(Type.Object({
    description: Type.String({ minLength: 1, maxLength: 500 }), quantity: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })), unit_price: Amount,
    /** The business's own rate when absent. */
    tax_percent: Type.Optional(Percent),
  }), { minItems: 1, maxItems: 500 }),
  memo: Type.Optional(Nullable(Type.String({ maxLength: 1_000 }))),
  milestone: Type.Optional(Nullable(Type.String({ maxLength: 200 }))),
  due_date: Type.Optional(Nullable(Day)),
  infrastructure_costs: Type.Optional(Amount),
  /** The rate of the lines when absent, where they share one. */
  infrastructure_tax_percent: Type.Optional(Percent),
};

/** Where an invoice stands after something was done to it. */
export const Written = Type.Object({
  id: Text, invoice_number: Nullable(Text), status: OneOf('draft', 'pending', 'overdue', 'paid', 'cancelled'), total: Money, amount_due: Money, currency: Text, version: Type.Integer(),
});
export type Written = Static<typeof Written>;

export const ManualPayment = Type.Object({ id: Text, amount: Money, currency: Text, method: Text, received_on: Nullable(Text), to_credit: Money, invoices: Type.Array(Written) });
export type ManualPayment = Static<typeof ManualPayment>;

/** What a refund would reverse. */
export const RefundPreview = Type.Object({
  amount: Money, refundable: Money, currency: Text,
  /** Leaves the customer's credit, which nobody owed. */
  from_credit: Money,
  invoices: Type.Array(Type.Object({
    id: Text, invoice_number: Nullable(Text), amount: Money, tax: Money, credit_note: Type.Boolean(),
    amount_due_before: Money, amount_due_after: Money, points_before: Type.Integer(), points_after: Type.Integer(),
  })),
});
export type RefundPreview = Static<typeof RefundPreview>;

/** Writing invoices, and what is done to them by hand. */
export const invoicing = {
  'POST /api/app/invoices': {
    summary: 'Write an invoice and, unless it is to stay a draft, issue it', access: staff,
    body: Type.Object({ customer_id: Id, ...content, draft: Type.Optional(Type.Boolean()) }),
    reply: Written, status: 201, limit: writing, movesMoney: true, fails,
  },
  'PUT /api/app/invoices/{id}': {
    summary: 'Write a draft anew; with the version it was read at, only if nobody changed it since', access: staff, params: Params,
    body: Type.Object({ ...content, version: Type.Optional(Type.Integer()) }), reply: Written, limit: writing, fails,
  },
  'DELETE /api/app/invoices/{id}': { summary: 'Drop a draft', access: staff, params: Params, reply: Written, limit: writing, fails },
  'POST /api/app/invoices/{id}/send': {
    summary: 'Issue a draft: it gets its number, is owed from now on, and goes to its customer', access: staff, params: Params, reply: Written, limit: writing, movesMoney: true, fails,
  },
  'PUT /api/app/invoices/{id}/infrastructure-costs': {
    summary: 'Change the infrastructure costs of an invoice nobody has paid anything of', access: admin, params: Params,
    body: Type.Object({ infrastructure_costs: Amount }), reply: Written, limit: writing, fails,
  },
  'POST /api/app/invoices/{id}/void': { summary: 'Take an unpaid invoice back', access: admin, params: Params, reply: Written, limit: writing, fails },
  'POST /api/app/invoices/{id}/credit-notes': {
    summary: 'Write a credit note: forgives what is open, then turns what was paid into the customer’s credit', access: admin, params: Params,
    body: Type.Object({ amount: Type.Optional(Amount), reason: Reason }),
    reply: Type.Object({ invoice: Written, numbers: Type.Array(Text), forgiven: Money, to_credit: Money }), status: 201, limit: writing, movesMoney: true, fails,
  },
  'POST /api/app/invoices/{id}/apply-credit': {
    summary: 'Pay an invoice out of its customer’s credit', access: staff, params: Params,
    body: Type.Object({ amount: Type.Optional(Amount) }), reply: Type.Object({ invoice: Written, applied: Money }), limit: writing, movesMoney: true, fails,
  },
  'POST /api/app/payments/manual': {
    summary: 'Write down money that came by hand, for one or several invoices of one customer', access: staff,
    body: Type.Object({
      invoices: Type.Array(Id, { minItems: 1, maxItems: 100 }), amount: Amount, method: OneOf('cash', 'cheque', 'bank_transfer', 'other'),
      reference: Type.Optional(Nullable(Type.String({ maxLength: 200 }))), received_on: Type.Optional(Nullable(Day)),
    }),
    reply: ManualPayment, status: 201, limit: writing, movesMoney: true, fails,
  },
  'POST /api/app/payments/{id}/reverse': {
    summary: 'Take back a payment that was written down by hand, or credit that was spent: owed again', access: staff, params: Params,
    body: Type.Object({ reason: Reason }), reply: Type.Object({ id: Text, amount: Money, currency: Text }), limit: writing, movesMoney: true, fails,
  },
  'GET /api/app/payments/{id}/refund-preview': {
    summary: 'What a refund would reverse; changes nothing', access: admin, params: Params,
    query: Type.Object({ amount: Type.Optional(Type.Number({ refusal: 'amount_invalid' })), keep_owing: Type.Optional(OneOf('true', 'false')) }), reply: RefundPreview, limit: reading, fails,
  },
} as const satisfies Contract;
