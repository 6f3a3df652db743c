import { redeemReward } from '../../core/rewards/index.js';
import type { World } from '../../core/tx.js';
import type { Handlers } from '../call.js';
import type { Portal } from './contract.js';
import { rewardId } from './ids.js';

/** Rewards of the portal document. */
export const rewards: Handlers<Pick<Portal, 'POST /api/rewards/{id}/redeem'>, World> = {
  async 'POST /api/rewards/{id}/redeem'({ params, customerId, actor, requestKey }, world) {
    const wish = { customerId, rewardId: rewardId(params.id), requestKey, actor };
    const { newBalance } = await world.transact((tx) => redeemReward(tx, wish));
    return { success: true as const, newBalance: Number(newBalance) };
  },
};
