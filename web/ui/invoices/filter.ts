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

const known = new Set([...customerFilters, ...businessFilters].map(({ value }) => value).filter(Boolean));

/** Reads the address; what it does not know is left out rather than sent. */
export function readInvoiceFilter(search: Record<string, unknown>): InvoiceFilter {
  const status = search['status'];
  const text = search['search'];
  return {
    ...(typeof status === 'string' && known.has(status) ? { status } : {}),
    // The router reads an all-digit search as a number.
    ...(typeof text === 'string' || typeof text === 'number' ? { search: String(text) } : {}),
  };
}
