import Type from 'typebox';
import type { Static } from 'typebox';
import { Nullable } from '../endpoint.js';
import type { Contract, Limit } from '../endpoint.js';

const changing: Limit = { requests: 10, perSeconds: 60, per: 'caller', group: 'app-account' };
const fails = 'Something broke on our side.';

export const SignedInDevice = Type.Object({
  id: Type.String(), current: Type.Boolean(), method: Type.String(), user_agent: Nullable(Type.String()), ip: Nullable(Type.String()),
  created_at: Type.String(), last_used_at: Type.String(), expires_at: Type.String(),
});
export type SignedInDevice = Static<typeof SignedInDevice>;

/** What people look after themselves: the devices they are signed in with, their password, their cards. */
export const account = {
  'GET /api/app/sessions': {
    summary: 'Devices that are signed in', access: 'signed-in', reply: Type.Object({ items: Type.Array(SignedInDevice) }),
    limit: { requests: 300, perSeconds: 60, per: 'caller', group: 'app-read' }, fails,
  },
  'DELETE /api/app/sessions': {
    summary: 'Sign out every other device', access: 'signed-in', reply: Type.Object({ ended: Type.Integer() }), limit: changing, fails,
  },
  'DELETE /api/app/sessions/{id}': {
    summary: 'Sign out one device', access: 'signed-in', params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 200 }) }),
    reply: Type.Null(), status: 204, limit: changing, fails,
  },
  'POST /api/app/password': {
    summary: 'Choose a new password, knowing the old one; other devices are signed out', access: 'signed-in', bodyLimit: 16_384,
    body: Type.Object({ current_password: Type.String({ minLength: 1, maxLength: 1024 }), new_password: Type.String({ minLength: 1, maxLength: 1024 }) }),
    reply: Type.Null(), status: 204, limit: changing, fails,
  },
  'POST /api/app/cards/intent': {
    summary: 'Start saving a card without paying', access: 'customer', reply: Type.Object({ client_secret: Type.String() }), limit: changing, fails,
  },
} as const satisfies Contract;
