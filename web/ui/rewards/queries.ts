import { queryOptions } from '@tanstack/react-query';
import { listRewards } from '../../api.js';
import { listRedemptions, listTaken, type RedemptionFilter } from '../../api-rewards.js';
import { pagedQuery } from '../paged-query.js';

/** What points buy; for who works here with what is not offered any more. */
export const rewardsQuery = queryOptions({ queryKey: ['rewards'], queryFn: async ({ signal }) => (await listRewards(signal)).items });

export const redemptionsQuery = (filter: RedemptionFilter) => pagedQuery(['redemptions', filter], (cursor, signal) => listRedemptions(filter, cursor, signal));

export const takenQuery = (customerId: string) => pagedQuery(['redemptions', 'of', customerId], (cursor, signal) => listTaken(customerId, cursor, signal));
