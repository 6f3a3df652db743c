import type { AppointmentState } from './appointment.js';

export interface ListAppointments {
  /** Everybody's unless given. */
  readonly customerId?: string | undefined;
  /** upcoming: scheduled or under way. past: completed or cancelled. */
  readonly when?: 'upcoming' | 'past' | undefined;
  readonly status?: AppointmentState | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}
