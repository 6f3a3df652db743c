import type { InvoiceFilter } from '../../api.js';
import type { Choice } from '../choices.js';
import { AN_ID, textIn, wordIn } from '../read-search.js';

export const customerFilters: readonly Choice[] = [
  { value: '', label: 'All' },
  { value: 'open', label: 'To pay' },
  { value: 'paid', label: 'Paid' },
  { value: 'cancelled', label: 'Cancelled' },
];

export const businessFilters: readonly Choice[] = [
  { value: '', label: 'All' },
  { value: 'open', label: 'Open' },
  { value: 'overdue', label: 'Overdue' },
  { value: 'paid', label: 'Paid' },
  { value: 'draft', label: 'Drafts' },
  { value: 'cancelled', label: 'Cancelled' },
];

const known: readonly InvoiceFilter['status'][] = ['open', 'draft', 'pending', 'overdue', 'paid', 'cancelled'];

/** Reads the address; what it does not know is left out rather than sent. */
export const readInvoiceFilter = (search: Record<string, unknown>): InvoiceFilter => ({
  ...wordIn(search, 'status', known), ...textIn(search, 'search'), ...textIn(search, 'customer_id', AN_ID),
});
