import { answerChallenge, authenticate, confirmEmailChange, enterByCode, enterByPassword, issueTokens, refresh, resetPassword, signOut } from '../../core/identity/index.js';
import type { Entrance, Identity, SignedIn } from '../../core/identity/index.js';
import { Failure, isFailure } from '../../kernel/failure.js';
import { answer } from '../call.js';
import type { Handlers } from '../call.js';
import { callerOf } from '../caller.js';
import { readCredential } from '../credential.js';
import { NO_SESSION_COOKIES, refreshTokenIn, sessionCookies } from '../session-cookies.js';
import type { session } from './contract-session.js';

export interface SessionContext {
  readonly identity: Identity;
}

export const sessionHandlers: Handlers<typeof session, SessionContext> = {
  async 'POST /api/app/session'(call, { identity }) {
    return entranceAnswer(identity, await enterByPassword(identity, call.body, callerOf(call)));
  },

  async 'POST /api/app/session/code'(call, { identity }) {
    return entranceAnswer(identity, await enterByCode(identity, call.body, ['verify_email', 'sign_in'], callerOf(call)));
  },

  async 'POST /api/app/session/password'(call, { identity }) {
    return entranceAnswer(identity, await resetPassword(identity, call.body.token, call.body.password, callerOf(call)));
  },

  async 'POST /api/app/session/second-factor'(call, { identity }) {
    return sessionAnswer(identity, await answerChallenge(identity, { token: call.body.challenge_token }, call.body.code, callerOf(call)));
  },

  async 'POST /api/app/session/email'(call, { identity }) {
    await confirmEmailChange(identity, call.body.token, callerOf(call));
    return null;
  },

  async 'POST /api/app/session/refresh'(call, { identity }) {
    const token = refreshTokenIn(call.headers['cookie']);
    if (token === undefined) throw new Failure('refresh_token_invalid');
    return sessionAnswer(identity, await refresh(identity, token, callerOf(call)));
  },

  /** Signing out works whatever became of the session: the cookies go in any case. */
  async 'DELETE /api/app/session'(call, { identity }) {
    const open = await sessionOf(identity, call.headers);
    if (open !== null) await identity.world.transact((tx) => signOut(tx, open, 'local', { ...call.actor, userId: open.userId }));
    return answer(null, { cookies: NO_SESSION_COOKIES });
  },
};

async function entranceAnswer(identity: Identity, entrance: Entrance) {
  if (entrance.outcome === 'challenged') return { requires_2fa: true, challenge_token: entrance.challenge.token };
  return sessionAnswer(identity, entrance.signedIn);
}

export async function sessionAnswer(identity: Identity, signedIn: SignedIn) {
  const { id, email, name, roles } = signedIn.user;
  return answer({ user: { id, email, name, roles: [...roles] } }, { cookies: sessionCookies(await issueTokens(identity, signedIn, 'supabase')) });
}

/** By the access token while it lives, else by the refresh token, which is spent by that. */
async function sessionOf(identity: Identity, headers: Readonly<Record<string, string | string[] | undefined>>): Promise<{ userId: string; sessionId: string } | null> {
  const cookie = typeof headers['cookie'] === 'string' ? headers['cookie'] : undefined;
  const authorization = typeof headers['authorization'] === 'string' ? headers['authorization'] : undefined;
  const credential = readCredential({ authorization, cookie });
  const who = credential.from === 'none' ? null : await authenticate(identity, credential.token);
  if (who !== null) return who;
  const token = refreshTokenIn(cookie);
  if (token === undefined) return null;
  try {
    const { user, session } = await refresh(identity, token);
    return { userId: user.id, sessionId: session.id };
  } catch (error) {
    if (isFailure(error, 'refresh_token_invalid')) return null;
    throw error;
  }
}
