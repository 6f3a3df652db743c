import type { EnrolmentFilter } from '../../api-programs.js';
import type { Filter } from '../list-page.js';

export const enrolmentFilters: readonly Filter[] = [
  { value: '', label: 'All' },
  { value: 'completed', label: 'Enrolled' },
  { value: 'pending', label: 'Not paid yet' },
  { value: 'failed', label: 'Failed' },
  { value: 'refunded', label: 'Refunded' },
];

const known: readonly EnrolmentFilter['status'][] = ['completed', 'pending', 'failed', 'refunded'];

/** Reads the address; what it does not know is left out rather than sent. */
export function readEnrolmentFilter(search: Record<string, unknown>): EnrolmentFilter {
  const status = known.find((word) => word === search['status']);
  const text = (name: string) => (typeof search[name] === 'number' ? String(search[name]) : search[name]);
  const [words, program] = [text('search'), text('program')];
  return {
    ...(status ? { status } : {}),
    ...(typeof words === 'string' && words !== '' ? { search: words } : {}),
    ...(typeof program === 'string' && /^[0-9a-f]{24}$/.test(program) ? { program } : {}),
  };
}

const catalogueViews = ['mine', 'free'] as const;
export interface CatalogueSearch {
  view?: (typeof catalogueViews)[number];
  search?: string;
}

export function readCatalogueSearch(search: Record<string, unknown>): CatalogueSearch {
  const view = catalogueViews.find((word) => word === search['view']);
  const text = typeof search['search'] === 'number' ? String(search['search']) : search['search'];
  return { ...(view ? { view } : {}), ...(typeof text === 'string' && text !== '' ? { search: text } : {}) };
}
