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

const TopUpCharge = Type.Object({ status: OneOf('charging', 'succeeded', 'declined', 'dropped'), failure: Nullable(Text), at: Text });
export const CreditTopUp = Type.Object({
  active: Type.Boolean(),
  /** Why it is off: the holder’s wish, declines, or a card or package that is not there any more. */
  off_because: Nullable(OneOf('holder', 'declined', 'card_gone', 'package_gone')),
  package_id: Nullable(Text), payment_method_id: Nullable(Text), below: Nullable(Money), most_a_month: Nullable(Type.Integer()), price: Nullable(Money), currency: Text,
  consented_at: Nullable(Text), most_a_day: Type.Integer(),
  charges: Type.Array(TopUpCharge),
});
export type CreditTopUp = Static<typeof CreditTopUp>;

/** What shall happen by itself with one’s own credits. Amounts are decimal units of the currency. */
export const creditWishes = {
  'GET /api/app/credits/notice': { summary: 'Below what one is told that few credits are left', access: 'signed-in', reply: CreditNotice, limit: reading, fails },
  'PUT /api/app/credits/notice': {
    summary: 'Decide when one is told: as the business has it, below an amount of one’s own, or never', access: 'signed-in',
    body: Type.Object({ choice: OneOf('business', 'own', 'never'), own_below: Type.Optional(Nullable(Amount)) }), reply: CreditNotice, limit: writing, fails,
  },
  'GET /api/app/credits/top-up': { summary: 'What is bought by itself with an allowed card', access: 'signed-in', reply: CreditTopUp, limit: reading, fails },
  'PUT /api/app/credits/top-up': {
    summary: 'Allow a package to be bought with a saved card whenever less than an amount is left', access: 'signed-in',
    body: Type.Object({
      package_id: Type.String({ minLength: 1, maxLength: 200 }), payment_method_id: Type.String({ minLength: 1, maxLength: 200 }), below: Amount,
      most_a_month: Type.Integer({ minimum: 1, maximum: 30 }), agreed: Type.Literal(true),
    }),
    reply: CreditTopUp, limit: writing, fails,
  },
  'DELETE /api/app/credits/top-up': { summary: 'Buy nothing by itself any more', access: 'signed-in', reply: CreditTopUp, limit: writing, fails },
} as const satisfies Contract;
