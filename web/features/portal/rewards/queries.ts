import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { listRewards, readPoints } from '../../../api.js';

export const rewardsQuery = queryOptions({ queryKey: ['rewards'], queryFn: async ({ signal }) => (await listRewards(signal)).items });

export const pointsQuery = infiniteQueryOptions({
  queryKey: ['points'],
  queryFn: ({ pageParam, signal }) => readPoints(pageParam, signal),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor,
});
