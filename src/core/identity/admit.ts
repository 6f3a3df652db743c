import { newId } from '../../kernel/ids.js';
import { present } from '../../kernel/assert.js';
import { Failure } from '../../kernel/failure.js';
import { record } from '../audit/index.js';
import type { Tx } from '../tx.js';
import { formatChallenge } from './challenge.js';
import type { Challenge } from './challenge.js';
import { CODE_MINUTES } from './code.js';
import { insertChallenge } from './codes-store.js';
import { findUser } from './find-user.js';
import type { Identity } from './identity.js';
import { openSession } from './open-session.js';
import { markSignedIn, selectDoor } from './store.js';
import { actorFor } from './user.js';
import type { Caller, SignedIn } from './user.js';

/** What the first factor came to: a session, or the question for the second factor and no session yet. */
export type Entrance =
  | { readonly outcome: 'signed_in'; readonly signedIn: SignedIn }
  | { readonly outcome: 'challenged'; readonly challenge: Challenge };

/**
 * What whoever has two factors gets for the first. challenge: a token that only the second factor's call takes.
 * half: a session of quarter of an hour that only the calls for the second factor take, for clients that speak so.
 */
export type Door = 'challenge' | 'half';

const HALF_MS = 15 * 60_000;

/**
 * The one way in: every door (password, mailed code, reset, link) ends here once its proof was good, so that none
 * goes around the second factor. Null for a user who is gone or disabled.
 */
export async function admit(tx: Tx, identity: Identity, userId: string, method: string, caller: Caller, door: Door): Promise<Entrance | null> {
  const [found] = await tx.run(selectDoor, [userId]);
  if (!found) return null;
  if (found.two_factors && door === 'challenge') {
    record(tx, { actor: actorFor(userId, caller), action: 'second_factor.asked', resourceType: 'user', resourceId: userId, details: { method } });
    return { outcome: 'challenged', challenge: await askSecondFactor(tx, identity, userId) };
  }
  const lifeMs = found.two_factors ? HALF_MS : undefined;
  if (!found.two_factors) await tx.run(markSignedIn, [userId, tx.now]);
  const session = await openSession(tx, identity, { userId, method, aal: 1, lifeMs }, caller);
  return { outcome: 'signed_in', signedIn: { user: present(await findUser(tx, userId), 'a user who may enter is there'), session } };
}

/** A new question for the second factor of a user who gave the first. */
export async function askSecondFactor(tx: Tx, identity: Identity, userId: string): Promise<Challenge & { id: string }> {
  const id = newId(tx.now.getTime());
  const expiresAt = new Date(tx.now.getTime() + CODE_MINUTES.second_factor * 60_000);
  await tx.run(insertChallenge, [id, userId, tx.now, expiresAt]);
  return { id, token: formatChallenge(identity.keys, id), expiresAt };
}

/** The session, for callers that cannot ask for more: `second_factor_needed` where there is a question instead. */
export function sessionOf(entrance: Entrance): SignedIn {
  if (entrance.outcome === 'challenged') throw new Failure('second_factor_needed');
  return entrance.signedIn;
}
