import Type from 'typebox';
import type { Static } from 'typebox';
import { Amount, Nullable, OneOf } from '../endpoint.js';
import type { Contract, Limit } from '../endpoint.js';

const Text = Type.String();
const Line = (most: number) => Type.String({ minLength: 1, maxLength: most });
const reading: Limit = { requests: 300, perSeconds: 60, per: 'caller', group: 'app-read' };
const writing: Limit = { requests: 60, perSeconds: 60, per: 'caller', group: 'app-write' };
const fails = 'Something broke on our side.';
const admin = { roles: ['admin'] } as const;

/** What the business says about itself and how it deals with its customers; tax in percent, money in major units. */
export const Business = Type.Object({
  business_name: Text, business_address: Text, logo_url: Nullable(Text), support_email: Nullable(Text), time_zone: Text, currency: Text,
  tax_percent: Type.Number(), invoice_prefix: Text, invoice_due_days: Type.Integer(), receipt_footer: Text,
  /** Prepaid credits below which their holder is told; 0: never. */
  credits_low_below: Type.Number(),
  /** Of invoices that have not earned any yet; 0: none. */
  points_per_dollar: Type.Integer(),
  /** 0: never. */
  points_expire_months: Type.Integer(),
  /** Hours before a visit from which cancelling is late; 0: never. */
  cancellation_notice_hours: Type.Integer(),
  /** 0: late cancelling is refused. */
  late_cancellation_fee: Type.Number(),
  /** After the due day, rising; none: nobody is reminded. */
  reminder_days: Type.Array(Type.Integer()),
  /** Before a card is charged by itself; 0: not told. */
  charge_notice_days: Type.Integer(),
  portal_figures_for_customers: Type.Boolean(),
});
export type Business = Static<typeof Business>;

export const Setup = Type.Object({
  settings: Business,
  /** The guided page's steps, in their order, and whether each is done. The processor is asked separately, and live. */
  steps: Type.Object({ business: Type.Boolean(), taxes: Type.Boolean(), customer: Type.Boolean(), invoice: Type.Boolean() }),
});
export type Setup = Static<typeof Setup>;

export const ProcessorCheck = Type.Object({
  state: OneOf('ready', 'not_configured', 'refused', 'unreachable'),
  account_id: Nullable(Text),
});
export type ProcessorCheck = Static<typeof ProcessorCheck>;

const Part = Type.Optional(Nullable(Type.String({ maxLength: 200 })));

export const NewCustomer = Type.Object({ id: Text, name: Text, email: Text });

/** The first run: from an empty database to the first invoice. */
export const setup = {
  'GET /api/app/setup': { summary: 'How far this installation is set up', access: admin, reply: Setup, limit: reading, fails },
  'POST /api/app/setup/processor': { summary: 'Ask the card processor, live, whether our keys work', access: admin, reply: ProcessorCheck, limit: writing, fails },
  'PUT /api/app/settings': {
    summary: 'Change what the business says about itself and how it deals with its customers; what is absent stays', access: admin,
    body: Type.Object({
      business_name: Type.Optional(Line(120)), business_address: Type.Optional(Type.String({ maxLength: 500 })), logo_url: Type.Optional(Nullable(Type.String({ maxLength: 500 }))),
      support_email: Type.Optional(Nullable(Type.String({ maxLength: 254 }))), time_zone: Type.Optional(Line(60)), currency: Type.Optional(Line(3)),
      tax_percent: Type.Optional(Type.Number({ minimum: 0, maximum: 100 })), invoice_prefix: Type.Optional(Line(12)),
      invoice_due_days: Type.Optional(Type.Integer({ minimum: 0, maximum: 365 })), receipt_footer: Type.Optional(Type.String({ maxLength: 1_000 })), credits_low_below: Type.Optional(Amount),
      points_per_dollar: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000 })), points_expire_months: Type.Optional(Type.Integer({ minimum: 0, maximum: 120 })),
      cancellation_notice_hours: Type.Optional(Type.Integer({ minimum: 0, maximum: 720 })), late_cancellation_fee: Type.Optional(Amount),
      reminder_days: Type.Optional(Type.Array(Type.Integer({ minimum: 0, maximum: 365 }), { maxItems: 10 })), charge_notice_days: Type.Optional(Type.Integer({ minimum: 0, maximum: 30 })),
      portal_figures_for_customers: Type.Optional(Type.Boolean()),
    }),
    reply: Business, limit: writing, fails,
  },
  'POST /api/app/customers': {
    summary: 'Open a customer', access: { roles: ['staff'] },
    body: Type.Object({
      name: Line(200), email: Line(254), phone: Type.Optional(Nullable(Type.String({ maxLength: 40 }))), company_name: Part,
      address_line1: Part, address_line2: Part, city: Part, state: Part, postal_code: Part, country: Part,
    }),
    reply: NewCustomer, status: 201, limit: writing, fails,
  },
} as const satisfies Contract;
