import { Failure } from '../../kernel/failure.js';
import { dayIn } from '../../kernel/period.js';
import { record } from '../audit/index.js';
import { touch } from '../caches/index.js';
import { draftInvoice, issueInvoice } from '../invoices/index.js';
import { businessSettings } from '../settings/index.js';
import type { Actor, Tx } from '../tx.js';
import { cancellationTerms } from './appointment.js';
import type { Appointment } from './appointment.js';
import { lockAppointment, markCancelled } from './store.js';

export interface CancelAppointment {
  readonly appointmentId: string;
  /** Whose it must be. */
  readonly customerId: string;
  /** The fee he was shown, in minor units; asked for at all only where he was. */
  readonly expectedFee?: bigint | undefined;
  readonly actor: Actor;
}

/**
 * A customer cancels his visit; late, he is billed the fee in the same transaction. Gives the fee.
 * `appointment_not_found`, `appointment_not_cancellable` (not scheduled any more, or too late),
 * `cancellation_fee_changed` when it costs something else than he was shown.
 */
export async function cancelAppointment(tx: Tx, wish: CancelAppointment): Promise<{ fee: bigint }> {
  const appointment = await lockAppointment(tx, wish.appointmentId);
  if (!appointment || appointment.customerId !== wish.customerId) throw new Failure('appointment_not_found');
  const { allowed, fee } = cancellationTerms(appointment, await businessSettings(tx), tx.now);
  if (!allowed) throw new Failure('appointment_not_cancellable', { state: appointment.state });
  if (wish.expectedFee !== undefined && wish.expectedFee !== fee) throw new Failure('cancellation_fee_changed', { fee: fee.toString() });
  await cancel(tx, appointment, 'customer', fee, wish.actor);
  return { fee };
}

/** We call a visit off: free of charge. `appointment_not_found`, `appointment_not_cancellable` unless it is scheduled. */
export async function callOffAppointment(tx: Tx, appointmentId: string, actor: Actor): Promise<void> {
  const appointment = await lockAppointment(tx, appointmentId);
  if (!appointment) throw new Failure('appointment_not_found');
  if (appointment.state !== 'scheduled') throw new Failure('appointment_not_cancellable', { state: appointment.state });
  await cancel(tx, appointment, 'business', 0n, actor);
}

async function cancel(tx: Tx, appointment: Appointment, by: 'customer' | 'business', fee: bigint, actor: Actor): Promise<void> {
  if (!(await markCancelled(tx, appointment.id, by, fee > 0n ? fee : null))) throw new Failure('appointment_not_cancellable');
  record(tx, { actor, action: 'appointment_cancelled', resourceType: 'appointment', resourceId: appointment.id, details: { by, ...(fee > 0n && { fee }) } });
  touch(tx, appointment.customerId);
  if (fee > 0n) await billFee(tx, appointment, fee, actor);
}

async function billFee(tx: Tx, appointment: Appointment, fee: bigint, actor: Actor): Promise<void> {
  const { time_zone: zone } = await businessSettings(tx);
  const draft = await draftInvoice(tx, {
    customerId: appointment.customerId, jobId: appointment.id, actor,
    lines: [{ description: `Late cancellation, visit of ${dayIn(zone, appointment.startsAt)}`, quantity: 1, unitPrice: fee, taxPpm: 0 }],
  });
  await issueInvoice(tx, draft.id, actor);
}
