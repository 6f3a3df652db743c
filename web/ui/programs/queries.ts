import { queryOptions } from '@tanstack/react-query';
import { listEnrolments, listPrograms, listPurchases, readProgram, readPurchase, type EnrolmentFilter } from '../../api-programs.js';
import { pagedQuery } from '../paged-query.js';

export const programsQuery = queryOptions({ queryKey: ['programs'], queryFn: async ({ signal }) => (await listPrograms(signal)).items });

export const programQuery = (id: string) => queryOptions({ queryKey: ['programs', id], queryFn: ({ signal }) => readProgram(id, signal) });

export const purchasesQuery = queryOptions({ queryKey: ['purchases'], queryFn: async ({ signal }) => (await listPurchases(signal)).items });

export const purchaseQuery = (id: string) => queryOptions({ queryKey: ['purchases', id], queryFn: ({ signal }) => readPurchase(id, signal) });

export const enrolmentsQuery = (filter: EnrolmentFilter) => pagedQuery(['enrolments', filter], (cursor, signal) => listEnrolments(filter, cursor, signal));
