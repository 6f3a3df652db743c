import { enterByPassword, findSecondFactor, issueTokens, refresh, signOut } from '../../core/identity/index.js';
import type { Entrance, SignedIn } from '../../core/identity/index.js';
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
  const { id, twoFactors } = signedIn.user;
  // Clients read from it whether a second factor is to be asked for.
  const factor = twoFactors ? await findSecondFactor(identity.world.read, id) : null;
  return answer(sessionView(signedIn, await issueTokens(identity, signedIn, 'supabase'), factor), { headers: UNCACHED });
}

/** Through the `half` door there is always a session: where a second factor is in force, one that only its calls take. */
export async function entranceAnswer(context: IdentityContext, entrance: Entrance) {
  if (entrance.outcome === 'challenged') throw new Failure('second_factor_needed');
  return sessionAnswer(context, entrance.signedIn);
}

export const sessions: Pick<Handlers<SupabaseAuth, IdentityContext>, 'POST /auth/v1/token' | 'POST /auth/v1/logout'> = {
  async 'POST /auth/v1/token'(call, context) {
    const { email, password, refresh_token: refreshToken } = call.body;
    if (call.query.grant_type === 'refresh_token') {
      if (refreshToken === undefined) throw new Failure('input_missing', { fields: { refresh_token: 'is required' } });
      return sessionAnswer(context, await refresh(context.identity, refreshToken, callerOf(call), 'half'));
    }
    if (email === undefined || password === undefined) throw new Failure('input_missing', { fields: { email: 'is required', password: 'is required' } });
    return entranceAnswer(context, await enterByPassword(context.identity, { email, password }, callerOf(call), 'half'));
  },

  async 'POST /auth/v1/logout'(call, { identity }) {
    // Whoever has given one factor of two ends what he began, and nothing else.
    const half = call.who.twoFactors && call.who.aal < 2;
    await identity.world.transact((tx) => signOut(tx, call.who, half ? 'local' : call.query.scope ?? 'global', call.actor));
    return null;
  },
};
