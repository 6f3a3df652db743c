import { timingSafeEqual } from 'node:crypto';
import { present } from '../../kernel/assert.js';
import { emailOrNull } from '../../kernel/email.js';
import { Failure } from '../../kernel/failure.js';
import { record } from '../audit/index.js';
import type { Actor, Tx } from '../tx.js';
import { digitsOf, parseCodeToken, TRIES_PER_CODE } from './code.js';
import type { CodePurpose } from './code.js';
import { findUser, findUserByEmail } from './find-user.js';
import type { Identity } from './identity.js';
import { openSession } from './open-session.js';
import { takeCodeTry, useCode } from './codes-store.js';
import { dropPassword, markSignedIn } from './store.js';
import type { CodeRow } from './codes-store.js';
import type { Caller, SignedIn } from './user.js';
import { verifyEmail } from './verify-email.js';

/** The secret of a link, or an address with the digits mailed to it. */
export type PresentedCode = { readonly token: string } | { readonly email: string; readonly digits: string };

/**
 * Signs in whoever received a mail: its code is used up, the address counts as verified, and a password chosen
 * before that by whoever registered it is dropped unless the code came from that registration itself.
 * `code_invalid` for unknown, wrong, used and expired ones alike.
 */
export async function redeemCode(identity: Identity, presented: PresentedCode, purposes: readonly CodePurpose[], caller: Caller = {}): Promise<SignedIn> {
  const signedIn = await identity.world.transact((tx) => redeem(tx, identity, presented, purposes, caller));
  if (signedIn === null) throw new Failure('code_invalid');
  return signedIn;
}

async function redeem(tx: Tx, identity: Identity, presented: PresentedCode, purposes: readonly CodePurpose[], caller: Caller): Promise<SignedIn | null> {
  const codeId = 'token' in presented ? parseCodeToken(identity.keys, presented.token) : await matchDigits(tx, identity, presented, purposes);
  if (codeId === null) return null;
  const [code] = await tx.run(useCode, [codeId, tx.now, purposes]);
  if (!code) return null;
  const [signed] = await tx.run(markSignedIn, [code.user_id, tx.now]);
  if (!signed) return null;
  const actor: Actor = { userId: code.user_id, ip: caller.ip ?? null, requestId: caller.requestId ?? null };
  await welcome(tx, code, actor);
  const session = await openSession(tx, identity, code.user_id, code.purpose === 'recovery' ? 'recovery' : 'otp', caller);
  return { user: present(await findUser(tx, code.user_id), 'a code has its user'), session };
}

async function welcome(tx: Tx, code: CodeRow, actor: Actor): Promise<void> {
  if (code.purpose !== 'verify_email') {
    const [dropped] = await tx.run(dropPassword, [code.user_id, tx.now]);
    if (dropped) record(tx, { actor, action: 'user.password_dropped', resourceType: 'user', resourceId: code.user_id });
  }
  await verifyEmail(tx, code.user_id, actor);
}

/** Takes a try first, so that parallel guesses cannot share one. */
async function matchDigits(tx: Tx, identity: Identity, given: { email: string; digits: string }, purposes: readonly CodePurpose[]): Promise<string | null> {
  const user = await findUserByEmail(tx, emailOrNull(given.email) ?? '');
  if (user === null) return null;
  const [code] = await tx.run(takeCodeTry, [user.id, purposes, tx.now, TRIES_PER_CODE]);
  if (!code) return null;
  const [own, typed] = [Buffer.from(digitsOf(identity.keys, code.id)), Buffer.from(given.digits.replace(/\s/g, ''))];
  return own.length === typed.length && timingSafeEqual(own, typed) ? code.id : null;
}
