import { cancellationTerms } from '../../core/appointments/index.js';
import type { Appointment as CoreAppointment } from '../../core/appointments/index.js';
import type { Customer } from '../../core/customers/index.js';
import type { Message as CoreMessage } from '../../core/messages/index.js';
import type { PointsEntry as CorePointsEntry, Redemption as CoreRedemption, Reward as CoreReward } from '../../core/rewards/index.js';
import type { Settings } from '../../core/settings/index.js';
import type { Appointment } from './contract-appointments.js';
import type { PointsEntry, Redemption, Reward } from './contract-loyalty.js';
import type { Message, Profile } from './contract-profile.js';
import { toMajor } from './views.js';

const MINUTE_MS = 60_000;

/** A visit with what cancelling it now would cost. */
export function toAppointment(one: CoreAppointment, settings: Settings, now: Date): Appointment {
  const { allowed, fee, freeUntil } = cancellationTerms(one, settings, now);
  return {
    id: one.id, number: Number(one.serial), status: one.state,
    starts_at: one.startsAt.toISOString(), ends_at: new Date(one.startsAt.getTime() + one.minutes * MINUTE_MS).toISOString(),
    services: [...one.services], address: one.address, note: one.note, booked_via_portal: one.bookedViaPortal,
    customer: { id: one.customerId, name: one.customer.name },
    created_at: one.createdAt.toISOString(), completed_at: instant(one.completedAt), cancelled_at: instant(one.cancelledAt), cancelled_by: one.cancelledBy,
    late_fee: one.lateFee === null ? null : toMajor(one.lateFee, settings.currency),
    cancellation: { allowed, fee: toMajor(fee, settings.currency), free_until: instant(freeUntil) },
  };
}

export function toPointsEntry({ id, move, points, at, invoiceNumber, rewardName }: CorePointsEntry): PointsEntry {
  return { id, move, points: Number(points), at: at.toISOString(), invoice_number: invoiceNumber, reward_name: rewardName };
}

export function toReward({ id, name, description, pointsRequired, active }: CoreReward): Reward {
  return { id, name, description, points_required: Number(pointsRequired), active };
}

export function toRedemption(one: CoreRedemption): Redemption {
  return {
    id: one.id, reward: { id: one.rewardId, name: one.rewardName }, customer: { id: one.customerId, name: one.customerName }, points: Number(one.points),
    status: one.state, created_at: one.createdAt.toISOString(), decided_at: instant(one.decidedAt),
  };
}

export function toProfile({ id, name, email, phone, companyName, address }: Customer): Profile {
  return {
    id, name, email, phone, company_name: companyName, address_line1: address.line1, address_line2: address.line2, city: address.city,
    state: address.state, postal_code: address.postalCode, country: address.country,
  };
}

export function toMessage(one: CoreMessage): Message {
  return {
    id: one.id, subject: one.subject, body: one.body, from_staff: one.fromStaff, author_name: one.authorName,
    customer: { id: one.customerId, name: one.customerName }, reply_to: one.replyTo, created_at: one.createdAt.toISOString(),
  };
}

function instant(date: Date | null): string | null {
  return date === null ? null : date.toISOString();
}
