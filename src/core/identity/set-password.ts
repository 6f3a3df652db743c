import { present } from '../../kernel/assert.js';
import { Failure } from '../../kernel/failure.js';
import { record } from '../audit/index.js';
import { queueMail } from '../notifications/index.js';
import type { Actor } from '../tx.js';
import { findUser } from './find-user.js';
import type { Identity } from './identity.js';
import { checkPassword } from './password-policy.js';
import { revokeSessions } from './revoke-sessions.js';
import { updatePassword } from './store.js';
import type { User } from './user.js';

/**
 * A new password, told by mail unless it is his first (`quiet`); every other session of the user ends (`keepSession` stays).
 * `user_not_found`, `password_weak`.
 */
export async function setPassword(identity: Identity, userId: string, password: string, actor: Actor, keepSession: string | null = null, quiet = false): Promise<User> {
  const user = await findUser(identity.world.read, userId);
  if (!user) throw new Failure('user_not_found');
  checkPassword(password, user);
  const hash = await identity.hashing.hash(password);
  return identity.world.transact(async (tx) => {
    await tx.run(updatePassword, [userId, hash, tx.now]);
    record(tx, { actor, action: 'user.password_changed', resourceType: 'user', resourceId: userId });
    const changedAt = tx.now.toISOString();
    if (!quiet) {
      queueMail(tx, 'password_changed', {
        occasion: `password_changed:${changedAt}`, subjectId: userId, recipient: user.email, data: { name: user.name, changed_at: changedAt },
      });
    }
    await revokeSessions(tx, userId, 'password_changed', actor, keepSession);
    return present(await findUser(tx, userId), 'the user is there');
  });
}
