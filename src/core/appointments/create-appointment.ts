import { present } from '../../kernel/assert.js';
import { Failure } from '../../kernel/failure.js';
import { newId } from '../../kernel/ids.js';
import { storableText } from '../../kernel/json.js';
import { record } from '../audit/index.js';
import { BUSINESS, touch } from '../caches/index.js';
import { findCustomer } from '../customers/index.js';
import type { Actor, Tx } from '../tx.js';
import type { Appointment } from './appointment.js';
import { findAppointment, insertAppointment } from './store.js';

export interface NewAppointment {
  readonly customerId: string;
  readonly startsAt: Date;
  /** 60 unless said. */
  readonly minutes?: number;
  /** What they are called, 1 to 20. */
  readonly services: readonly string[];
  /** The customer's unless said. */
  readonly address?: string | null;
  readonly note?: string | null;
  readonly bookedViaPortal?: boolean;
  readonly actor: Actor;
}

const LONGEST_MINUTES = 7 * 24 * 60;

/** Puts a visit into the calendar. `customer_not_found` (archived ones too), `input_invalid` with the field. */
export async function createAppointment(tx: Tx, wanted: NewAppointment): Promise<Appointment> {
  const customer = await findCustomer(tx, wanted.customerId);
  if (!customer || customer.archivedAt) throw new Failure('customer_not_found');
  const services = wanted.services.map((name) => storableText(name).trim());
  if (services.length < 1 || services.length > 20 || services.some((name) => name === '' || name.length > 120)) throw new Failure('input_invalid', { field: 'services' });
  const { minutes = 60 } = wanted;
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > LONGEST_MINUTES) throw new Failure('input_invalid', { field: 'minutes' });
  const home = [customer.address.line1, customer.address.line2, customer.address.city, customer.address.state, customer.address.postalCode];
  const address = wanted.address ?? (home.filter((part) => part !== null && part !== '').join(', ') || null);
  const id = newId(tx.now.getTime());
  await insertAppointment(tx, {
    id, customerId: customer.id, startsAt: wanted.startsAt, minutes, services, address: textOrNull(address), note: textOrNull(wanted.note ?? null),
    bookedViaPortal: wanted.bookedViaPortal ?? false,
  });
  record(tx, { actor: wanted.actor, action: 'appointment.created', resourceType: 'appointment', resourceId: id, details: { starts_at: wanted.startsAt.toISOString(), services } });
  touch(tx, customer.id, BUSINESS);
  return present(await findAppointment(tx, id), 'the visit is there');
}

function textOrNull(text: string | null): string | null {
  if (text === null) return null;
  const kept = storableText(text).trim();
  if (kept.length > 1_000) throw new Failure('input_invalid', { field: 'address' });
  return kept === '' ? null : kept;
}
