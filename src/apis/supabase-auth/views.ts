import type { PendingRegistration, SecondFactor, SignedIn, Tokens, User } from '../../core/identity/index.js';
import { idOf } from '../../kernel/ids.js';
import type { FactorView, SessionView, UserView } from './contract.js';

/** A user as Supabase's clients know one. What the account may do is in app_metadata, for show only. */
export function userView(user: User, factor: SecondFactor | null = null): UserView {
  const confirmed = user.emailVerifiedAt?.toISOString();
  const signedIn = user.lastSignInAt?.toISOString();
  return {
    id: user.id, aud: 'authenticated', role: 'authenticated', email: user.email, phone: user.phone ?? '',
    ...(confirmed !== undefined && { email_confirmed_at: confirmed, confirmed_at: confirmed }),
    ...(signedIn !== undefined && { last_sign_in_at: signedIn }),
    app_metadata: { provider: 'email', providers: ['email'], roles: user.roles },
    user_metadata: { ...user.metadata },
    identities: [identityView(user)],
    ...(factor !== null && { factors: [factorView(user.id, factor)] }),
    created_at: user.createdAt.toISOString(), updated_at: user.updatedAt.toISOString(), is_anonymous: false,
  };
}

/** What a registration is answered with, whoever has the address. */
export function pendingView(pending: PendingRegistration): UserView {
  const at = pending.createdAt.toISOString();
  return {
    id: pending.id, aud: 'authenticated', role: 'authenticated', email: pending.email, phone: '', confirmation_sent_at: at,
    app_metadata: { provider: 'email', providers: ['email'] }, user_metadata: { ...pending.metadata },
    identities: [identityView({ ...pending, updatedAt: pending.createdAt })], created_at: at, updated_at: at, is_anonymous: false,
  };
}

function identityView(user: { id: string; email: string; createdAt: Date; updatedAt: Date; emailVerifiedAt?: Date | null }): UserView['identities'][number] {
  return {
    identity_id: user.id, id: user.id, user_id: user.id, provider: 'email', email: user.email,
    identity_data: { sub: user.id, email: user.email, email_verified: (user.emailVerifiedAt ?? null) !== null },
    created_at: user.createdAt.toISOString(), updated_at: user.updatedAt.toISOString(),
  };
}

export function sessionView(signedIn: SignedIn, tokens: Tokens, factor: SecondFactor | null): SessionView {
  return {
    access_token: tokens.accessToken, token_type: 'bearer', expires_in: tokens.expiresIn, expires_at: tokens.expiresAt,
    refresh_token: tokens.refreshToken, user: userView(signedIn.user, factor),
  };
}

/** A factor has no id of its own: one is made of its user and its beginning, the same each time. */
export function factorView(userId: string, { confirmed, createdAt, confirmedAt }: SecondFactor): FactorView {
  return {
    id: idOf('second-factor', userId, createdAt.toISOString()), friendly_name: '', factor_type: 'totp', status: confirmed ? 'verified' : 'unverified',
    created_at: createdAt.toISOString(), updated_at: (confirmedAt ?? createdAt).toISOString(),
  };
}
