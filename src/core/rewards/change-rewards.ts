import { Failure } from '../../kernel/failure.js';
import { newId } from '../../kernel/ids.js';
import { storableText } from '../../kernel/json.js';
import { record } from '../audit/index.js';
import { BUSINESS, touch } from '../caches/index.js';
import type { Actor, Tx } from '../tx.js';
import type { Reward } from './reward.js';
import { insertReward, lockReward, updateReward } from './rewards-store.js';

export interface RewardWish {
  readonly name: string;
  readonly description?: string | null;
  readonly pointsRequired: bigint;
  /** True unless said. */
  readonly active?: boolean;
}

const MOST_POINTS = 1_000_000_000n;

/** Puts a reward into the catalogue. `input_invalid` with the field. */
export async function createReward(tx: Tx, wish: RewardWish, actor: Actor): Promise<Reward> {
  const reward = checked({ id: newId(tx.now.getTime()), createdAt: tx.now, description: null, active: true, ...wish });
  await insertReward(tx, reward);
  record(tx, { actor, action: 'reward.created', resourceType: 'reward', resourceId: reward.id, details: { name: reward.name, points_required: reward.pointsRequired } });
  touch(tx, BUSINESS);
  return reward;
}

/** Changes a reward from now on; what was redeemed keeps its price. `reward_not_found`, `input_invalid`. */
export async function changeReward(tx: Tx, id: string, change: Partial<RewardWish>, actor: Actor): Promise<Reward> {
  const before = await lockReward(tx, id);
  if (!before) throw new Failure('reward_not_found');
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<RewardWish>;
  const after = checked({ ...before, ...given });
  await updateReward(tx, after);
  record(tx, { actor, action: 'reward.changed', resourceType: 'reward', resourceId: id, details: { before: { ...before }, after: { ...after } } });
  touch(tx, BUSINESS);
  return after;
}

function checked(reward: Reward): Reward {
  const name = storableText(reward.name).trim();
  const description = reward.description === null ? null : storableText(reward.description).trim() || null;
  if (name === '' || name.length > 120) throw new Failure('input_invalid', { field: 'name' });
  if ((description?.length ?? 0) > 1_000) throw new Failure('input_invalid', { field: 'description' });
  if (reward.pointsRequired <= 0n || reward.pointsRequired > MOST_POINTS) throw new Failure('input_invalid', { field: 'points_required' });
  return { ...reward, name, description };
}
