import Type from 'typebox';
import type { Static, TSchema } from 'typebox';
import { Nullable, OneOf } from '../endpoint.js';
import type { Contract, Limit } from '../endpoint.js';

export const User = Type.Object({
  id: Type.String(), email: Type.String(), name: Type.String(), role: OneOf('admin', 'customer'), customer_id: Nullable(Type.String()),
  phone: Nullable(Type.String()), two_factor_enabled: Type.Boolean(), settings: Type.Record(Type.String(), Type.Unknown()),
  created_at: Type.String(), updated_at: Type.String(),
});
export type User = Static<typeof User>;

export const AuthSession = Type.Object({
  access_token: Type.String(), refresh_token: Type.String(), token_type: Type.Literal('bearer'), expires_in: Type.Integer(), user: User,
});
export type AuthSession = Static<typeof AuthSession>;

/** A browser has the token in its cookie and may send nothing. */
const RefreshBody = Type.Unsafe<{ refresh_token?: string } | null>({ type: ['object', 'null'], properties: { refresh_token: { type: 'string' } } } as TSchema);

const Message = Type.Object({ message: Type.String() });
const limit = (group: string): Limit => ({ requests: 5, perSeconds: 60, per: 'ip+account', group });
const fails = 'Internal server error';

/** Authentication, as far as it is built. */
export const auth = {
  'POST /auth/login': {
    summary: 'Authenticate with email and password', access: 'public',
    body: Type.Object({ email: Type.String({ minLength: 1, maxLength: 254 }), password: Type.String({ minLength: 1, maxLength: 1024 }) }),
    reply: AuthSession, limit: limit('billing login'), fails,
  },
  'POST /auth/logout': { summary: 'Logout and invalidate the current session', access: 'signed-in', reply: Message, limit: limit('billing logout'), fails },
  'POST /auth/refresh': {
    summary: 'Refresh the current session', access: 'public',
    body: RefreshBody,
    reply: AuthSession, limit: limit('billing refresh'), says: { refresh_token_invalid: 'Invalid or expired refresh token' }, fails,
  },
} as const satisfies Contract;
