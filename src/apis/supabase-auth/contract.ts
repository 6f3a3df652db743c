import Type from 'typebox';
import type { Static } from 'typebox';
import { OneOf } from '../endpoint.js';
import type { Contract, Limit } from '../endpoint.js';

const Instant = Type.String({ format: 'date-time' });
const Free = Type.Record(Type.String(), Type.Unknown());

const Identity = Type.Object({
  identity_id: Type.String(), id: Type.String(), user_id: Type.String(), identity_data: Free, provider: Type.String(), email: Type.String(),
  created_at: Instant, updated_at: Instant, last_sign_in_at: Type.Optional(Instant),
});

const FactorView = Type.Object({
  id: Type.String(), friendly_name: Type.String(), factor_type: Type.Literal('totp'), status: OneOf('verified', 'unverified'), created_at: Instant, updated_at: Instant,
});
export type FactorView = Static<typeof FactorView>;

export const User = Type.Object({
  id: Type.String(), aud: Type.String(), role: Type.String(), email: Type.String(), phone: Type.String(),
  email_confirmed_at: Type.Optional(Instant), confirmed_at: Type.Optional(Instant), confirmation_sent_at: Type.Optional(Instant),
  last_sign_in_at: Type.Optional(Instant), app_metadata: Free, user_metadata: Free, identities: Type.Array(Identity), factors: Type.Optional(Type.Array(FactorView)),
  created_at: Instant, updated_at: Instant, is_anonymous: Type.Boolean(),
});

export const Session = Type.Object({
  access_token: Type.String(), token_type: Type.String(), expires_in: Type.Integer(), expires_at: Type.Integer(), refresh_token: Type.String(), user: User,
});

export type UserView = Static<typeof User>;
export type SessionView = Static<typeof Session>;

const Empty = Type.Object({});
const Email = Type.String({ maxLength: 254 });
const Password = Type.String({ maxLength: 1024 });
const Code = Type.String({ maxLength: 200 });
const signingIn: Limit = { requests: 30, perSeconds: 60, per: 'ip+account', group: 'supabase-token' };
const mailing: Limit = { requests: 5, perSeconds: 60, per: 'ip+account', group: 'supabase-mail' };
const guessing: Limit = { requests: 10, perSeconds: 60, per: 'ip+account', group: 'supabase-verify' };
const own: Limit = { requests: 60, perSeconds: 60, per: 'caller', group: 'supabase-user' };
const AUTH_BODY = 16_384;
const fails = 'Unexpected failure';

const Factor = Type.Object({ factorId: Type.String() });
const secondFactor: Limit = { requests: 15, perSeconds: 60, per: 'caller', group: 'supabase-factors' };
const factor = { access: 'half-signed-in', bodyLimit: AUTH_BODY, limit: secondFactor, fails } as const;
const admin = { access: 'signed-in', reply: Empty, limit: own, fails } as const;
const AdminUser = Type.Object({ userId: Type.String() });

