import type { RedemptionFilter } from '../../api-rewards.js';
import type { Choice } from '../choices.js';
import { textIn, wordIn } from '../read-search.js';

export const redemptionFilters: readonly Choice[] = [
  { value: '', label: 'To hand out' },
  { value: 'fulfilled', label: 'Handed out' },
  { value: 'cancelled', label: 'Given back' },
  { value: 'all', label: 'All' },
];

const states: readonly RedemptionFilter['status'][] = ['fulfilled', 'cancelled', 'all'];

/** Reads the address; what it does not know is left out rather than sent. */
export const readRedemptionFilter = (search: Record<string, unknown>): RedemptionFilter => ({ ...wordIn(search, 'status', states), ...textIn(search, 'search') });
