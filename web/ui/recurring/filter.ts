import type { PursuitFilter, RecurringFilter } from '../../api-recurring.js';
import type { Choice } from '../choices.js';
import { textIn, wordIn } from '../read-search.js';

export const recurringFilters: readonly Choice[] = [
  { value: '', label: 'All' },
  { value: 'active', label: 'Active' },
  { value: 'paused', label: 'Paused' },
];

export const pursuitFilters: readonly Choice[] = [
  { value: '', label: 'Needs attention' },
  { value: 'planned', label: 'Planned' },
  { value: 'stopped', label: 'Stopped' },
  { value: 'all', label: 'All' },
];

const recurringKinds: readonly RecurringFilter['kind'][] = ['active', 'paused'];
const pursuitKinds: readonly PursuitFilter['kind'][] = ['planned', 'stopped', 'all'];

/** Read the address; what they do not know is left out rather than sent. */
export const readRecurringFilter = (search: Record<string, unknown>): RecurringFilter => ({ ...wordIn(search, 'kind', recurringKinds), ...textIn(search, 'search') });

export const readPursuitFilter = (search: Record<string, unknown>): PursuitFilter => ({ ...wordIn(search, 'kind', pursuitKinds), ...textIn(search, 'search') });
