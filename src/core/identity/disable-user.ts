import { Failure } from '../../kernel/failure.js';
import { record } from '../audit/index.js';
import type { Actor, Tx } from '../tx.js';
import { revokeSessions } from './revoke-sessions.js';
import { setDisabled } from './store.js';

/** Shuts a user out at once; what they did stays. `user_not_found`. */
export async function disableUser(tx: Tx, userId: string, actor: Actor): Promise<void> {
  const [disabled] = await tx.run(setDisabled, [userId, tx.now, tx.now]);
  if (!disabled) throw new Failure('user_not_found');
  record(tx, { actor, action: 'user.disabled', resourceType: 'user', resourceId: userId });
  await revokeSessions(tx, userId, 'user_disabled', actor);
}

/** Lets a user in again; old sessions stay ended. */
export async function enableUser(tx: Tx, userId: string, actor: Actor): Promise<void> {
  const [enabled] = await tx.run(setDisabled, [userId, null, tx.now]);
  if (!enabled) throw new Failure('user_not_found');
  record(tx, { actor, action: 'user.enabled', resourceType: 'user', resourceId: userId });
}
