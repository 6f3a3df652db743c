import type { AppointmentFilter } from '../../api.js';
import type { Choice } from '../choices.js';

/** Nothing chosen is what is to come. */
export const appointmentFilters: readonly Choice[] = [
  { value: '', label: 'Upcoming' },
  { value: 'past', label: 'Past' },
];

export function readAppointmentFilter(search: Record<string, unknown>): AppointmentFilter {
  return search['when'] === 'past' ? { when: 'past' } : {};
}
