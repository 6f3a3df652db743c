import { present } from '../../kernel/assert.js';
import { Failure } from '../../kernel/failure.js';
import { record } from '../audit/index.js';
import type { Tx } from '../tx.js';
import { confirmFactor } from './factors-store.js';
import { findUser } from './find-user.js';
import type { Identity } from './identity.js';
import { noticeSecurity } from './notice-security.js';
import { openSession } from './open-session.js';
import { revokeSessions } from './revoke-sessions.js';
import { takeSecondFactor } from './take-second-factor.js';
import { actorFor } from './user.js';
import type { Caller, SignedIn } from './user.js';

/**
 * The first code of a new generator: from now on both factors are asked for. Every session opened before ends, and a
 * new one begins that has given both. `digits_wrong`.
 */
export async function confirmSecondFactor(identity: Identity, userId: string, code: string, caller: Caller = {}): Promise<SignedIn> {
  const signedIn = await identity.world.transact((tx) => confirm(tx, identity, userId, code, caller));
  if (signedIn === null) throw new Failure('digits_wrong');
  return signedIn;
}

async function confirm(tx: Tx, identity: Identity, userId: string, code: string, caller: Caller): Promise<SignedIn | null> {
  const actor = actorFor(userId, caller);
  const taken = await takeSecondFactor(tx, identity, { id: userId }, code, actor, true);
  if (taken === null) return null;
  await tx.run(confirmFactor, [userId, tx.now]);
  record(tx, { actor, action: 'second_factor.enabled', resourceType: 'user', resourceId: userId });
  await revokeSessions(tx, userId, 'second_factor', actor);
  const session = await openSession(tx, identity, { userId, method: taken, aal: 2 }, caller);
  const user = present(await findUser(tx, userId), 'whoever has a factor is there');
  noticeSecurity(tx, user, 'two_factor_on');
  return { user, session };
}
