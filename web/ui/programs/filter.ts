import type { EnrolmentFilter } from '../../api-programs.js';
import type { Choice } from '../choices.js';
import { textIn, wordIn } from '../read-search.js';

export const enrolmentFilters: readonly Choice[] = [
  { value: '', label: 'All' },
  { value: 'completed', label: 'Enrolled' },
  { value: 'pending', label: 'Not paid yet' },
  { value: 'failed', label: 'Failed' },
  { value: 'refunded', label: 'Refunded' },
];

const known: readonly EnrolmentFilter['status'][] = ['completed', 'pending', 'failed', 'refunded'];

/** Reads the address; what it does not know is left out rather than sent. */
export const readEnrolmentFilter = (search: Record<string, unknown>): EnrolmentFilter => ({
  ...wordIn(search, 'status', known), ...textIn(search, 'search'), ...textIn(search, 'program', /^[0-9a-f]{24}$/),
});

const catalogueViews = ['mine', 'free'] as const;
export interface CatalogueSearch {
  view?: (typeof catalogueViews)[number];
  search?: string;
}

export const readCatalogueSearch = (search: Record<string, unknown>): CatalogueSearch => ({ ...wordIn(search, 'view', catalogueViews), ...textIn(search, 'search') });
