import Type from 'typebox';
import type { Static } from 'typebox';
import { Amount, Nullable, OneOf } from '../endpoint.js';
import type { Contract, Limit } from '../endpoint.js';

const Text = Type.String();
const Money = Type.Number();
const Count = Type.Integer();
const Params = Type.Object({ id: Type.String({ minLength: 1, maxLength: 200 }) });
const reading: Limit = { requests: 300, perSeconds: 60, per: 'caller', group: 'app-read' };
const writing: Limit = { requests: 60, perSeconds: 60, per: 'caller', group: 'app-write' };
const paying: Limit = { requests: 30, perSeconds: 60, per: 'caller', group: 'app-pay' };
const fails = 'Something broke on our side.';
const admin = { roles: ['admin'] } as const;

const PurchaseStatus = OneOf('pending', 'completed', 'failed', 'refunded');
const PriceParts = Type.Object({ full: Money, class_rep_discount: Money, early_bird_discount: Money, final: Money });

export const Program = Type.Object({
  id: Text, title: Text, program_type: Text, description: Nullable(Text), currency: Text, price: Money,
  class_rep_discount: Money, early_bird_discount: Money, early_bird_until: Nullable(Text), class_rep_limit: Nullable(Count), seats: Nullable(Count),
  seats_left: Nullable(Count), class_reps_left: Nullable(Count), enrolled: Count, active: Type.Boolean(),
  mentors: Type.Array(Type.Object({ id: Text, name: Text })),
  /** As it is for who asks, now. */
  mine: Type.Object({
    has_access: Type.Boolean(), reason: OneOf('purchased', 'admin', 'super-admin', 'mentor', 'free', 'no-access'),
    purchase: Nullable(Type.Object({ id: Text, status: PurchaseStatus, order_number: Text })),
    price: PriceParts, class_rep_price: PriceParts,
  }),
});
export type Program = Static<typeof Program>;

export const Enrolment = Type.Object({
  id: Text, order_number: Text, program: Type.Object({ id: Text, title: Text, program_type: Text }), user: Type.Object({ name: Text, email: Text }),
  status: PurchaseStatus, has_access: Type.Boolean(), disputed: Type.Boolean(), currency: Text, price: PriceParts, is_class_rep: Type.Boolean(), is_early_bird: Type.Boolean(),
  amount_refunded: Money, refundable: Money, refund_failed: Type.Boolean(),
  billing: Type.Object({ name: Text, email: Text, address: Type.Array(Text) }),
  card: Nullable(Type.Object({ brand: Nullable(Text), last4: Text, holder: Nullable(Text) })),
  ordered_at: Text, completed_at: Nullable(Text),
});
export type Enrolment = Static<typeof Enrolment>;

const wish = {
  title: Text, program_type: Text, description: Type.Optional(Nullable(Text)), price: Amount, class_rep_discount: Type.Optional(Amount), early_bird_discount: Type.Optional(Amount),
  early_bird_until: Type.Optional(Nullable(Type.String({ maxLength: 40 }))), class_rep_limit: Type.Optional(Nullable(Count)), seats: Type.Optional(Nullable(Count)),
  active: Type.Optional(Type.Boolean()), mentor_emails: Type.Optional(Type.Array(Type.String({ maxLength: 254 }), { maxItems: 20 })),
};

/** Programs and who enrolled in them, for the pages. Amounts are decimal units of the currency, ids those of the purchases document. */
export const programs = {
  'GET /api/app/programs': { summary: 'The catalogue; for admins with what is not offered any more', access: 'signed-in', reply: Type.Object({ items: Type.Array(Program) }), limit: reading, fails },
  'GET /api/app/programs/{id}': { summary: 'One program, with its price for who asks', access: 'signed-in', params: Params, reply: Program, limit: reading, fails },
  'POST /api/app/programs': { summary: 'Offer a program', access: admin, body: Type.Object(wish), reply: Program, status: 201, limit: writing, fails },
  'PATCH /api/app/programs/{id}': { summary: 'Change a program, or offer it no more', access: admin, params: Params, body: Type.Partial(Type.Object(wish)), reply: Program, limit: writing, fails },
  'POST /api/app/programs/{id}/enrol': {
    summary: 'Begin to enrol: where to pay', access: 'signed-in', params: Params, body: Type.Object({ class_rep: Type.Optional(Type.Boolean()) }),
    reply: Type.Object({ url: Text }), limit: paying, movesMoney: true, fails,
  },
  'GET /api/app/purchases': { summary: 'One’s own orders', access: 'signed-in', reply: Type.Object({ items: Type.Array(Enrolment) }), limit: reading, fails },
  'GET /api/app/purchases/{id}': { summary: 'One order with its receipt', access: 'signed-in', params: Params, reply: Enrolment, limit: reading, fails },
  'POST /api/app/purchases/return': {
    summary: 'Back from the page of the processor: the order as it is by now', access: 'signed-in',
    body: Type.Object({ session: Type.Optional(Type.String({ maxLength: 200 })), order: Type.Optional(Type.String({ maxLength: 60 })) }), reply: Enrolment, limit: reading, fails,
  },
  'GET /api/app/enrolments': {
    summary: 'Everybody’s orders; for mentors those of their programs', access: 'signed-in',
    query: Type.Object({
      status: Type.Optional(PurchaseStatus), program: Type.Optional(Type.String({ maxLength: 200 })), search: Type.Optional(Type.String({ maxLength: 200 })),
      cursor: Type.Optional(Type.String({ maxLength: 500 })), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    }),
    reply: Type.Object({ items: Type.Array(Enrolment), next_cursor: Nullable(Text) }), limit: reading, fails,
  },
  'POST /api/app/enrolments/{id}/refund': {
    summary: 'Give an enrolled user money back', access: admin, params: Params,
    body: Type.Object({ amount: Type.Optional(Amount), reason: Type.Optional(Type.String({ maxLength: 500 })), end_access: Type.Optional(Type.Boolean()) }),
    reply: Enrolment, limit: paying, movesMoney: true, fails,
  },
} as const satisfies Contract;

export type Programs = typeof programs;
