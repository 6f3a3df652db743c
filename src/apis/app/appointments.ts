import { callOffAppointment, cancelAppointment, completeAppointment, createAppointment, getAppointment, listAppointments, startAppointment } from '../../core/appointments/index.js';
import { cached } from '../../core/caches/index.js';
import type { Tx, World } from '../../core/tx.js';
import { businessSettings } from '../../core/settings/index.js';
import { Failure } from '../../kernel/failure.js';
import type { Handlers } from '../call.js';
import { ownOnly, uuid } from './context.js';
import type { AppContext } from './context.js';
import type { App } from './contract.js';
import type { Appointment } from './contract-appointments.js';
import { fromMajor } from './views.js';
import { toAppointment } from './views-care.js';

type Appointments = Pick<App, Extract<keyof App, `${string} /api/app/appointments${string}`>>;

const PAGE = 25;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

export const appointments: Handlers<Appointments, AppContext> = {
  async 'GET /api/app/appointments'({ who, query }, { world }) {
    const { when, status, cursor, limit = PAGE } = query;
    const customerId = ownOnly(who);
    const wish = { customerId, when, status, cursor, limit };
    const load = () => listAppointments(world.read, wish);
    const page = await (customerId === undefined ? load() : cached(world.read, { cache: 'queries', owner: customerId, kind: 'jobs', key: JSON.stringify([when, status, cursor, limit]) }, load));
    const settings = await businessSettings(world.read);
    return { items: page.items.map((one) => toAppointment(one, settings, world.clock.now())), next_cursor: page.nextCursor };
  },

  async 'GET /api/app/appointments/{id}'({ who, params }, { world }) {
    const id = uuid(params.id, 'appointment_not_found');
    const customerId = ownOnly(who);
    const load = () => getAppointment(world.read, id, customerId);
    const appointment = await (customerId === undefined ? load() : cached(world.read, { cache: 'jobs', owner: customerId, kind: 'job', key: id }, load));
    return toAppointment(appointment, await businessSettings(world.read), world.clock.now());
  },

  async 'POST /api/app/appointments'({ body, actor }, { world }) {
    const { customer_id, starts_at, minutes, services, address, note } = body;
    const wish = {
      customerId: uuid(customer_id, 'customer_not_found'), startsAt: instant(starts_at), services, address: address ?? null, note: note ?? null, actor,
      ...(minutes !== undefined && { minutes }),
    };
    const created = await world.transact((tx) => createAppointment(tx, wish));
    return toAppointment(created, await businessSettings(world.read), world.clock.now());
  },

  'POST /api/app/appointments/{id}/start': ({ params, actor }, { world }) => step(world, params.id, (tx, id) => startAppointment(tx, id, actor)),

  'POST /api/app/appointments/{id}/complete': ({ params, actor }, { world }) => step(world, params.id, (tx, id) => completeAppointment(tx, id, actor)),

  'POST /api/app/appointments/{id}/call-off': ({ params, actor }, { world }) => step(world, params.id, (tx, id) => callOffAppointment(tx, id, actor)),

  async 'POST /api/app/appointments/{id}/cancel'({ params, body, customerId, actor }, { world }) {
    const { currency } = await businessSettings(world.read);
    return step(world, params.id, (tx, id) => cancelAppointment(tx, { appointmentId: id, customerId, expectedFee: fromMajor(body.expected_fee, currency), actor }));
  },
};

/** Takes one step and shows what the visit is like then. */
async function step(world: World, text: string, work: (tx: Tx, id: string) => Promise<unknown>): Promise<Appointment> {
  const id = uuid(text, 'appointment_not_found');
  await world.transact((tx) => work(tx, id));
  return toAppointment(await getAppointment(world.read, id), await businessSettings(world.read), world.clock.now());
}

/** An instant with its zone, in years that make sense. */
function instant(text: string): Date {
  const at = INSTANT.test(text) ? new Date(text) : new Date(Number.NaN);
  const year = at.getUTCFullYear();
  if (!(year >= 2000 && year < 2200)) throw new Failure('input_invalid', { field: 'starts_at' });
  return at;
}
