import { Failure } from '../../kernel/failure.js';
import { record } from '../audit/index.js';
import type { Actor } from '../tx.js';
import type { Identity } from './identity.js';
import { setPassword } from './set-password.js';
import { FAILURES_BEFORE_LOCK, LOCK_MS } from './sign-in.js';
import { countFailure, selectCredentials } from './store.js';

export interface PasswordChange {
  readonly userId: string;
  readonly email: string;
  readonly current: string;
  readonly next: string;
  /** Stays signed in; every other device is signed out. */
  readonly keepSession: string;
  readonly actor: Actor;
}

/**
 * A new password for whoever knows the old one. `password_wrong`, also while the account is locked: wrong guesses
 * count like those at the sign-in page, so a stolen session is no place to guess at. `password_weak`.
 */
export async function changePassword(identity: Identity, wish: PasswordChange): Promise<void> {
  const [row] = await identity.world.read.run(selectCredentials, [wish.email]);
  const matches = await identity.hashing.verify(row?.password_hash ?? null, wish.current.slice(0, 1024));
  const locked = row !== undefined && row.locked_until !== null && row.locked_until > identity.world.clock.now();
  if (!matches || row?.id !== wish.userId || locked) {
    await countRefusal(identity, wish);
    throw new Failure('password_wrong');
  }
  await setPassword(identity, wish.userId, wish.next, wish.actor, wish.keepSession);
}

async function countRefusal({ world }: Identity, { userId, actor }: PasswordChange): Promise<void> {
  await world.transact(async (tx) => {
    await tx.run(countFailure, [userId, tx.now, FAILURES_BEFORE_LOCK, new Date(tx.now.getTime() + LOCK_MS)]);
    record(tx, { actor, action: 'user.password_change_refused', resourceType: 'user', resourceId: userId, outcome: 'failure' });
  });
}
