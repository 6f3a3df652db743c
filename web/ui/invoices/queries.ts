import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { listInvoices, readInvoice, type InvoiceFilter } from '../../api.js';

export const invoiceListQuery = (filter: InvoiceFilter) =>
  infiniteQueryOptions({
    queryKey: ['invoices', filter],
    queryFn: ({ pageParam, signal }) => listInvoices(filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export const invoiceQuery = (id: string) =>
  queryOptions({ queryKey: ['invoice', id], queryFn: ({ signal }) => readInvoice(id, signal) });
