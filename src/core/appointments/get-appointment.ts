import { Failure } from '../../kernel/failure.js';
import type { Reader } from '../tx.js';
import type { Appointment } from './appointment.js';
import { findAppointment } from './store.js';

/** One appointment (a UUID), limited to a customer's own where given. `appointment_not_found`. */
export async function getAppointment(reader: Reader, id: string, customerId?: string): Promise<Appointment> {
  const appointment = await findAppointment(reader, id);
  if (!appointment || (customerId !== undefined && appointment.customerId !== customerId)) throw new Failure('appointment_not_found');
  return appointment;
}
