import type { AppointmentFilter } from '../../api.js';
import type { Filter } from '../list-page.js';

/** Nothing chosen is what is to come. */
export const appointmentFilters: readonly Filter[] = [
  { value: '', label: 'Upcoming' },
  { value: 'past', label: 'Past' },
];

export function readAppointmentFilter(search: Record<string, unknown>): AppointmentFilter {
  return search['when'] === 'past' ? { when: 'past' } : {};
}
