import { queryOptions } from '@tanstack/react-query';
import { listInvoices, readInvoice, type InvoiceFilter } from '../../api.js';
import { pagedQuery } from '../paged-query.js';

export const invoiceListQuery = (filter: InvoiceFilter) => pagedQuery(['invoices', filter], (cursor, signal) => listInvoices(filter, cursor, signal));

export const invoiceQuery = (id: string) =>
  queryOptions({ queryKey: ['invoice', id], queryFn: ({ signal }) => readInvoice(id, signal) });
