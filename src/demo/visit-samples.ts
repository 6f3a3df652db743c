import { createAppointment, listAppointments } from '../core/appointments/index.js';
import type { Customer } from '../core/customers/index.js';
import { SYSTEM } from '../core/tx.js';
import type { World } from '../core/tx.js';
import { demoReward } from './seed-rewards.js';

const DAY_MS = 86_400_000;

/** A visit to keep, a new one to cancel, and rewards of every kind. */
export async function visitSamples(world: World, customer: Customer): Promise<Record<string, string>> {
  const { items } = await listAppointments(world.read, { customerId: customer.id, status: 'scheduled', when: 'upcoming', limit: 1 });
  const kept = items[0]?.id ?? await book(world, customer.id, 12);
  return {
    'portal.appointment_id': kept,
    'portal.cancellable_appointment_id': await book(world, customer.id, 30),
    'portal.affordable_reward_id': (await demoReward(world, 'affordable')).id,
    'portal.expensive_reward_id': (await demoReward(world, 'expensive')).id,
    'portal.inactive_reward_id': (await demoReward(world, 'inactive')).id,
  };
}

async function book(world: World, customerId: string, inDays: number): Promise<string> {
  const startsAt = new Date(world.clock.now().getTime() + inDays * DAY_MS);
  startsAt.setUTCMinutes(0, 0, 0);
  const visit = await world.transact((tx) => createAppointment(tx, { customerId, startsAt, services: ['Carpet cleaning, per room'], note: 'Sample', bookedViaPortal: true, actor: SYSTEM }));
  return visit.id;
}
