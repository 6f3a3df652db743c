import type { PursuitFilter, RecurringFilter } from '../../api-recurring.js';
import type { Filter } from '../list-page.js';

export const recurringFilters: readonly Filter[] = [
  { value: '', label: 'All' },
  { value: 'active', label: 'Active' },
  { value: 'paused', label: 'Paused' },
];

export const pursuitFilters: readonly Filter[] = [
  { value: '', label: 'Needs attention' },
  { value: 'planned', label: 'Planned' },
  { value: 'stopped', label: 'Stopped' },
  { value: 'all', label: 'All' },
];

const recurringKinds: readonly RecurringFilter['kind'][] = ['active', 'paused'];
const pursuitKinds: readonly PursuitFilter['kind'][] = ['planned', 'stopped', 'all'];

/** Read the address; what they do not know is left out rather than sent. */
export const readRecurringFilter = (search: Record<string, unknown>): RecurringFilter => read(recurringKinds, search);

export const readPursuitFilter = (search: Record<string, unknown>): PursuitFilter => read(pursuitKinds, search);

function read<Kind extends string | undefined>(known: readonly Kind[], search: Record<string, unknown>): { kind?: Kind; search?: string } {
  const kind = known.find((word) => word === search['kind']);
  // The router reads an all-digit search as a number.
  const text = typeof search['search'] === 'number' ? String(search['search']) : search['search'];
  return { ...(kind ? { kind } : {}), ...(typeof text === 'string' && text !== '' ? { search: text } : {}) };
}
