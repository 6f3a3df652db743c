import { present } from '../../kernel/assert.js';
import { Failure } from '../../kernel/failure.js';
import { record } from '../audit/index.js';
import type { Tx } from '../tx.js';
import type { Door } from './admit.js';
import type { Identity } from './identity.js';
import { decideRotation, parseRefreshToken } from './refresh-token.js';
import { lockSession, revokeSession, rotateSession, toSession } from './sessions-store.js';
import { selectUserById, toUser } from './store.js';
import type { Caller, SignedIn } from './user.js';

/**
 * Trades a refresh token for the next one of its session (see issueTokens). The previous token, within ten
 * seconds, gives the same child again; any older one revokes the session. `refresh_token_invalid` for all that
 * is no good, without telling why. A session that lacks the second factor is good for the `half` door only, and is
 * not prolonged.
 */
export async function refresh(identity: Identity, token: string, caller: Caller = {}, door: Door = 'challenge'): Promise<SignedIn> {
  const named = parseRefreshToken(identity.keys, token);
  if (named === null) throw new Failure('refresh_token_invalid');
  const signedIn = await identity.world.transact((tx) => rotate(tx, identity, named, caller, door));
  if (signedIn === null) throw new Failure('refresh_token_invalid');
  return signedIn;
}

async function rotate(tx: Tx, identity: Identity, named: { sessionId: string; generation: number }, caller: Caller, door: Door): Promise<SignedIn | null> {
  const [session] = await tx.run(lockSession, [named.sessionId]);
  if (!session || session.disabled_at !== null) return null;
  const half = session.two_factors && session.aal < 2;
  if (half && door !== 'half') return null;
  const facts = { generation: session.generation, rotatedAt: session.rotated_at, expiresAt: session.expires_at, revokedAt: session.revoked_at };
  const decision = decideRotation(facts, named.generation, tx.now);
  if (decision === 'dead') return null;
  if (decision === 'reuse') {
    await tx.run(revokeSession, [session.id, tx.now, 'refresh_reuse']);
    record(tx, {
      actor: { userId: session.user_id, ip: caller.ip ?? null, requestId: caller.requestId ?? null },
      action: 'session.revoked', resourceType: 'session', resourceId: session.id, details: { reason: 'refresh_reuse' },
    });
    return null;
  }
  const [user] = await tx.run(selectUserById, [session.user_id]);
  if (decision === 'repeat') return { user: toUser(present(user, 'a session has its user')), session: toSession(session) };
  const expiresAt = half ? session.expires_at : new Date(tx.now.getTime() + identity.sessionMs);
  const [rotated] = await tx.run(rotateSession, [session.id, session.generation, tx.now, expiresAt]);
  return { user: toUser(present(user, 'a session has its user')), session: toSession(present(rotated, 'the session was locked')) };
}
