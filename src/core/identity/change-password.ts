import { Failure } from '../../kernel/failure.js';
import type { Actor } from '../tx.js';
import { countRefusedPassword, passwordMatches } from './check-own-password.js';
import type { Identity } from './identity.js';
import { setPassword } from './set-password.js';

export interface PasswordChange {
  readonly userId: string;
  readonly email: string;
  readonly current: string;
  readonly next: string;
  /** Stays signed in; every other device is signed out. */
  readonly keepSession: string;
  readonly actor: Actor;
}

/** A new password for whoever knows the old one. `password_wrong`, also while the account is locked; `password_weak`. */
export async function changePassword(identity: Identity, wish: PasswordChange): Promise<void> {
  if (!(await passwordMatches(identity, wish, wish.current))) {
    await countRefusedPassword(identity, wish, 'user.password_change_refused');
    throw new Failure('password_wrong');
  }
  await setPassword(identity, wish.userId, wish.next, wish.actor, wish.keepSession);
}
