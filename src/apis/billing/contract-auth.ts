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

/** No session yet: the token goes to verify-2fa with a code, within five minutes. */
export interface TwoFactorChallenge {
  readonly requires_2fa: true;
  readonly challenge_token: string;
}

/** One schema for either: a reply is not chosen among several by the one that writes it down. */
const SessionOrChallenge = Type.Unsafe<AuthSession | TwoFactorChallenge>({
  type: 'object', properties: { ...AuthSession.properties, requires_2fa: { type: 'boolean' }, challenge_token: { type: 'string' } },
} as TSchema);

/** A browser has the token in its cookie and may send nothing. */
const RefreshBody = Type.Unsafe<{ refresh_token?: string } | null>({ type: ['object', 'null'], properties: { refresh_token: { type: 'string' } } } as TSchema);

export const Message = Type.Object({ message: Type.String() });
const Email = Type.String({ minLength: 1, maxLength: 254 });
const Password = Type.String({ minLength: 1, maxLength: 1024 });
const NewPassword = Type.String({ minLength: 8, maxLength: 1024 });
const Phone = Type.String({ maxLength: 40 });
const limit = (group: string, requests = 5): Limit => ({ requests, perSeconds: 60, per: 'ip+account', group });
const fails = 'Internal server error';

/** Six digits of a code generator, or a recovery code where it is lost. */
const SecondFactorCode = Type.String({ pattern: '^(\\d{6}|[A-Za-z0-9]{5}-?[A-Za-z0-9]{5})$' });

/** Authentication: who one is, by one factor or two. */
export const auth = {
  'POST /auth/login': {
    summary: 'Authenticate with email and password', access: 'public',
    body: Type.Object({ email: Email, password: Password }),
    reply: SessionOrChallenge, limit: limit('billing login'), fails,
  },
  'POST /auth/register': {
    summary: 'Register a new user', access: 'public',
    body: Type.Object({
      email: Email, password: NewPassword, name: Type.String({ minLength: 1, maxLength: 200 }),
      company_name: Type.Optional(Type.String({ maxLength: 200 })), phone: Type.Optional(Phone),
    }),
    reply: Type.Object({ user: User }), status: 201, limit: limit('billing register', 3), fails,
  },
  'POST /auth/logout': { summary: 'Logout and invalidate the current session', access: 'signed-in', reply: Message, limit: limit('billing logout'), fails },
  'POST /auth/refresh': {
    summary: 'Refresh the current session', access: 'public',
    body: RefreshBody,
    reply: AuthSession, limit: limit('billing refresh'), says: { refresh_token_invalid: 'Invalid or expired refresh token' }, fails,
  },
  'POST /auth/password-reset': {
    summary: 'Request a password reset email', access: 'public', body: Type.Object({ email: Email }), reply: Message, limit: limit('billing reset', 3), fails,
  },
  'POST /auth/password-reset/confirm': {
    summary: 'Confirm password reset with token', access: 'public',
    body: Type.Object({ token: Type.String({ minLength: 1, maxLength: 200 }), new_password: NewPassword }),
    reply: Message, limit: limit('billing reset confirm'), fails,
  },
  'POST /auth/verify-2fa': {
    summary: 'Verify TOTP code for 2FA', access: 'public',
    body: Type.Object({ code: SecondFactorCode, challenge_token: Type.Optional(Type.String({ maxLength: 500 })) }),
    reply: AuthSession, limit: limit('billing verify-2fa'), fails,
  },
  'POST /auth/enable-2fa': {
    summary: 'Enable 2FA for user account', access: 'signed-in',
    reply: Type.Object({ secret: Type.String(), otpauth_url: Type.String(), qr_code: Type.String(), backup_codes: Type.Array(Type.String()) }),
    limit: limit('billing enable-2fa'), fails,
  },
  'GET /auth/2fa-status': { summary: 'Check if 2FA is enabled', access: 'signed-in', reply: Type.Object({ enabled: Type.Boolean() }), limit: limit('billing 2fa-status'), fails },
  'POST /auth/request-code': {
    summary: 'Request verification code via email or SMS', access: 'public',
    body: Type.Object({ email: Type.Optional(Email), phone: Type.Optional(Phone), channel: Type.Optional(OneOf('email', 'sms')) }),
    reply: Message, limit: limit('billing request-code', 3), fails,
  },
  'POST /auth/verify-code': {
    summary: 'Verify code and authenticate user', access: 'public',
    body: Type.Object({ email: Type.Optional(Email), phone: Type.Optional(Phone), code: Type.String({ minLength: 1, maxLength: 20 }) }),
    reply: SessionOrChallenge, limit: limit('billing verify-code'), fails,
  },
} as const satisfies Contract;
