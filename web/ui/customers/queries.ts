import { queryOptions } from '@tanstack/react-query';
import { listCustomers, listMembers, listPastDeeds, readCustomer, readStats, type CustomerFilter } from '../../api.js';
import { pagedQuery } from '../paged-query.js';

export const customerListQuery = (filter: CustomerFilter) => pagedQuery(['customers', filter], (cursor, signal) => listCustomers(filter, cursor, signal));

export const customerQuery = (id: string) => queryOptions({ queryKey: ['customer', id], queryFn: ({ signal }) => readCustomer(id, signal) });

export const membersQuery = (id: string) => queryOptions({ queryKey: ['customer', id, 'users'], queryFn: ({ signal }) => listMembers(id, signal) });

export const historyQuery = (id: string) => pagedQuery(['customer', id, 'history'], (cursor, signal) => listPastDeeds(id, cursor, signal));

export const statsQuery = queryOptions({ queryKey: ['stats'], queryFn: ({ signal }) => readStats(signal) });
