import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { listCustomers, listMembers, listPastDeeds, readCustomer, readStats, type CustomerFilter } from '../../api.js';

export const customerListQuery = (filter: CustomerFilter) =>
  infiniteQueryOptions({
    queryKey: ['customers', filter],
    queryFn: ({ pageParam, signal }) => listCustomers(filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export const customerQuery = (id: string) => queryOptions({ queryKey: ['customer', id], queryFn: ({ signal }) => readCustomer(id, signal) });

export const membersQuery = (id: string) => queryOptions({ queryKey: ['customer', id, 'users'], queryFn: ({ signal }) => listMembers(id, signal) });

export const historyQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['customer', id, 'history'],
    queryFn: ({ pageParam, signal }) => listPastDeeds(id, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export const statsQuery = queryOptions({ queryKey: ['stats'], queryFn: ({ signal }) => readStats(signal) });
