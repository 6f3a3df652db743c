import { trackSession } from '../core/analytics/index.js';
import { callOffAppointment, cancelAppointment, createAppointment, listAppointments, startAppointment } from '../core/appointments/index.js';
import type { Customer } from '../core/customers/index.js';
import { findUserByEmail } from '../core/identity/index.js';
import { replyToMessage, writeMessage } from '../core/messages/index.js';
import { SYSTEM } from '../core/tx.js';
import type { World } from '../core/tx.js';
import type { DemoParts } from './demo-parts.js';
import { DEMO_SERVICES } from './people.js';
import { chance } from './random.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Days from now; what became of it; whether the customer booked it himself. */
const PLAN: readonly { readonly inDays: number; readonly fate: 'scheduled' | 'in_progress' | 'cancelled' | 'called_off'; readonly viaPortal: boolean }[] = [
  { inDays: -9, fate: 'cancelled', viaPortal: true },
  { inDays: -4, fate: 'called_off', viaPortal: false },
  { inDays: 0, fate: 'in_progress', viaPortal: true },
  { inDays: 3, fate: 'scheduled', viaPortal: true },
  { inDays: 17, fate: 'scheduled', viaPortal: false },
];

/** What is in the calendar of a customer, in every state, and that he looked at it. True when it was made now. */
export async function seedVisits(parts: DemoParts, customer: Customer, index: number): Promise<boolean> {
  const world = parts.identity.world;
  if ((await listAppointments(world.read, { customerId: customer.id, when: 'upcoming', limit: 1 })).items.length > 0) return false;
  const random = chance(parts.seed * 7_919 + index);
  for (const { inDays, fate, viaPortal } of PLAN) {
    const now = world.clock.now().getTime();
    const then = parts.worldAt(new Date(Math.min(now, now + inDays * DAY_MS) - random.integer(2, 6) * DAY_MS));
    const hour = random.integer(13, 20) * HOUR_MS;
    const startsAt = fate === 'in_progress' ? new Date(now - HOUR_MS) : new Date(Math.floor((now + inDays * DAY_MS) / DAY_MS) * DAY_MS + hour);
    const services = [random.pick(DEMO_SERVICES).description];
    const made = await then.transact((tx) => createAppointment(tx, { customerId: customer.id, startsAt, minutes: 90, services, bookedViaPortal: viaPortal, actor: SYSTEM }));
    if (fate === 'in_progress') await world.transact((tx) => startAppointment(tx, made.id, SYSTEM));
    if (fate === 'cancelled') await then.transact((tx) => cancelAppointment(tx, { appointmentId: made.id, customerId: customer.id, actor: SYSTEM }));
    if (fate === 'called_off') await then.transact((tx) => callOffAppointment(tx, made.id, SYSTEM));
  }
  await cameToPortal(parts, customer);
  return true;
}

/** Customers with a login came to the portal lately, and wrote once. */
async function cameToPortal({ identity: { world }, worldAt }: DemoParts, customer: Customer): Promise<void> {
  const user = await findUserByEmail(world.read, customer.email);
  if (user === null) return;
  const visit = { userId: user.id, customerId: customer.id, ip: '127.0.0.1', userAgent: 'Demo' };
  for (const days of [21, 9, 2]) await at(worldAt, world, days).transact((tx) => trackSession(tx, visit));
  const asked = await at(worldAt, world, 2).transact((tx) => writeMessage(tx, {
    customerId: customer.id, author: { userId: user.id, name: user.name }, subject: 'The blue rug', body: 'Do you wash wool too?', actor: SYSTEM,
  }));
  const staff = await findUserByEmail(world.read, 'staff@demo.example');
  if (staff === null) return;
  await at(worldAt, world, 1).transact((tx) => replyToMessage(tx, {
    messageId: asked.id, author: { userId: staff.id, name: staff.name }, body: 'We do, by hand and cold.\n\nSee you soon!', actor: SYSTEM,
  }));
}

function at(worldAt: DemoParts['worldAt'], world: World, daysAgo: number): World {
  return worldAt(new Date(world.clock.now().getTime() - daysAgo * DAY_MS));
}
