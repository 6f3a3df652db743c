import { emailOrNull } from '../../kernel/email.js';
import { Failure } from '../../kernel/failure.js';
import { idOf } from '../../kernel/ids.js';
import { record } from '../audit/index.js';
import type { Tx } from '../tx.js';
import { admit, sessionOf } from './admit.js';
import type { Door, Entrance } from './admit.js';
import { addressMac, FAILURES_BEFORE_LOCK, LOCK_MS } from './failures.js';
import type { Identity } from './identity.js';
import { acceptSignIn, countFailure, selectCredentials } from './store.js';
import type { CredentialsRow } from './store.js';
import { actorFor } from './user.js';
import type { Caller, SignedIn } from './user.js';

interface Attempt {
  readonly row: CredentialsRow | undefined;
  readonly mac: string;
  readonly caller: Caller;
  readonly door: Door;
}

/**
 * The first factor by an address and its password. Unknown address, wrong password, locked and disabled accounts are
 * one answer (`credentials_invalid`) after the same work: one lookup, one hash, one counted failure, one line in the
 * audit log, whether or not there is an account. Ten failures in a row lock an address for 15 minutes. With the right
 * password an unverified address is told so (`email_not_verified`).
 */
export async function enterByPassword(identity: Identity, given: { email: string; password: string }, caller: Caller = {}, door: Door = 'challenge'): Promise<Entrance> {
  const email = emailOrNull(given.email) ?? '';
  const [row] = await identity.world.read.run(selectCredentials, [email]);
  const matches = await identity.hashing.verify(row?.password_hash ?? null, given.password.slice(0, 1024));
  const attempt: Attempt = { row, mac: addressMac(identity.keys, email), caller, door };
  const outcome = await identity.world.transact((tx) => (matches && row ? succeed(tx, identity, row, attempt) : fail(tx, attempt)));
  if (typeof outcome === 'string') throw new Failure(outcome);
  return outcome;
}

/** The same for callers that know no second factor: `second_factor_needed` where one is in force. */
export async function signIn(identity: Identity, given: { email: string; password: string }, caller: Caller = {}): Promise<SignedIn> {
  return sessionOf(await enterByPassword(identity, given, caller));
}

type Refusal = 'credentials_invalid' | 'email_not_verified';

async function succeed(tx: Tx, identity: Identity, row: CredentialsRow, attempt: Attempt): Promise<Entrance | Refusal> {
  // Asked again by the statement that forgives: a lock or another password that came while we were hashing counts.
  const [accepted] = await tx.run(acceptSignIn, [row.id, tx.now, row.password_hash, attempt.mac]);
  if (!accepted) return refuse(tx, attempt, 'credentials_invalid');
  if (row.email_verified_at === null) return refuse(tx, attempt, 'email_not_verified');
  return (await admit(tx, identity, row.id, 'password', attempt.caller, attempt.door)) ?? refuse(tx, attempt, 'credentials_invalid');
}

async function fail(tx: Tx, attempt: Attempt): Promise<Refusal> {
  const [counted] = await tx.run(countFailure, [attempt.mac, tx.now, FAILURES_BEFORE_LOCK, new Date(tx.now.getTime() + LOCK_MS)]);
  if (counted?.locked) {
    record(tx, { actor: actorFor(null, attempt.caller), action: 'user.locked', resourceType: 'user', resourceId: whose(attempt), details: { minutes: LOCK_MS / 60_000 } });
  }
  return refuse(tx, attempt, 'credentials_invalid');
}

function refuse(tx: Tx, attempt: Attempt, refusal: Refusal): Refusal {
  record(tx, { actor: actorFor(null, attempt.caller), action: 'session.refused', resourceType: 'user', resourceId: whose(attempt), outcome: 'failure', details: { refusal } });
  return refusal;
}

/** The user, or an id that stands for an address nobody has: as long a line either way, and the address itself is not kept. */
function whose({ row, mac }: Attempt): string {
  return row?.id ?? idOf('nobody', mac);
}
