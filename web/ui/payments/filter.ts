import type { PaymentFilter } from '../../api.js';
import type { Filter } from '../list-page.js';

export const paymentFilters: readonly Filter[] = [
  { value: '', label: 'All' },
  { value: 'succeeded', label: 'Paid' },
  { value: 'pending', label: 'In progress' },
  { value: 'failed', label: 'Declined' },
];

const known: readonly PaymentFilter['status'][] = ['succeeded', 'pending', 'failed'];

/** Reads the address; what it does not know is left out rather than sent. */
export function readPaymentFilter(search: Record<string, unknown>): PaymentFilter {
  const status = known.find((word) => word === search['status']);
  const text = (name: string) => (typeof search[name] === 'number' ? String(search[name]) : search[name]);
  const [year, words] = [text('year'), text('search')];
  return {
    ...(status ? { status } : {}),
    ...(typeof year === 'string' && /^\d{4}$/.test(year) ? { year } : {}),
    ...(typeof words === 'string' && words !== '' ? { search: words } : {}),
  };
}
