import { Failure } from '../../kernel/failure.js';
import type { Tx } from '../tx.js';
import { admit } from './admit.js';
import type { Entrance } from './admit.js';
import { parseCodeToken } from './code.js';
import type { CodePurpose } from './code.js';
import { selectLiveCode } from './codes-store.js';
import { findUser } from './find-user.js';
import type { Identity } from './identity.js';
import { hashNewPassword } from './password-policy.js';
import { spendCode } from './redeem-code.js';
import { storePassword } from './set-password.js';
import { actorFor } from './user.js';
import type { Caller } from './user.js';

const PURPOSES: readonly CodePurpose[] = ['recovery', 'invitation'];

/**
 * A new password by the secret of a recovery mail, or the first one by that of an invitation: every session ends, and
 * a new one begins, once the second factor was given where there is one. A password that is too weak does not use up
 * the code. `code_invalid`, `password_weak`.
 */
export async function resetPassword(identity: Identity, token: string, password: string, caller: Caller = {}): Promise<Entrance> {
  const entrance = await reset(identity, token, password, caller, (tx, userId, method) => admit(tx, identity, userId, method, caller, 'challenge'));
  if (entrance === null) throw new Failure('code_invalid');
  return entrance;
}

/** The same for a caller who signs in afterwards, or not. */
export async function resetPasswordOnly(identity: Identity, token: string, password: string, caller: Caller = {}): Promise<void> {
  const done = await reset(identity, token, password, caller, async () => true);
  if (done === null) throw new Failure('code_invalid');
}

type Then<T> = (tx: Tx, userId: string, method: string) => Promise<T | null>;

async function reset<T>(identity: Identity, token: string, password: string, caller: Caller, then: Then<T>): Promise<T | null> {
  const { read, clock } = identity.world;
  const codeId = parseCodeToken(identity.keys, token);
  const [code] = codeId === null ? [] : await read.run(selectLiveCode, [codeId, clock.now()]);
  const user = code && PURPOSES.some((purpose) => purpose === code.purpose) ? await findUser(read, code.user_id) : null;
  if (user === null || user.disabledAt !== null) return null;
  const hash = await hashNewPassword(identity, password, user);
  return identity.world.transact(async (tx) => {
    const spent = await spendCode(tx, identity, { token }, PURPOSES, caller);
    if (spent === null) return null;
    await storePassword(tx, identity, { user, hash, quiet: spent.purpose === 'invitation' }, actorFor(user.id, caller));
    return then(tx, user.id, spent.purpose);
  });
}
