import { Failure } from '../../kernel/failure.js';
import { record } from '../audit/index.js';
import type { Actor, Tx } from '../tx.js';
import { revokeSessionOf } from './sessions-store.js';

/** A user ends one of his own devices. `resource_not_found` for one that is not his, or ended before. */
export async function endSession(tx: Tx, userId: string, sessionId: string, actor: Actor): Promise<void> {
  const [ended] = await tx.run(revokeSessionOf, [sessionId, userId, tx.now, 'ended_by_owner']);
  if (!ended) throw new Failure('resource_not_found');
  record(tx, { actor, action: 'session.revoked', resourceType: 'session', resourceId: sessionId, details: { reason: 'ended_by_owner' } });
}
