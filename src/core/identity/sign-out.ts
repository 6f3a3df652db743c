import { record } from '../audit/index.js';
import type { Actor, Tx } from '../tx.js';
import { revokeSession, revokeSessionsOf } from './sessions-store.js';

/** `local`: this session; `others`: all but this one; `global`: all of the user. */
export type SignOutScope = 'global' | 'local' | 'others';

/** Ends sessions; their tokens are refused from the commit on. Returns how many ended. */
export async function signOut(tx: Tx, session: { userId: string; sessionId: string }, scope: SignOutScope, actor: Actor): Promise<number> {
  const ended = scope === 'local'
    ? await tx.run(revokeSession, [session.sessionId, tx.now, 'sign_out'])
    : await tx.run(revokeSessionsOf, [session.userId, tx.now, 'sign_out', scope === 'others' ? session.sessionId : null]);
  record(tx, { actor, action: 'session.closed', resourceType: 'session', resourceId: session.sessionId, details: { scope, ended: ended.length } });
  return ended.length;
}
