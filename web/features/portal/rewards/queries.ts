import { infiniteQueryOptions } from '@tanstack/react-query';
import { readPoints } from '../../../api.js';

export const pointsQuery = infiniteQueryOptions({
  queryKey: ['points'],
  queryFn: ({ pageParam, signal }) => readPoints(pageParam, signal),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor,
});
