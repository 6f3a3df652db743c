import Type from 'typebox';
import type { Static } from 'typebox';
import { Amount, Nullable, OneOf } from '../endpoint.js';
import type { Contract, Limit } from '../endpoint.js';

const Text = Type.String();
const Params = Type.Object({ id: Type.String({ minLength: 1, maxLength: 200 }) });
const reading: Limit = { requests: 300, perSeconds: 60, per: 'caller', group: 'app-read' };
const writing: Limit = { requests: 60, perSeconds: 60, per: 'caller', group: 'app-write' };
const fails = 'Something broke on our side.';

const State = OneOf('scheduled', 'in_progress', 'completed', 'cancelled');

export const Appointment = Type.Object({
  id: Text,
  number: Type.Integer(),
  status: State,
  starts_at: Text,
  ends_at: Text,
  services: Type.Array(Text),
  address: Nullable(Text),
  note: Nullable(Text),
  booked_via_portal: Type.Boolean(),
  customer: Type.Object({ id: Text, name: Text }),
  created_at: Text,
  completed_at: Nullable(Text),
  cancelled_at: Nullable(Text),
  cancelled_by: Nullable(OneOf('customer', 'business')),
  /** What cancelling late cost. */
  late_fee: Nullable(Type.Number()),
  /** What would happen if the customer cancelled now. */
  cancellation: Type.Object({ allowed: Type.Boolean(), fee: Type.Number(), free_until: Nullable(Text) }),
});
export type Appointment = Static<typeof Appointment>;

export const AppointmentPage = Type.Object({ items: Type.Array(Appointment), next_cursor: Nullable(Text) });
export type AppointmentPage = Static<typeof AppointmentPage>;

const staff = { roles: ['staff'] } as const;

/** Visits: a customer's own, or everybody's for staff. */
export const appointments = {
  'GET /api/app/appointments': {
    summary: 'Visits: one’s own, or all for staff; upcoming ones soonest first', access: 'signed-in',
    query: Type.Object({
      when: Type.Optional(OneOf('upcoming', 'past')),
      status: Type.Optional(State),
      cursor: Type.Optional(Type.String({ maxLength: 500 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    }),
    reply: AppointmentPage, limit: reading, fails,
  },
  'GET /api/app/appointments/{id}': { summary: 'One visit, and what cancelling it would cost', access: 'signed-in', params: Params, reply: Appointment, limit: reading, fails },
  'POST /api/app/appointments': {
    summary: 'Put a visit into the calendar', access: staff,
    body: Type.Object({
      customer_id: Type.String({ minLength: 1, maxLength: 200 }),
      starts_at: Type.String({ minLength: 1, maxLength: 40 }),
      minutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_080 })),
      services: Type.Array(Type.String({ minLength: 1, maxLength: 120 }), { minItems: 1, maxItems: 20 }),
      address: Type.Optional(Nullable(Type.String({ maxLength: 1_000 }))),
      note: Type.Optional(Nullable(Type.String({ maxLength: 1_000 }))),
    }),
    reply: Appointment, status: 201, limit: writing, fails,
  },
  'POST /api/app/appointments/{id}/start': { summary: 'We are there', access: staff, params: Params, reply: Appointment, limit: writing, fails },
  'POST /api/app/appointments/{id}/complete': { summary: 'The work is done', access: staff, params: Params, reply: Appointment, limit: writing, fails },
  'POST /api/app/appointments/{id}/call-off': { summary: 'We cannot come: cancel, free of charge', access: staff, params: Params, reply: Appointment, limit: writing, fails },
  'POST /api/app/appointments/{id}/cancel': {
    summary: 'Cancel one’s own visit, at the fee one was shown', access: 'customer', params: Params,
    body: Type.Object({ expected_fee: Amount }),
    reply: Appointment, limit: writing, fails,
  },
} as const satisfies Contract;
