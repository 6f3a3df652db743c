import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { readUsage, type UsageWish } from '../../api.js';

/** The figures of one customer and period; another period shows the last one until it is there. */
export const usageQuery = (wish: UsageWish) =>
  queryOptions({
    queryKey: ['usage', wish],
    queryFn: ({ signal }) => readUsage(wish, signal),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
