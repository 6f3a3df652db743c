import Type from 'typebox';
import type { Contract, Limit } from '../endpoint.js';
import { User } from './contract-auth.js';

const reading: Limit = { requests: 30, perSeconds: 60, per: 'caller', group: 'billing profile read' };
const writing = (group: string): Limit => ({ requests: 10, perSeconds: 60, per: 'caller', group });
const fails = 'Internal server error';

/** What people keep about themselves. Role and customer are nobody's own to change. */
export const users = {
  'GET /users/me': { summary: 'Get current user profile', access: 'signed-in', reply: User, limit: reading, fails },
  'PUT /users/me': {
    summary: 'Update current user profile; a new address counts once its link was followed', access: 'signed-in',
    body: Type.Object(
      {
        name: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })), phone: Type.Optional(Type.String({ maxLength: 40 })),
        email: Type.Optional(Type.String({ minLength: 1, maxLength: 254 })),
      },
      { minProperties: 1 },
    ),
    reply: User, limit: writing('billing profile write'), fails,
  },
  'PUT /users/me/settings': {
    summary: 'Update user settings: merged member by member, null removes one', access: 'signed-in',
    body: Type.Record(Type.String(), Type.Unknown()), reply: User, limit: writing('billing settings write'), fails,
  },
} as const satisfies Contract;