/** The part of the Supabase Auth protocol that its own clients use, under the paths they expect. */
export const supabaseAuth = {
  'POST /auth/v1/token': {
    summary: 'Sign in with a password, or trade a refresh token', access: 'public', bodyLimit: AUTH_BODY,
    query: Type.Object({ grant_type: OneOf('password', 'refresh_token') }),
    body: Type.Object({ email: Type.Optional(Email), password: Type.Optional(Password), refresh_token: Type.Optional(Code) }),
    reply: Session, limit: signingIn, fails,
  },
  'POST /auth/v1/logout': {
    summary: 'End sessions', access: 'half-signed-in', query: Type.Object({ scope: Type.Optional(OneOf('global', 'local', 'others')) }),
    reply: Type.Null(), status: 204, limit: own, fails,
  },
  'GET /auth/v1/user': { summary: 'The user who is signed in, also with one factor of two', access: 'half-signed-in', reply: User, limit: own, fails },
  'PUT /auth/v1/user': {
    summary: 'Change the password, the phone number or the metadata', access: 'signed-in', bodyLimit: AUTH_BODY,
    body: Type.Object({ email: Type.Optional(Email), password: Type.Optional(Password), phone: Type.Optional(Type.String({ maxLength: 40 })), data: Type.Optional(Free) }),
    reply: User, limit: own, fails,
  },
  'POST /auth/v1/signup': {
    summary: 'Register a customer', access: 'public', bodyLimit: AUTH_BODY,
    body: Type.Object({ email: Email, password: Password, data: Type.Optional(Type.Union([Free, Type.Null()])) }),
    reply: User, limit: mailing, fails,
  },
  'POST /auth/v1/recover': { summary: 'Mail a way back in', access: 'public', bodyLimit: AUTH_BODY, body: Type.Object({ email: Email }), reply: Empty, limit: mailing, fails },
  'POST /auth/v1/otp': {
    summary: 'Mail a sign-in code', access: 'public', bodyLimit: AUTH_BODY, body: Type.Object({ email: Email }),
    reply: Type.Object({ message_id: Type.Null() }), limit: mailing, fails,
  },
  'POST /auth/v1/magiclink': { summary: 'Mail a sign-in link', access: 'public', bodyLimit: AUTH_BODY, body: Type.Object({ email: Email }), reply: Empty, limit: mailing, fails },
  'POST /auth/v1/resend': {
    summary: 'Mail the confirmation again', access: 'public', bodyLimit: AUTH_BODY, body: Type.Object({ email: Email, type: OneOf('signup') }),
    reply: Type.Object({ message_id: Type.Null() }), limit: mailing, fails,
  },
  'POST /auth/v1/verify': {
    summary: 'Redeem a mailed code', access: 'public', bodyLimit: AUTH_BODY,
    body: Type.Object({
      type: OneOf('signup', 'recovery', 'invite', 'magiclink', 'email'),
      token: Type.Optional(Code), token_hash: Type.Optional(Code), email: Type.Optional(Email),
    }),
    reply: Session, limit: guessing, fails,
  },
  'GET /auth/v1/verify': {
    summary: 'To the page that redeems a mailed code', access: 'public',
    query: Type.Object({ token: Code, type: OneOf('signup', 'recovery', 'invite', 'magiclink', 'email') }),
    reply: Type.Null(), status: 302, limit: guessing, fails,
  },
  'POST /auth/v1/factors': {
    ...factor, summary: 'Begin with a second factor: a secret, in force after its first code',
    body: Type.Object({ factor_type: OneOf('totp'), friendly_name: Type.Optional(Type.String({ maxLength: 200 })), issuer: Type.Optional(Type.String({ maxLength: 200 })) }),
    reply: Type.Object({
      id: Type.String(), type: Type.Literal('totp'), friendly_name: Type.String(), totp: Type.Object({ qr_code: Type.String(), secret: Type.String(), uri: Type.String() }),
    }),
  },
  'POST /auth/v1/factors/{factorId}/challenge': {
    ...factor, summary: 'Ask for the second factor', params: Factor,
    reply: Type.Object({ id: Type.String(), type: Type.Literal('totp'), expires_at: Type.Integer() }),
  },
  'POST /auth/v1/factors/{factorId}/verify': {
    ...factor, summary: 'Give the second factor: a session of level 2', params: Factor,
    body: Type.Object({ challenge_id: Type.String({ maxLength: 100 }), code: Type.String({ minLength: 1, maxLength: 20 }) }), reply: Session,
  },
  'DELETE /auth/v1/factors/{factorId}': { ...factor, summary: 'Remove the second factor', params: Factor, reply: Type.Object({ id: Type.String() }) },
  'GET /auth/v1/settings': {
    summary: 'What this server offers', access: 'public',
    reply: Type.Object({
      external: Type.Record(Type.String(), Type.Boolean()), disable_signup: Type.Boolean(), mailer_autoconfirm: Type.Boolean(),
      phone_autoconfirm: Type.Boolean(), sms_provider: Type.String(), saml_enabled: Type.Boolean(),
    }),
    fails,
  },
  'GET /auth/v1/health': {
    summary: 'Is the sign-in service there', access: 'public',
    reply: Type.Object({ version: Type.String(), name: Type.String(), description: Type.String() }), fails,
  },
  'GET /auth/v1/.well-known/jwks.json': {
    summary: 'The public keys of access tokens', access: 'public', reply: Type.Object({ keys: Type.Array(Free) }), fails,
  },
  'GET /auth/v1/admin/users': { ...admin, summary: 'Refused: users are kept in the web app' },
  'POST /auth/v1/admin/users': { ...admin, summary: 'Refused: users are kept in the web app' },
  'GET /auth/v1/admin/users/{userId}': { ...admin, summary: 'Refused: users are kept in the web app', params: AdminUser },
  'PUT /auth/v1/admin/users/{userId}': { ...admin, summary: 'Refused: users are kept in the web app', params: AdminUser },
  'DELETE /auth/v1/admin/users/{userId}': { ...admin, summary: 'Refused: users are kept in the web app', params: AdminUser },
} as const satisfies Contract;

export type SupabaseAuth = typeof supabaseAuth;
