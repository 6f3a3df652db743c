import { present } from '../../kernel/assert.js';
import { Failure } from '../../kernel/failure.js';
import { record } from '../audit/index.js';
import type { Actor, Tx } from '../tx.js';
import { countRefusedPassword, passwordMatches } from './check-own-password.js';
import { deleteFactor, deleteRecoveryCodes, selectFactor } from './factors-store.js';
import { findUser } from './find-user.js';
import type { Identity } from './identity.js';
import { noticeSecurity } from './notice-security.js';
import { revokeSessions } from './revoke-sessions.js';
import { takeSecondFactor } from './take-second-factor.js';

/** What proves that the owner is there, not only his session. */
export type Proof = { readonly password: string } | { readonly code: string };

export interface FactorRemoval {
  readonly userId: string;
  readonly email: string;
  /** Stays signed in; every other session ends. */
  readonly keepSession: string;
  readonly actor: Actor;
}

/** Switches the second factor off, and voids the recovery codes. `password_wrong`, `digits_wrong` (both count as failures); nothing when there is none. */
export async function removeSecondFactor(identity: Identity, wish: FactorRemoval & { readonly proof: Proof }): Promise<void> {
  await proveOwner(identity, wish, wish.proof);
  await identity.world.transact((tx) => dropSecondFactor(tx, wish));
}

/** `password_wrong` or `digits_wrong` unless the proof is good; either failure is kept. A code is taken by that. */
export async function proveOwner(identity: Identity, wish: FactorRemoval, proof: Proof): Promise<void> {
  if ('password' in proof) {
    if (await passwordMatches(identity, wish, proof.password)) return;
    await countRefusedPassword(identity, wish, 'second_factor.change_refused');
    throw new Failure('password_wrong');
  }
  const taken = await identity.world.transact((tx) => takeSecondFactor(tx, identity, { id: wish.userId }, proof.code, wish.actor));
  if (taken === null) throw new Failure('digits_wrong');
}

/** The same for a caller who has just given the second factor, or whose factor never was in force. */
export async function dropSecondFactor(tx: Tx, { userId, keepSession, actor }: FactorRemoval): Promise<void> {
  const [factor] = await tx.run(selectFactor, [userId]);
  if (!factor) return;
  await tx.run(deleteRecoveryCodes, [userId]);
  await tx.run(deleteFactor, [userId]);
  if (factor.confirmed_at === null) return;
  record(tx, { actor, action: 'second_factor.disabled', resourceType: 'user', resourceId: userId });
  await revokeSessions(tx, userId, 'second_factor', actor, keepSession);
  noticeSecurity(tx, present(await findUser(tx, userId), 'whoever had a factor is there'), 'two_factor_off');
}
