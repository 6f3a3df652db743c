import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { listPursuits, listRecurring, readMyBilling, type PursuitFilter, type RecurringFilter } from '../../api-recurring.js';

export const recurringListQuery = (filter: RecurringFilter) =>
  infiniteQueryOptions({
    queryKey: ['recurring', filter],
    queryFn: ({ pageParam, signal }) => listRecurring(filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export const pursuitListQuery = (filter: PursuitFilter) =>
  infiniteQueryOptions({
    queryKey: ['pursuits', filter],
    queryFn: ({ pageParam, signal }) => listPursuits(filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export const myBillingQuery = queryOptions({ queryKey: ['my-billing'], queryFn: ({ signal }) => readMyBilling(signal) });
