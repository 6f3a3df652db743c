import { parseEmail } from '../../kernel/email.js';
import { Failure } from '../../kernel/failure.js';
import { record } from '../audit/index.js';
import { queueMail } from '../notifications/index.js';
import type { Actor, Tx } from '../tx.js';
import { CODE_MINUTES, parseCodeToken } from './code.js';
import { useCode, voidSecrets } from './codes-store.js';
import { findUser, findUserByEmail } from './find-user.js';
import type { Identity } from './identity.js';
import { noticeSecurity } from './notice-security.js';
import { makeCode } from './send-code.js';
import { updateEmail } from './store.js';
import { actorFor } from './user.js';
import type { Caller, User } from './user.js';

/**
 * Asks for another address: a link goes to the new one, a notice to the old one, and nothing changes before the
 * link was followed. `email_taken` (whoever asks is signed in, and counted), `input_invalid`, `throttled`.
 */
export async function askEmailChange(tx: Tx, user: Pick<User, 'id' | 'email' | 'name'>, wanted: string, actor: Actor): Promise<void> {
  const email = parseEmail(wanted);
  if (email === user.email) return;
  if ((await findUserByEmail(tx, email)) !== null) throw new Failure('email_taken');
  const codeId = await makeCode(tx, user.id, 'change_email', { newEmail: email });
  if (codeId === null) throw new Failure('throttled', { retryAfterSeconds: 3600 });
  queueMail(tx, 'change_email', { occasion: 'code', subjectId: codeId, recipient: email, data: { name: user.name, expires_in_minutes: CODE_MINUTES.change_email } });
  noticeSecurity(tx, user, 'email_change_asked');
  record(tx, { actor, action: 'user.email_change_asked', resourceType: 'user', resourceId: user.id });
}

/**
 * The new address counts from now on; whoever follows the link need not be signed in, and is not by that. The
 * customer a user acts for stays who he is. `code_invalid`, `email_taken` when somebody was faster.
 */
export async function confirmEmailChange(identity: Identity, token: string, caller: Caller = {}): Promise<void> {
  const codeId = parseCodeToken(identity.keys, token);
  if (codeId === null) throw new Failure('code_invalid');
  await identity.world.transact(async (tx) => {
    const [code] = await tx.run(useCode, [codeId, tx.now, ['change_email']]);
    const before = code ? await findUser(tx, code.user_id) : null;
    if (!code || code.new_email === null || before === null || before.disabledAt !== null) throw new Failure('code_invalid');
    const [changed] = await tx.run(updateEmail, [before.id, code.new_email, tx.now]);
    if (!changed) throw new Failure('email_taken');
    await tx.run(voidSecrets, [before.id, tx.now]);
    record(tx, { actor: actorFor(before.id, caller), action: 'user.email_changed', resourceType: 'user', resourceId: before.id });
    noticeSecurity(tx, before, 'email_changed');
  });
}
