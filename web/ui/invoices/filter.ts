import type { InvoiceFilter } from '../../api.js';
import type { Filter } from '../list-page.js';

export const customerFilters: readonly Filter[] = [
  { value: '', label: 'All' },
  { value: 'open', label: 'To pay' },
  { value: 'paid', label: 'Paid' },
  { value: 'cancelled', label: 'Cancelled' },
];

export const businessFilters: readonly Filter[] = [
  { value: '', label: 'All' },
  { value: 'open', label: 'Open' },
  { value: 'overdue', label: 'Overdue' },
  { value: 'paid', label: 'Paid' },
  { value: 'draft', label: 'Drafts' },
  { value: 'cancelled', label: 'Cancelled' },
];

const known: readonly InvoiceFilter['status'][] = ['open', 'draft', 'pending', 'overdue', 'paid', 'cancelled'];

/** Reads the address; what it does not know is left out rather than sent. */
export function readInvoiceFilter(search: Record<string, unknown>): InvoiceFilter {
  const status = known.find((word) => word === search['status']);
  // The router reads an all-digit search as a number.
  const text = typeof search['search'] === 'number' ? String(search['search']) : search['search'];
  return { ...(status ? { status } : {}), ...(typeof text === 'string' && text !== '' ? { search: text } : {}) };
}
