import type { Minor } from '../../kernel/money.js';
import type { Recipient } from '../events.js';
import type { Settings } from '../settings/index.js';

/** scheduled → in_progress → completed, or scheduled → cancelled. Nothing else, and nothing back. */
export type AppointmentState = 'scheduled' | 'in_progress' | 'completed' | 'cancelled';

export interface Appointment {
  readonly id: string;
  /** The integer some documents show. */
  readonly serial: bigint;
  readonly customerId: string;
  readonly customer: Recipient;
  readonly state: AppointmentState;
  readonly startsAt: Date;
  readonly minutes: number;
  /** Names of services as they were when it was booked. */
  readonly services: readonly string[];
  readonly address: string | null;
  readonly note: string | null;
  readonly bookedViaPortal: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly startedAt: Date | null;
  readonly completedAt: Date | null;
  readonly cancelledAt: Date | null;
  readonly cancelledBy: 'customer' | 'business' | null;
  /** What cancelling late cost. */
  readonly lateFee: Minor | null;
}

/** What would happen if the customer cancelled now. */
export interface CancellationTerms {
  readonly allowed: boolean;
  /** Minor units of the business's currency; nothing when not late. */
  readonly fee: Minor;
  /** Until when it costs nothing; null when it never does. */
  readonly freeUntil: Date | null;
}

export type CancellationPolicy = Pick<Settings, 'cancellation_notice_hours' | 'late_cancellation_fee'>;

const HOUR_MS = 3_600_000;

/**
 * Only what is scheduled can be cancelled by its customer. Within the notice it costs the fee; where there is no
 * fee, it is refused. Without a notice it is free until the visit is started.
 */
export function cancellationTerms(appointment: Pick<Appointment, 'state' | 'startsAt'>, policy: CancellationPolicy, now: Date): CancellationTerms {
  const notice = policy.cancellation_notice_hours;
  const freeUntil = notice === 0 ? null : new Date(appointment.startsAt.getTime() - notice * HOUR_MS);
  if (appointment.state !== 'scheduled') return { allowed: false, fee: 0n, freeUntil };
  if (freeUntil === null || now < freeUntil) return { allowed: true, fee: 0n, freeUntil };
  const fee = BigInt(policy.late_cancellation_fee);
  return { allowed: fee > 0n, fee, freeUntil };
}
