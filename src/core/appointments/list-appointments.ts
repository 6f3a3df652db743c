import { decodeCursor, toPage } from '../../kernel/page.js';
import type { Page } from '../../kernel/page.js';
import type { Reader } from '../tx.js';
import type { Appointment } from './appointment.js';
import type { ListAppointments } from './list-wish.js';
import { listAppointmentRows } from './store.js';

/** Appointments page by page: what is to come soonest first, everything else latest first. `input_invalid` for a foreign cursor. */
export async function listAppointments(reader: Reader, wish: ListAppointments): Promise<Page<Appointment>> {
  const after = wish.cursor === undefined ? undefined : decodeCursor(wish.cursor, 2);
  const rows = await listAppointmentRows(reader, { ...wish, after, limit: wish.limit + 1 });
  return toPage(rows, wish.limit, (appointment) => [appointment.startsAt.getTime(), appointment.id]);
}
