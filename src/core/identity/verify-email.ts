import { record } from '../audit/index.js';
import { linkVerifiedUser } from '../customers/index.js';
import type { Actor, Tx } from '../tx.js';
import { markEmailVerified } from './store.js';

/** The user has shown that the address is theirs; a customer with that address becomes theirs, once. */
export async function verifyEmail(tx: Tx, userId: string, actor: Actor): Promise<void> {
  const [verified] = await tx.run(markEmailVerified, [userId, tx.now]);
  if (!verified) return;
  record(tx, { actor, action: 'user.email_verified', resourceType: 'user', resourceId: userId });
  await linkVerifiedUser(tx, verified.email, actor);
}
