import { Failure } from '../../kernel/failure.js';
import { parseCodeToken } from './code.js';
import { selectLiveCode } from './codes-store.js';
import { findUser } from './find-user.js';
import type { Identity } from './identity.js';
import { checkPassword } from './password-policy.js';
import { redeemCode } from './redeem-code.js';
import { setPassword } from './set-password.js';
import type { Caller, SignedIn } from './user.js';

/**
 * A new password by the secret of a recovery mail, or the first one by that of an invitation: every other session ends, and this one begins. A password that is
 * too weak does not use up the code. `code_invalid`, `password_weak`.
 */
export async function resetPassword(identity: Identity, token: string, password: string, caller: Caller = {}): Promise<SignedIn> {
  const codeId = parseCodeToken(identity.keys, token);
  const [code] = codeId === null ? [] : await identity.world.read.run(selectLiveCode, [codeId, identity.world.clock.now()]);
  const user = code?.purpose === 'recovery' || code?.purpose === 'invitation' ? await findUser(identity.world.read, code.user_id) : null;
  if (user === null) throw new Failure('code_invalid');
  checkPassword(password, user);
  const signedIn = await redeemCode(identity, { token }, ['recovery', 'invitation'], caller);
  const actor = { userId: user.id, ip: caller.ip ?? null, requestId: caller.requestId ?? null };
  return { ...signedIn, user: await setPassword(identity, user.id, password, actor, signedIn.session.id, code?.purpose === 'invitation') };
}
