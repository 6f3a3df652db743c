import { issueTokens, refresh, shownRole, signIn, signOut } from '../../core/identity/index.js';
import type { Identity, SignedIn, User } from '../../core/identity/index.js';
import { Failure, isFailure } from '../../kernel/failure.js';
import { answer } from '../call.js';
import type { Handlers } from '../call.js';
import { callerOf } from '../caller.js';
import { NO_SESSION_COOKIES, refreshTokenIn, sessionCookies } from '../session-cookies.js';
import type { auth, AuthSession, User as UserView } from './contract-auth.js';

export interface AuthContext {
  readonly identity: Identity;
}

export const authHandlers: Handlers<typeof auth, AuthContext> = {
  async 'POST /auth/login'(call, { identity }) {
    try {
      return await sessionAnswer(identity, await signIn(identity, call.body, callerOf(call)));
    } catch (error) {
      // The document has one answer for everything that is wrong with a login.
      if (isFailure(error, 'email_not_verified')) throw new Failure('credentials_invalid');
      throw error;
    }
  },

  async 'POST /auth/logout'(call, { identity }) {
    await identity.world.transact((tx) => signOut(tx, call.who, 'local', call.actor));
    return answer({ message: 'Logged out' }, { cookies: NO_SESSION_COOKIES });
  },

  async 'POST /auth/refresh'(call, { identity }) {
    const token = call.body?.refresh_token ?? refreshTokenIn(call.headers['cookie']);
    if (token === undefined) throw new Failure('refresh_token_invalid');
    return sessionAnswer(identity, await refresh(identity, token, callerOf(call)));
  },
};

async function sessionAnswer(identity: Identity, signedIn: SignedIn) {
  const tokens = await issueTokens(identity, signedIn, 'plain');
  const body: AuthSession = {
    access_token: tokens.accessToken, refresh_token: tokens.refreshToken, token_type: 'bearer', expires_in: tokens.expiresIn, user: userView(signedIn.user),
  };
  return answer(body, { cookies: sessionCookies(tokens) });
}

/** A user in the billing document: it knows admins and customers only. */
export function userView(user: User): UserView {
  return {
    id: user.id, email: user.email, name: user.name, role: shownRole(user.roles) === 'admin' ? 'admin' : 'customer', customer_id: user.customerId,
    phone: user.phone, two_factor_enabled: false, settings: { ...user.settings },
    created_at: user.createdAt.toISOString(), updated_at: user.updatedAt.toISOString(),
  };
}
