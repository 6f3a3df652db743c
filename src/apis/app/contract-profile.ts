import Type from 'typebox';
import type { Static } from 'typebox';
import { Nullable } from '../endpoint.js';
import type { Contract, Limit } from '../endpoint.js';

const Text = Type.String();
const reading: Limit = { requests: 300, perSeconds: 60, per: 'caller', group: 'app-read' };
const writing: Limit = { requests: 60, perSeconds: 60, per: 'caller', group: 'app-write' };
const fails = 'Something broke on our side.';

export const Profile = Type.Object({
  id: Text, name: Text, email: Text, phone: Nullable(Text), company_name: Nullable(Text),
  address_line1: Nullable(Text), address_line2: Nullable(Text), city: Nullable(Text), state: Nullable(Text), postal_code: Nullable(Text), country: Nullable(Text),
});
export type Profile = Static<typeof Profile>;

const Part = Type.Optional(Nullable(Type.String({ maxLength: 200 })));

export const Message = Type.Object({
  id: Text, subject: Text, body: Text, from_staff: Type.Boolean(), author_name: Text, customer: Type.Object({ id: Text, name: Text }), reply_to: Nullable(Text), created_at: Text,
});
export type Message = Static<typeof Message>;

const Body = Type.String({ minLength: 1, maxLength: 10_000 });

/** How we reach a customer, and what is said. */
export const profile = {
  'GET /api/app/profile': { summary: 'How we reach the customer one acts for', access: 'customer', reply: Profile, limit: reading, fails },
  'PATCH /api/app/profile': {
    summary: 'Change how we reach one; what is absent stays', access: 'customer',
    body: Type.Object({
      name: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })), phone: Type.Optional(Nullable(Type.String({ maxLength: 40 }))),
      address_line1: Part, address_line2: Part, city: Part, state: Part, postal_code: Part, country: Part,
    }),
    reply: Profile, limit: writing, fails,
  },
  'GET /api/app/messages': {
    summary: 'Messages and answers: one’s own, or all for staff', access: 'signed-in',
    query: Type.Object({ cursor: Type.Optional(Type.String({ maxLength: 500 })), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })) }),
    reply: Type.Object({ items: Type.Array(Message), next_cursor: Nullable(Text) }), limit: reading, fails,
  },
  'POST /api/app/messages': {
    summary: 'Write to the business', access: 'customer', body: Type.Object({ subject: Type.String({ minLength: 1, maxLength: 200 }), body: Body }),
    reply: Message, status: 201, limit: writing, fails,
  },
  'POST /api/app/messages/{id}/reply': {
    summary: 'Answer a customer, by mail too', access: { roles: ['staff'] }, params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 200 }) }),
    body: Type.Object({ body: Body }), reply: Message, status: 201, limit: writing, fails,
  },
} as const satisfies Contract;
