import { Failure } from '../../kernel/failure.js';
import { record } from '../audit/index.js';
import { touch } from '../caches/index.js';
import type { Actor, Tx } from '../tx.js';
import type { Appointment } from './appointment.js';
import { findAppointment, moveAppointment } from './store.js';

/** We are there. `appointment_not_found`, `appointment_not_changeable` unless it was scheduled. */
export function startAppointment(tx: Tx, id: string, actor: Actor): Promise<Appointment> {
  return advance(tx, id, 'in_progress', 'appointment.started', actor);
}

/** The work is done. `appointment_not_found`, `appointment_not_changeable` when it was done or cancelled before. */
export function completeAppointment(tx: Tx, id: string, actor: Actor): Promise<Appointment> {
  return advance(tx, id, 'completed', 'appointment.completed', actor);
}

async function advance(tx: Tx, id: string, to: 'in_progress' | 'completed', action: string, actor: Actor): Promise<Appointment> {
  const moved = await moveAppointment(tx, id, to);
  const appointment = await findAppointment(tx, id);
  if (!appointment) throw new Failure('appointment_not_found');
  if (!moved) throw new Failure('appointment_not_changeable', { state: appointment.state });
  record(tx, { actor, action, resourceType: 'appointment', resourceId: id });
  touch(tx, appointment.customerId);
  return appointment;
}
