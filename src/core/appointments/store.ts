import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import { Failure } from '../../kernel/failure.js';
import { isUuid } from '../../kernel/ids.js';
import type { Appointments } from '../tables.js';
import type { Reader, Statement, Tx } from '../tx.js';
import type { Appointment, AppointmentState } from './appointment.js';
import type { ListAppointments } from './list-wish.js';

type Row = Selectable<Appointments> & { readonly customer_name: string; readonly customer_email: string };

const COLUMNS = 'a.*, c.name AS customer_name, c.email AS customer_email';
const SOURCE = 'appointments a JOIN customers c ON c.id = a.customer_id';

const byId: Statement<Row> = { name: 'appointments_by_id', text: `SELECT ${COLUMNS} FROM ${SOURCE} WHERE a.id = $1` };
const lockById: Statement<Row> = { name: 'appointments_lock', text: `SELECT ${COLUMNS} FROM ${SOURCE} WHERE a.id = $1 FOR UPDATE OF a` };

export async function findAppointment(reader: Reader, id: string): Promise<Appointment | undefined> {
  const [row] = await reader.run(byId, [id]);
  return row && toAppointment(row);
}

export async function lockAppointment(tx: Tx, id: string): Promise<Appointment | undefined> {
  const [row] = await tx.run(lockById, [id]);
  return row && toAppointment(row);
}

export type NewAppointmentRow = Pick<Appointment, 'id' | 'customerId' | 'startsAt' | 'minutes' | 'services' | 'address' | 'note' | 'bookedViaPortal'>;

export async function insertAppointment(tx: Tx, row: NewAppointmentRow): Promise<void> {
  await tx.db.insertInto('appointments').values({
    id: row.id, customer_id: row.customerId, starts_at: row.startsAt, minutes: row.minutes, services: [...row.services], address: row.address,
    note: row.note, booked_via_portal: row.bookedViaPortal, created_at: tx.now, updated_at: tx.now,
  }).execute();
}

const moves: { readonly [To in Exclude<AppointmentState, 'scheduled'>]: Statement<{ id: string }> } = {
  in_progress: { name: 'appointments_start', text: `UPDATE appointments SET state = 'in_progress', started_at = $2, updated_at = $2 WHERE id = $1 AND state = 'scheduled' RETURNING id` },
  completed: {
    name: 'appointments_complete',
    text: `UPDATE appointments SET state = 'completed', started_at = coalesce(started_at, $2), completed_at = $2, updated_at = $2
           WHERE id = $1 AND state IN ('scheduled', 'in_progress') RETURNING id`,
  },
  cancelled: {
    name: 'appointments_cancel',
    text: `UPDATE appointments SET state = 'cancelled', cancelled_at = $2, cancelled_by = $3, late_fee = $4, updated_at = $2 WHERE id = $1 AND state = 'scheduled' RETURNING id`,
  },
};

/** Takes a step if it is still the next one; false when somebody else took another. */
export async function moveAppointment(tx: Tx, id: string, to: 'in_progress' | 'completed'): Promise<boolean> {
  return (await tx.run(moves[to], [id, tx.now])).length > 0;
}

export async function markCancelled(tx: Tx, id: string, by: 'customer' | 'business', lateFee: bigint | null): Promise<boolean> {
  return (await tx.run(moves.cancelled, [id, tx.now, by, lateFee])).length > 0;
}

/** What is to come: soonest first. Everything else: latest first. Behind `after` (start in milliseconds, id). */
export async function listAppointmentRows(reader: Reader, wish: ListAppointments & { after: (string | number)[] | undefined }): Promise<Appointment[]> {
  const ahead = wish.when === 'upcoming';
  const conditions = [sql`true`];
  if (wish.customerId !== undefined) conditions.push(sql`a.customer_id = ${wish.customerId}`);
  if (wish.when !== undefined) conditions.push(ahead ? sql`a.state IN ('scheduled', 'in_progress')` : sql`a.state IN ('completed', 'cancelled')`);
  if (wish.status !== undefined) conditions.push(sql`a.state = ${wish.status}`);
  if (wish.after) conditions.push(behind(wish.after, ahead));
  const order = ahead ? sql.raw('a.starts_at, a.id') : sql.raw('a.starts_at DESC, a.id DESC');
  const { rows } = await sql<Row>`
    SELECT ${sql.raw(COLUMNS)} FROM ${sql.raw(SOURCE)}
    WHERE ${sql.join(conditions, sql` AND `)} ORDER BY ${order} LIMIT ${wish.limit}`.execute(reader.db);
  return rows.map(toAppointment);
}

/** Beyond the year 9999 nothing was ever shown, and PostgreSQL takes other years than JavaScript. */
const LATEST = 253_402_300_799_999;

function behind([startsAt, id]: (string | number)[], ahead: boolean) {
  if (typeof startsAt !== 'number' || !(startsAt >= 0 && startsAt <= LATEST) || typeof id !== 'string' || !isUuid(id)) throw new Failure('input_invalid', { field: 'cursor' });
  const last = sql`(${new Date(startsAt)}, ${id}::uuid)`;
  return ahead ? sql`(a.starts_at, a.id) > ${last}` : sql`(a.starts_at, a.id) < ${last}`;
}

function toAppointment(row: Row): Appointment {
  return {
    id: row.id, serial: row.serial, customerId: row.customer_id, customer: { name: row.customer_name, email: row.customer_email },
    state: row.state as AppointmentState, startsAt: row.starts_at, minutes: row.minutes, services: row.services, address: row.address, note: row.note,
    bookedViaPortal: row.booked_via_portal, createdAt: row.created_at, updatedAt: row.updated_at, startedAt: row.started_at,
    completedAt: row.completed_at, cancelledAt: row.cancelled_at, cancelledBy: row.cancelled_by as Appointment['cancelledBy'], lateFee: row.late_fee,
  };
}
