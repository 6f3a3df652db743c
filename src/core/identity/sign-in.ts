import { emailOrNull } from '../../kernel/email.js';
import { Failure } from '../../kernel/failure.js';
import { record } from '../audit/index.js';
import type { Tx } from '../tx.js';
import type { Identity } from './identity.js';
import { openSession } from './open-session.js';
import { acceptSignIn, countFailure, selectCredentials, toUser } from './store.js';
import type { CredentialsRow } from './store.js';
import type { Caller, SignedIn } from './user.js';

export const FAILURES_BEFORE_LOCK = 10;
export const LOCK_MS = 15 * 60_000;
const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * Opens a session for an address and its password. Unknown address, wrong password, locked and disabled accounts
 * are one answer (`credentials_invalid`) in the same time; after ten failures in a row the account is locked for
 * 15 minutes. With the right password an unverified address is told so (`email_not_verified`).
 */
export async function signIn(identity: Identity, given: { email: string; password: string }, caller: Caller = {}): Promise<SignedIn> {
  const email = emailOrNull(given.email);
  const [row] = await identity.world.read.run(selectCredentials, [email ?? '']);
  const matches = await identity.hashing.verify(row?.password_hash ?? null, given.password.slice(0, 1024));
  const outcome = await identity.world.transact((tx) => (matches && row ? succeed(tx, identity, row, caller) : fail(tx, row, caller)));
  if (typeof outcome === 'string') throw new Failure(outcome);
  return outcome;
}

type Refusal = 'credentials_invalid' | 'email_not_verified';

async function succeed(tx: Tx, identity: Identity, row: CredentialsRow, caller: Caller): Promise<SignedIn | Refusal> {
  // Read again in the same statement that writes: a lock that came while we were hashing counts.
  const [accepted] = await tx.run(acceptSignIn, [row.id, tx.now, row.password_hash]);
  if (!accepted) return refuse(tx, row, caller, 'credentials_invalid');
  if (row.email_verified_at === null) return refuse(tx, row, caller, 'email_not_verified');
  const session = await openSession(tx, identity, row.id, 'password', caller);
  return { user: { ...toUser(row), lastSignInAt: tx.now }, session };
}

async function fail(tx: Tx, row: CredentialsRow | undefined, caller: Caller): Promise<Refusal> {
  const [counted] = await tx.run(countFailure, [row?.id ?? NOBODY, tx.now, FAILURES_BEFORE_LOCK, new Date(tx.now.getTime() + LOCK_MS)]);
  if (counted?.locked && row) {
    record(tx, { actor: actorOf(row, caller), action: 'user.locked', resourceType: 'user', resourceId: row.id, details: { minutes: LOCK_MS / 60_000 } });
  }
  return refuse(tx, row, caller, 'credentials_invalid');
}

/** The typed address is not kept: people type passwords into that field. */
function refuse(tx: Tx, row: CredentialsRow | undefined, caller: Caller, refusal: Refusal): Refusal {
  record(tx, { actor: actorOf(row, caller), action: 'session.refused', resourceType: 'user', resourceId: row?.id ?? null, outcome: 'failure', details: { refusal } });
  return refusal;
}

function actorOf(row: CredentialsRow | undefined, caller: Caller) {
  return { userId: row?.id ?? null, ip: caller.ip ?? null, requestId: caller.requestId ?? null };
}
