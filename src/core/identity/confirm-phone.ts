import { Failure } from '../../kernel/failure.js';
import { phoneOrNull } from '../../kernel/phone.js';
import { record } from '../audit/index.js';
import type { Actor, Tx } from '../tx.js';
import { findUser } from './find-user.js';
import type { Identity } from './identity.js';
import { spendCode } from './redeem-code.js';
import { textCode } from './send-code.js';
import { confirmPhone as writeConfirmation, holdProfile } from './store.js';

/** Texts a code to the number of a user's profile. `phone_invalid` where that is none in international form, `throttled`. */
export async function askPhoneCode(tx: Tx, userId: string): Promise<void> {
  // A change of the number comes wholly before, or after and voids this code (changeProfile).
  await tx.run(holdProfile, [userId]);
  const user = await findUser(tx, userId);
  const phone = phoneOrNull(user?.phone ?? '');
  if (!user || phone === null) throw new Failure('phone_invalid');
  if (!(await textCode(tx, { id: user.id, phone }, 'confirm_phone'))) throw new Failure('throttled', { retryAfterSeconds: 3600 });
}

/** The number is theirs, and sign-in codes may be texted to it. `digits_wrong`; five tries a code. */
export async function confirmPhone(identity: Identity, user: { id: string; email: string }, digits: string, actor: Actor): Promise<void> {
  const confirmed = await identity.world.transact(async (tx) => {
    const code = await spendCode(tx, identity, { email: user.email, digits }, ['confirm_phone'], { ip: actor.ip ?? null, requestId: actor.requestId ?? null });
    if (code?.user_id !== user.id) return false;
    await tx.run(writeConfirmation, [user.id, tx.now]);
    record(tx, { actor, action: 'user.phone_confirmed', resourceType: 'user', resourceId: user.id });
    return true;
  });
  if (!confirmed) throw new Failure('digits_wrong');
}
