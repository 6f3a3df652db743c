import { record } from '../audit/index.js';
import type { Actor, Tx } from '../tx.js';
import { countFactorFailure, lockFactor, selectRecoveryCodes, takeStep, useRecoveryCode } from './factors-store.js';
import type { FactorRow } from './factors-store.js';
import type { Identity } from './identity.js';
import { findRecoveryHash } from './recovery-code.js';
import { lockAfter, secretPlace } from './second-factor.js';
import { stepOf } from './totp.js';

/** How a code was good: from the generator, or one of those kept for when it is lost. */
export type TakenBy = 'totp' | 'recovery_code';

/**
 * Takes a code of the user's second factor, once: the step of the generator moves forward by compare-and-set, a
 * recovery code is used up. Null for wrong, used and locked alike, and the failure counts: the caller commits it
 * (a throw would take it back). `begun`: the factor may wait for its first code, and only the generator counts.
 */
export async function takeSecondFactor(tx: Tx, identity: Identity, user: { id: string }, typed: string, actor: Actor, begun = false): Promise<TakenBy | null> {
  const [factor] = await tx.run(lockFactor, [user.id]);
  if (!factor || (factor.confirmed_at === null) !== begun) return null;
  const locked = factor.locked_until !== null && factor.locked_until > tx.now;
  const taken = locked ? null : await take(tx, identity, factor, typed.replace(/\s/g, ''));
  if (taken !== null) return taken;
  if (!locked) await countFailure(tx, factor, actor);
  record(tx, { actor, action: 'second_factor.refused', resourceType: 'user', resourceId: user.id, outcome: 'failure', details: { locked } });
  return null;
}

async function take(tx: Tx, identity: Identity, factor: FactorRow, code: string): Promise<TakenBy | null> {
  if (/^\d{6}$/.test(code)) {
    const step = stepOf(identity.keys.decrypt(factor.secret, secretPlace(factor.user_id)), code, identity.deviceClock.now());
    if (step === null) return null;
    const [taken] = await tx.run(takeStep, [factor.user_id, step]);
    return taken ? 'totp' : null;
  }
  if (factor.confirmed_at === null) return null;
  const hashes = (await tx.run(selectRecoveryCodes, [factor.user_id])).map((row) => row.code_hash);
  const hash = findRecoveryHash(identity.keys, factor.user_id, code, hashes);
  const [used] = hash === null ? [] : await tx.run(useRecoveryCode, [factor.user_id, hash, tx.now]);
  return used ? 'recovery_code' : null;
}

async function countFailure(tx: Tx, factor: FactorRow, actor: Actor): Promise<void> {
  const failures = factor.failed_attempts + 1;
  const until = lockAfter(failures, tx.now);
  await tx.run(countFactorFailure, [factor.user_id, failures, until]);
  if (until !== null) record(tx, { actor, action: 'second_factor.locked', resourceType: 'user', resourceId: factor.user_id, details: { failures, until: until.toISOString() } });
}
