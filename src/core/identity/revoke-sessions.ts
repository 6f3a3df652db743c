import { record } from '../audit/index.js';
import type { Actor, Tx } from '../tx.js';
import { revokeSessionsOf } from './sessions-store.js';

/** Ends every session of a user (but `except`), for a reason the audit log keeps. Returns how many ended. */
export async function revokeSessions(tx: Tx, userId: string, reason: string, actor: Actor, except: string | null = null): Promise<number> {
  const ended = await tx.run(revokeSessionsOf, [userId, tx.now, reason, except]);
  if (ended.length > 0) record(tx, { actor, action: 'session.revoked', resourceType: 'user', resourceId: userId, details: { reason, ended: ended.length } });
  return ended.length;
}
