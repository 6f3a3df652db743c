import type { Customer } from '../core/customers/index.js';
import { cancelRedemption, createReward, fulfilRedemption, listRedemptions, listRewards, readPoints, redeemReward } from '../core/rewards/index.js';
import type { Reward } from '../core/rewards/index.js';
import { SYSTEM } from '../core/tx.js';
import type { World } from '../core/tx.js';

/** What the demo's points buy: cheap, dear, out of reach, and no longer offered. */
export const DEMO_REWARDS = {
  affordable: { name: '$1 off your next visit', description: 'Taken off the next invoice.', pointsRequired: 100n, active: true },
  stain: { name: 'Free stain treatment', description: 'One stain, whatever it is.', pointsRequired: 500n, active: true },
  sofa: { name: 'Sofa refresh', description: 'One sofa, up to three seats.', pointsRequired: 1_500n, active: true },
  expensive: { name: 'Whole house, once', description: 'Every carpet you have.', pointsRequired: 5_000_000n, active: true },
  inactive: { name: 'Spring voucher', description: 'Was offered in spring.', pointsRequired: 100n, active: false },
} as const;

/** Fills the catalogue; what is there by name is left alone. */
export async function seedCatalogue(world: World): Promise<void> {
  const there = new Set((await listRewards(world.read, { onlyActive: false })).map((reward) => reward.name));
  for (const wish of Object.values(DEMO_REWARDS)) if (!there.has(wish.name)) await world.transact((tx) => createReward(tx, wish, SYSTEM));
}

export async function demoReward(world: World, key: keyof typeof DEMO_REWARDS): Promise<Reward> {
  const reward = (await listRewards(world.read, { onlyActive: false })).find((one) => one.name === DEMO_REWARDS[key].name);
  if (!reward) throw new Error(`the demo's catalogue lacks ${DEMO_REWARDS[key].name}`);
  return reward;
}

/** A customer took rewards: one was handed out, one was cancelled, one waits. As far as his points go. */
export async function seedRedemptions(world: World, customer: Customer): Promise<void> {
  if ((await listRedemptions(world.read, { customerId: customer.id, limit: 1 })).items.length > 0) return;
  const [sofa, stain] = [await demoReward(world, 'sofa'), await demoReward(world, 'stain')];
  for (const [reward, end] of [[sofa, fulfilRedemption], [stain, cancelRedemption], [stain, null]] as const) {
    if ((await readPoints(world.read, customer.id)) < reward.pointsRequired) continue;
    const { redemptionId } = await world.transact((tx) => redeemReward(tx, { customerId: customer.id, rewardId: reward.id, actor: SYSTEM }));
    if (end !== null) await world.transact((tx) => end(tx, redemptionId, SYSTEM));
  }
}
