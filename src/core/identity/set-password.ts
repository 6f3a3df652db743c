import { present } from '../../kernel/assert.js';
import { Failure } from '../../kernel/failure.js';
import { record } from '../audit/index.js';
import { queueMail } from '../notifications/index.js';
import type { Actor, Tx } from '../tx.js';
import { voidSecrets } from './codes-store.js';
import { addressMac } from './failures.js';
import { findUser } from './find-user.js';
import type { Identity } from './identity.js';
import { hashNewPassword } from './password-policy.js';
import { revokeSessions } from './revoke-sessions.js';
import { forgiveFailures, updatePassword } from './store.js';
import type { User } from './user.js';

/** A new password, told by mail; every other session of the user ends (`keepSession` stays). `user_not_found`, `password_weak`. */
export async function setPassword(identity: Identity, userId: string, password: string, actor: Actor, keepSession: string | null = null): Promise<User> {
  const user = await findUser(identity.world.read, userId);
  if (!user) throw new Failure('user_not_found');
  const hash = await hashNewPassword(identity, password, user);
  return identity.world.transact((tx) => storePassword(tx, identity, { user, hash, keepSession }, actor));
}

export interface StoredPassword {
  readonly user: User;
  readonly hash: string;
  readonly keepSession?: string | null;
  /** Nothing to tell: it is the first one. */
  readonly quiet?: boolean;
}

/** The same inside a transaction, for a password hashed before it. What was sent to get in by is void. */
export async function storePassword(tx: Tx, identity: Identity, { user, hash, keepSession = null, quiet = false }: StoredPassword, actor: Actor): Promise<User> {
  await tx.run(updatePassword, [user.id, hash, tx.now]);
  await tx.run(forgiveFailures, [addressMac(identity.keys, user.email)]);
  await tx.run(voidSecrets, [user.id, tx.now]);
  record(tx, { actor, action: 'user.password_changed', resourceType: 'user', resourceId: user.id });
  const changedAt = tx.now.toISOString();
  if (!quiet) {
    queueMail(tx, 'password_changed', {
      occasion: `password_changed:${changedAt}`, subjectId: user.id, recipient: user.email, data: { name: user.name, changed_at: changedAt },
    });
  }
  await revokeSessions(tx, user.id, 'password_changed', actor, keepSession);
  return present(await findUser(tx, user.id), 'the user is there');
}
