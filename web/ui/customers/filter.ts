import type { CustomerFilter } from '../../api.js';
import type { Choice } from '../choices.js';
import { textIn, wordIn } from '../read-search.js';

export const customerBookFilters: readonly Choice[] = [
  { value: '', label: 'All' },
  { value: 'active', label: 'Active' },
  { value: 'onboarding', label: 'Onboarding' },
  { value: 'pending', label: 'Pending' },
  { value: 'inactive', label: 'Inactive' },
  { value: 'archived', label: 'Archive' },
];

const known: readonly CustomerFilter['status'][] = ['active', 'onboarding', 'pending', 'inactive', 'archived'];

/** Reads the address; what it does not know is left out rather than sent. */
export const readCustomerFilter = (search: Record<string, unknown>): CustomerFilter => ({ ...wordIn(search, 'status', known), ...textIn(search, 'search') });
