import Type from 'typebox';
import type { Contract, Limit } from '../endpoint.js';
import { OneOf } from '../endpoint.js';
import { ROLES } from '../../kernel/roles.js';

export const SessionUser = Type.Object({ id: Type.String(), email: Type.String(), name: Type.String(), roles: Type.Array(OneOf(...ROLES)) });

const signingIn: Limit = { requests: 10, perSeconds: 60, per: 'ip+account' };
const fails = 'Something broke on our side.';

/** How a browser signs in: tokens travel in cookies that no script can read. */
export const session = {
  'POST /api/app/session': {
    summary: 'Sign in', access: 'public', bodyLimit: 16_384,
    body: Type.Object({ email: Type.String({ minLength: 1, maxLength: 254 }), password: Type.String({ minLength: 1, maxLength: 1024 }) }),
    reply: Type.Object({ user: SessionUser }), limit: signingIn, fails,
  },
  'POST /api/app/session/refresh': {
    summary: 'Go on with the session of the refresh cookie', access: 'public',
    reply: Type.Object({ user: SessionUser }), limit: { requests: 60, perSeconds: 60, per: 'ip' }, fails,
  },
  'DELETE /api/app/session': { summary: 'Sign out', access: 'public', reply: Type.Null(), status: 204, limit: { requests: 60, perSeconds: 60, per: 'ip' }, fails },
} as const satisfies Contract;
