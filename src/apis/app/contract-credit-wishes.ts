import Type from 'typebox';
import type { Static } from 'typebox';
import { Amount, Nullable, OneOf } from '../endpoint.js';
import type { Contract, Limit } from '../endpoint.js';

const Text = Type.String();
const Money = Type.Number();
const reading: Limit = { requests: 300, perSeconds: 60, per: 'caller', group: 'app-read' };
const writing: Limit = { requests: 60, perSeconds: 60, per: 'caller', group: 'app-write' };
const fails = 'Something broke on our side.';

/** When one is told that few credits are left. Null amounts: never. */
export const CreditNotice = Type.Object({ choice: OneOf('business', 'own', 'never'), own_below: Nullable(Money), business_below: Nullable(Money), currency: Text });
export type CreditNotice = Static<typeof CreditNotice>;

/** What shall happen by itself with one’s own credits. Amounts are decimal units of the currency. */
export const creditWishes = {
  'GET /api/app/credits/notice': { summary: 'Below what one is told that few credits are left', access: 'signed-in', reply: CreditNotice, limit: reading, fails },
  'PUT /api/app/credits/notice': {
    summary: 'Decide when one is told: as the business has it, below an amount of one’s own, or never', access: 'signed-in',
    body: Type.Object({ choice: OneOf('business', 'own', 'never'), own_below: Type.Optional(Nullable(Amount)) }), reply: CreditNotice, limit: writing, fails,
  },
} as const satisfies Contract;
