import type { PaymentFilter } from '../../api.js';
import type { Choice } from '../choices.js';
import { AN_ID, textIn, wordIn } from '../read-search.js';

export const paymentFilters: readonly Choice[] = [
  { value: '', label: 'All' },
  { value: 'succeeded', label: 'Paid' },
  { value: 'pending', label: 'In progress' },
  { value: 'failed', label: 'Declined' },
];

const known: readonly PaymentFilter['status'][] = ['succeeded', 'pending', 'failed'];

/** Reads the address; what it does not know is left out rather than sent. */
export const readPaymentFilter = (search: Record<string, unknown>): PaymentFilter => ({
  ...wordIn(search, 'status', known), ...textIn(search, 'year', /^\d{4}$/), ...textIn(search, 'search'), ...textIn(search, 'customer_id', AN_ID),
});
