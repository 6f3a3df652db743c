import { record } from '../audit/index.js';
import type { Actor } from '../tx.js';
import { addressMac } from './failures.js';
import type { Identity } from './identity.js';
import { FAILURES_BEFORE_LOCK, LOCK_MS } from './failures.js';
import { countFailure, selectCredentials, selectLock } from './store.js';

interface Owner {
  readonly userId: string;
  readonly email: string;
  readonly actor: Actor;
}

/** Does somebody who is signed in know his own password? Never while the address is locked. */
export async function passwordMatches(identity: Identity, { userId, email }: Owner, password: string): Promise<boolean> {
  const { read, clock } = identity.world;
  const [row] = await read.run(selectCredentials, [email]);
  const matches = await identity.hashing.verify(row?.password_hash ?? null, password.slice(0, 1024));
  const [lock] = await read.run(selectLock, [addressMac(identity.keys, email), clock.now()]);
  return matches && row?.id === userId && lock === undefined;
}

/** Wrong guesses count like those at the sign-in page, so a stolen session is no place to guess at. */
export async function countRefusedPassword({ world, keys }: Identity, { userId, email, actor }: Owner, action: string): Promise<void> {
  await world.transact(async (tx) => {
    await tx.run(countFailure, [addressMac(keys, email), tx.now, FAILURES_BEFORE_LOCK, new Date(tx.now.getTime() + LOCK_MS)]);
    record(tx, { actor, action, resourceType: 'user', resourceId: userId, outcome: 'failure' });
  });
}
