import { issueTokens, refresh, signIn, signOut } from '../../core/identity/index.js';
import type { SignedIn } from '../../core/identity/index.js';
import { Failure } from '../../kernel/failure.js';
import { callerOf } from '../caller.js';
import { answer } from '../call.js';
import type { Handlers } from '../call.js';
import type { SupabaseAuth } from './contract.js';
import type { IdentityContext } from './context.js';
import { sessionView } from './views.js';

export const UNCACHED = { 'cache-control': 'no-store' } as const;

/** The tokens of a session, for nobody else's cache. */
export async function sessionAnswer({ identity }: IdentityContext, signedIn: SignedIn) {
  return answer(sessionView(signedIn, await issueTokens(identity, signedIn, 'supabase')), { headers: UNCACHED });
}

export const sessions: Pick<Handlers<SupabaseAuth, IdentityContext>, 'POST /auth/v1/token' | 'POST /auth/v1/logout'> = {
  async 'POST /auth/v1/token'(call, context) {
    const { email, password, refresh_token: refreshToken } = call.body;
    if (call.query.grant_type === 'refresh_token') {
      if (refreshToken === undefined) throw new Failure('input_missing', { fields: { refresh_token: 'is required' } });
      return sessionAnswer(context, await refresh(context.identity, refreshToken, callerOf(call)));
    }
    if (email === undefined || password === undefined) throw new Failure('input_missing', { fields: { email: 'is required', password: 'is required' } });
    return sessionAnswer(context, await signIn(context.identity, { email, password }, callerOf(call)));
  },

  async 'POST /auth/v1/logout'(call, { identity }) {
    await identity.world.transact((tx) => signOut(tx, call.who, call.query.scope ?? 'global', call.actor));
    return null;
  },
};
