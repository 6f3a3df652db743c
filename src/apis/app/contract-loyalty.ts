import Type from 'typebox';
import type { Static } from 'typebox';
import { Nullable, OneOf } from '../endpoint.js';
import type { Contract, Limit } from '../endpoint.js';

const Text = Type.String();
const Points = Type.Integer();
const Params = Type.Object({ id: Type.String({ minLength: 1, maxLength: 200 }) });
const reading: Limit = { requests: 300, perSeconds: 60, per: 'caller', group: 'app-read' };
const writing: Limit = { requests: 60, perSeconds: 60, per: 'caller', group: 'app-write' };
const fails = 'Something broke on our side.';
const staff = { roles: ['staff'] } as const;
const admin = { roles: ['admin'] } as const;

const cursor = { cursor: Type.Optional(Type.String({ maxLength: 500 })), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })) };

export const PointsEntry = Type.Object({
  id: Text,
  move: OneOf('earned', 'taken_back', 'redeemed', 'given_back', 'expired', 'forgiven'),
  points: Points,
  at: Text,
  invoice_number: Nullable(Text),
  reward_name: Nullable(Text),
});
export type PointsEntry = Static<typeof PointsEntry>;

export const PointsHistory = Type.Object({
  balance: Points,
  earned: Points,
  redeemed: Points,
  expired: Points,
  expiring: Nullable(Type.Object({ points: Points, last_day: Text })),
  items: Type.Array(PointsEntry),
  next_cursor: Nullable(Text),
});
export type PointsHistory = Static<typeof PointsHistory>;

export const Reward = Type.Object({ id: Text, name: Text, description: Nullable(Text), points_required: Points, active: Type.Boolean() });
export type Reward = Static<typeof Reward>;

const RedemptionState = OneOf('pending', 'fulfilled', 'cancelled');

export const Redemption = Type.Object({
  id: Text, reward: Type.Object({ id: Text, name: Text }), customer: Type.Object({ id: Text, name: Text }), points: Points, status: RedemptionState,
  created_at: Text, decided_at: Nullable(Text),
});
export type Redemption = Static<typeof Redemption>;

const rewardWish = {
  name: Type.String({ minLength: 1, maxLength: 120 }),
  description: Type.Optional(Nullable(Type.String({ maxLength: 1_000 }))),
  points_required: Type.Integer({ minimum: 1, maximum: 1_000_000_000 }),
  active: Type.Optional(Type.Boolean()),
};

/** Points and what they buy. Redeeming is the portal document's `POST /api/rewards/{id}/redeem`. */
export const loyalty = {
  'GET /api/app/points': { summary: 'One’s own points, and how it came to them', access: 'customer', query: Type.Object(cursor), reply: PointsHistory, limit: reading, fails },
  'GET /api/app/rewards': {
    summary: 'What points buy; for staff with what is not offered any more', access: 'signed-in',
    reply: Type.Object({ items: Type.Array(Reward) }), limit: reading, fails,
  },
  'POST /api/app/rewards': { summary: 'Offer a reward', access: admin, body: Type.Object(rewardWish), reply: Reward, status: 201, limit: writing, fails },
  'PATCH /api/app/rewards/{id}': { summary: 'Change a reward, or offer it no more', access: admin, params: Params, body: Type.Partial(Type.Object(rewardWish)), reply: Reward, limit: writing, fails },
  'GET /api/app/redemptions': {
    summary: 'Rewards taken: one’s own, or for staff all or those of one customer', access: 'signed-in',
    query: Type.Object({
      ...cursor, status: Type.Optional(RedemptionState), search: Type.Optional(Type.String({ maxLength: 200 })),
      customer_id: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    }),
    reply: Type.Object({ items: Type.Array(Redemption), next_cursor: Nullable(Text) }), limit: reading, fails,
  },
  'POST /api/app/redemptions/{id}/fulfil': { summary: 'The reward was handed out', access: staff, params: Params, reply: Redemption, limit: writing, fails },
  'POST /api/app/redemptions/{id}/cancel': { summary: 'The reward will not be handed out: give its points back', access: staff, params: Params, reply: Redemption, limit: writing, fails },
} as const satisfies Contract;
