import type { CustomerFilter } from '../../api.js';
import type { Filter } from '../list-page.js';

export const customerBookFilters: readonly Filter[] = [
  { value: '', label: 'All' },
  { value: 'active', label: 'Active' },
  { value: 'onboarding', label: 'Onboarding' },
  { value: 'pending', label: 'Pending' },
  { value: 'inactive', label: 'Inactive' },
  { value: 'archived', label: 'Archive' },
];

const known: readonly CustomerFilter['status'][] = ['active', 'onboarding', 'pending', 'inactive', 'archived'];

/** Reads the address; what it does not know is left out rather than sent. */
export function readCustomerFilter(search: Record<string, unknown>): CustomerFilter {
  const status = known.find((word) => word === search['status']);
  // The router reads an all-digit search as a number.
  const text = typeof search['search'] === 'number' ? String(search['search']) : search['search'];
  return { ...(status ? { status } : {}), ...(typeof text === 'string' && text !== '' ? { search: text } : {}) };
}
