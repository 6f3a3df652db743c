import { cached } from '../../core/caches/index.js';
import { cancelRedemption, changeReward, createReward, fulfilRedemption, listPointsEntries, listRedemptions, listRewards, summarizePoints } from '../../core/rewards/index.js';
import type { Handlers } from '../call.js';
import { isStaff, listedOf, ownOnly, uuid } from './context.js';
import type { AppContext } from './context.js';
import type { App } from './contract.js';
import { toPointsEntry, toRedemption, toReward } from './views-care.js';

type Loyalty = Pick<App, Extract<keyof App, `${string} /api/app/points${string}` | `${string} /api/app/rewards${string}` | `${string} /api/app/redemptions${string}`>>;

const PAGE = 25;

export const loyalty: Handlers<Loyalty, AppContext> = {
  async 'GET /api/app/points'({ query, customerId }, { world }) {
    const { cursor, limit = PAGE } = query;
    const load = () => Promise.all([summarizePoints(world.read, customerId), listPointsEntries(world.read, customerId, { cursor, limit })]);
    const [sum, page] = await cached(world.read, { cache: 'queries', owner: customerId, kind: 'points', key: JSON.stringify([cursor, limit]) }, load);
    return {
      balance: Number(sum.balance), earned: Number(sum.earned), redeemed: Number(sum.redeemed), expired: Number(sum.expired),
      expiring: sum.expiring && { points: Number(sum.expiring.points), last_day: sum.expiring.lastDay },
      items: page.items.map(toPointsEntry), next_cursor: page.nextCursor,
    };
  },

  async 'GET /api/app/rewards'({ who }, { world }) {
    return { items: (await listRewards(world.read, { onlyActive: !isStaff(who) })).map(toReward) };
  },

  async 'POST /api/app/rewards'({ body, actor }, { world }) {
    const { name, description, points_required, active } = body;
    return toReward(await world.transact((tx) => createReward(tx, { name, description: description ?? null, pointsRequired: BigInt(points_required), active: active ?? true }, actor)));
  },

  async 'PATCH /api/app/rewards/{id}'({ params, body, actor }, { world }) {
    const id = uuid(params.id, 'reward_not_found');
    const { name, description, points_required, active } = body;
    const change = {
      ...(name !== undefined && { name }), ...(description !== undefined && { description }),
      ...(points_required !== undefined && { pointsRequired: BigInt(points_required) }), ...(active !== undefined && { active }),
    };
    return toReward(await world.transact((tx) => changeReward(tx, id, change, actor)));
  },

  async 'GET /api/app/redemptions'({ who, query }, { world }) {
    const { status, search, cursor, limit = PAGE } = query;
    const customerId = listedOf(ownOnly(who), query.customer_id);
    const load = () => listRedemptions(world.read, { customerId, state: status, search, cursor, limit });
    const page = await (customerId === undefined || search !== undefined ? load() : cached(world.read, { cache: 'queries', owner: customerId, kind: 'redemptions', key: JSON.stringify([status, cursor, limit]) }, load));
    return { items: page.items.map(toRedemption), next_cursor: page.nextCursor };
  },

  async 'POST /api/app/redemptions/{id}/fulfil'({ params, actor }, { world }) {
    const id = uuid(params.id, 'redemption_not_found');
    return toRedemption(await world.transact((tx) => fulfilRedemption(tx, id, actor)));
  },

  async 'POST /api/app/redemptions/{id}/cancel'({ params, actor }, { world }) {
    const id = uuid(params.id, 'redemption_not_found');
    return toRedemption(await world.transact((tx) => cancelRedemption(tx, id, actor)));
  },
};
