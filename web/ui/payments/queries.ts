import { queryOptions } from '@tanstack/react-query';
import { listPayments, readReceipt, type PaymentFilter } from '../../api.js';
import { pagedQuery } from '../paged-query.js';

export const paymentListQuery = (filter: PaymentFilter) => pagedQuery(['payments', filter], (cursor, signal) => listPayments(filter, cursor, signal));

export const receiptQuery = (id: string) => queryOptions({ queryKey: ['receipt', id], queryFn: ({ signal }) => readReceipt(id, signal) });
