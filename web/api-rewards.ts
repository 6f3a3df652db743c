import { call, type CallOptions } from './client.js';

/** Without a status: those that wait to be handed out. */
export interface RedemptionFilter {
  status?: 'fulfilled' | 'cancelled' | 'all';
  search?: string;
}
export type RewardWish = CallOptions<'POST /api/app/rewards'>['body'];

export const listRedemptions = ({ status, search }: RedemptionFilter, cursor: string | null, signal?: AbortSignal) =>
  call('GET /api/app/redemptions', { query: { ...(status !== 'all' && { status: status ?? 'pending' }), ...(search && { search }), limit: 25, ...(cursor ? { cursor } : {}) }, signal });

/** One customer's own, also of somebody who works here. */
export const listTaken = (customerId: string, cursor: string | null, signal?: AbortSignal) =>
  call('GET /api/app/redemptions', { query: { customer_id: customerId, limit: 10, ...(cursor ? { cursor } : {}) }, signal });

export const handOut = (id: string) => call('POST /api/app/redemptions/{id}/fulfil', { params: { id } });

export const givePointsBack = (id: string) => call('POST /api/app/redemptions/{id}/cancel', { params: { id } });

export const createReward = (wish: RewardWish) => call('POST /api/app/rewards', { body: wish });

export const changeReward = (id: string, wish: RewardWish) => call('PATCH /api/app/rewards/{id}', { params: { id }, body: wish });
