import { queryOptions } from '@tanstack/react-query';
import { listPursuits, listRecurring, readMyBilling, type PursuitFilter, type RecurringFilter } from '../../api-recurring.js';
import { pagedQuery } from '../paged-query.js';

export const recurringListQuery = (filter: RecurringFilter) => pagedQuery(['recurring', filter], (cursor, signal) => listRecurring(filter, cursor, signal));

export const pursuitListQuery = (filter: PursuitFilter) => pagedQuery(['pursuits', filter], (cursor, signal) => listPursuits(filter, cursor, signal));

export const myBillingQuery = queryOptions({ queryKey: ['my-billing'], queryFn: ({ signal }) => readMyBilling(signal) });
