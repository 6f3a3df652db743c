import { POINTS } from '../../kernel/currency.js';
import { Failure } from '../../kernel/failure.js';
import { newId } from '../../kernel/ids.js';
import { record } from '../audit/index.js';
import { touch } from '../caches/index.js';
import { account, lockBalance, post } from '../ledger/index.js';
import type { Actor, Tx } from '../tx.js';
import { redeemPosting } from './postings.js';
import { findRedemptionByRequestKey, holdReward, insertRedemption } from './rewards-store.js';

export interface RedeemReward {
  readonly customerId: string;
  readonly rewardId: string;
  /** The same for every repetition of one request: it redeems once. */
  readonly requestKey?: string | null;
  readonly actor: Actor;
}

export interface Redeemed {
  readonly redemptionId: string;
  /** Points left after it. */
  readonly newBalance: bigint;
}

/**
 * Gives a customer's points for a reward, at the price it has now. `reward_not_found` for an inactive one too,
 * `points_insufficient`. Twenty at once at a balance for one: one.
 */
export async function redeemReward(tx: Tx, wish: RedeemReward): Promise<Redeemed> {
  const { customerId } = wish;
  const reward = await holdReward(tx, wish.rewardId);
  if (!reward) throw new Failure('reward_not_found');
  const balance = await lockBalance(tx, account('customer_points', POINTS, customerId));
  const repeated = wish.requestKey ? await findRedemptionByRequestKey(tx, wish.requestKey) : undefined;
  if (repeated) return { redemptionId: repeated.id, newBalance: balance };
  if (!reward.active) throw new Failure('reward_not_found');
  const points = reward.pointsRequired;
  if (balance < points) throw new Failure('points_insufficient', { balance: balance.toString(), points_required: points.toString() });
  const redemption = { id: newId(tx.now.getTime()), customerId, rewardId: reward.id, points };
  await insertRedemption(tx, { ...redemption, requestKey: wish.requestKey ?? null });
  post(tx, redeemPosting(redemption));
  record(tx, { actor: wish.actor, action: 'reward.redeemed', resourceType: 'redemption', resourceId: redemption.id, details: { reward_id: reward.id, points } });
  touch(tx, customerId);
  return { redemptionId: redemption.id, newBalance: balance - points };
}
