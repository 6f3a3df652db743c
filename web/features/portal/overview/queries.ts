import { queryOptions } from '@tanstack/react-query';
import { listInvoices } from '../../../api.js';
import type { InvoiceSummary } from '../../../wire.js';

const MOST_PAGES = 20;

/** Every open invoice, the one due first in front. */
export const openInvoicesQuery = queryOptions({
  queryKey: ['invoices', 'all open'],
  queryFn: async ({ signal }): Promise<InvoiceSummary[]> => {
    const found: InvoiceSummary[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const { items, next_cursor: next }: Awaited<ReturnType<typeof listInvoices>> = await listInvoices({ status: 'open' }, cursor, signal);
      found.push(...items);
      if (next === null) break;
      cursor = next;
    }
    return found.sort((one, other) => (one.due_date ?? '9999').localeCompare(other.due_date ?? '9999'));
  },
});
