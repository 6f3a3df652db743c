import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { listPayments, readReceipt, type PaymentFilter } from '../../api.js';

export const paymentListQuery = (filter: PaymentFilter) =>
  infiniteQueryOptions({
    queryKey: ['payments', filter],
    queryFn: ({ pageParam, signal }) => listPayments(filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export const receiptQuery = (id: string) => queryOptions({ queryKey: ['receipt', id], queryFn: ({ signal }) => readReceipt(id, signal) });
