import Type from 'typebox';
import type { Static } from 'typebox';
import { Amount, Nullable, OneOf } from '../endpoint.js';
import type { Contract, Limit } from '../endpoint.js';
import { creditWishes } from './contract-credit-wishes.js';

const Text = Type.String();
const Money = Type.Number();
const Id = Type.String({ minLength: 1, maxLength: 200 });
const Params = Type.Object({ id: Id });
const OfUser = Type.Object({ user_id: Type.Optional(Id) });

const reading: Limit = { requests: 300, perSeconds: 60, per: 'caller', group: 'app-read' };
const writing: Limit = { requests: 60, perSeconds: 60, per: 'caller', group: 'app-write' };
const spending: Limit = { requests: 300, perSeconds: 60, per: 'caller', group: 'app-credits' };
const admin = { roles: ['admin'] } as const;
const fails = 'Something broke on our side.';

export const CreditLot = Type.Object({ id: Text, amount: Money, remaining: Money, expires_at: Nullable(Text), reason: Nullable(Text), created_at: Text });
export type CreditLot = Static<typeof CreditLot>;

export const Credits = Type.Object({ user_id: Text, currency: Text, balance: Money, held: Money, lots: Type.Array(CreditLot) });
export type Credits = Static<typeof Credits>;

export const CreditSpend = Type.Object({
  id: Text, user_id: Text, status: OneOf('held', 'committed', 'voided'), purpose: Text, amount: Money, committed: Money, currency: Text, expires_at: Nullable(Text), created_at: Text, decided_at: Nullable(Text),
});
export type CreditSpend = Static<typeof CreditSpend>;

export const CreditOffer = Type.Object({
  id: Text, name: Text, description: Text, price: Money, credits: Money, currency: Text, valid_days: Nullable(Type.Integer()), priority: Type.Integer(), active: Type.Boolean(),
});
export type CreditOffer = Static<typeof CreditOffer>;

const offer = {
  name: Type.String({ minLength: 1, maxLength: 120 }),
  description: Type.Optional(Type.String({ maxLength: 1_000 })),
  price: Amount,
  credits: Amount,
  valid_days: Type.Optional(Nullable(Type.Integer({ minimum: 1, maximum: 3_650 }))),
  priority: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000 })),
  active: Type.Optional(Type.Boolean()),
};
const reason = Type.String({ minLength: 1, maxLength: 500 });

/** What the credits document lacks and its users need. Amounts are decimal units of the currency. */
export const credits = {
  ...creditWishes,
  'GET /api/app/credits': { summary: 'One’s own credits with their lots; for admins anybody’s', access: 'signed-in', query: OfUser, reply: Credits, limit: reading, fails },
  'GET /api/app/credits/spends': {
    summary: 'What credits were used for, newest first', access: 'signed-in', query: Type.Object({ user_id: Type.Optional(Id), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })), offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })) }),
    reply: Type.Object({ items: Type.Array(CreditSpend) }), limit: reading, fails,
  },
  'POST /api/app/credits/spends': {
    summary: 'Use credits, or set them aside for later', access: 'signed-in',
    body: Type.Object({ amount: Amount, purpose: Type.String({ minLength: 1, maxLength: 200 }), hold: Type.Optional(Type.Boolean()), hold_minutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 43_200 })), user_id: Type.Optional(Id) }),
    reply: CreditSpend, status: 201, limit: spending, movesMoney: true, fails,
  },
  'POST /api/app/credits/spends/{id}/commit': {
    summary: 'What was set aside is used: all, or an amount of it', access: 'signed-in', params: Params, body: Type.Object({ amount: Type.Optional(Amount) }),
    reply: CreditSpend, limit: spending, movesMoney: true, fails,
  },
  'POST /api/app/credits/spends/{id}/void': { summary: 'What was set aside goes back', access: 'signed-in', params: Params, reply: CreditSpend, limit: spending, movesMoney: true, fails },
  'POST /api/app/credits/grants': {
    summary: 'Give credits without money', access: admin,
    body: Type.Object({ user_id: Id, amount: Amount, reason, expires_at: Type.Optional(Nullable(Type.String({ maxLength: 40 }))), priority: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000 })) }),
    reply: Credits, status: 201, limit: writing, movesMoney: true, fails,
  },
  'POST /api/app/credits/adjustments': {
    summary: 'Take credits that should not be there', access: admin, body: Type.Object({ user_id: Id, amount: Amount, reason }), reply: Credits, status: 201, limit: writing, movesMoney: true, fails,
  },
  'GET /api/app/credit-packages': { summary: 'All packages, also those not offered any more', access: admin, reply: Type.Object({ items: Type.Array(CreditOffer) }), limit: reading, fails },
  'POST /api/app/credit-packages': { summary: 'Offer a package', access: admin, body: Type.Object(offer), reply: CreditOffer, status: 201, limit: writing, fails },
  'PATCH /api/app/credit-packages/{id}': { summary: 'Change a package, or offer it no more', access: admin, params: Params, body: Type.Partial(Type.Object(offer)), reply: CreditOffer, limit: writing, fails },
} as const satisfies Contract;
