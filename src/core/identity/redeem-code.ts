import { timingSafeEqual } from 'node:crypto';
import { Failure } from '../../kernel/failure.js';
import { record } from '../audit/index.js';
import type { Tx } from '../tx.js';
import { admit, sessionOf } from './admit.js';
import type { Door, Entrance } from './admit.js';
import { digitsOf, parseCodeToken, TRIES_PER_CODE } from './code.js';
import type { CodePurpose } from './code.js';
import { takeCodeTry, useCode } from './codes-store.js';
import type { CodeRow } from './codes-store.js';
import { evenly } from './evenly.js';
import { findAddressee } from './find-addressee.js';
import type { Address } from './find-addressee.js';
import type { Identity } from './identity.js';
import { dropPassword } from './store.js';
import { actorFor } from './user.js';
import type { Caller, SignedIn } from './user.js';
import { verifyEmail } from './verify-email.js';

/** The secret of a link, or an address with the digits sent to it. */
export type PresentedCode = { readonly token: string } | (Address & { readonly digits: string });

/**
 * The first factor by a code that was sent: it is used up, and whoever got it by mail counts as owner of the address.
 * A password chosen before that by whoever registered it is dropped, unless the code came from that registration
 * itself. `code_invalid` for unknown, wrong, used and expired ones alike, typed ones in the same time.
 */
export async function enterByCode(identity: Identity, presented: PresentedCode, purposes: readonly CodePurpose[], caller: Caller = {}, door: Door = 'challenge'): Promise<Entrance> {
  const enter = () => identity.world.transact(async (tx) => {
    const code = await spendCode(tx, identity, presented, purposes, caller);
    return code === null ? null : admit(tx, identity, code.user_id, METHODS[code.purpose] ?? 'otp', caller, door);
  });
  const entrance = 'token' in presented ? await enter() : await evenly(enter);
  if (entrance === null) throw new Failure('code_invalid');
  return entrance;
}

const METHODS: Readonly<Record<string, string>> = { recovery: 'recovery', invitation: 'invitation' };

/** The same for callers that know no second factor: `second_factor_needed` where one is in force. */
export async function redeemCode(identity: Identity, presented: PresentedCode, purposes: readonly CodePurpose[], caller: Caller = {}): Promise<SignedIn> {
  return sessionOf(await enterByCode(identity, presented, purposes, caller));
}

/** Uses a code up, with what follows from having received it; null for one that is no good. */
export async function spendCode(tx: Tx, identity: Identity, presented: PresentedCode, purposes: readonly CodePurpose[], caller: Caller): Promise<CodeRow | null> {
  const codeId = 'token' in presented ? parseCodeToken(identity.keys, presented.token) : await matchDigits(tx, identity, presented, purposes);
  const [code] = codeId === null ? [] : await tx.run(useCode, [codeId, tx.now, purposes]);
  if (!code) return null;
  if (code.channel === 'email') await welcome(tx, code, caller);
  return code;
}

async function welcome(tx: Tx, code: CodeRow, caller: Caller): Promise<void> {
  const actor = actorFor(code.user_id, caller);
  if (code.purpose !== 'verify_email') {
    const [dropped] = await tx.run(dropPassword, [code.user_id, tx.now]);
    if (dropped) record(tx, { actor, action: 'user.password_dropped', resourceType: 'user', resourceId: code.user_id });
  }
  await verifyEmail(tx, code.user_id, actor);
}

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Takes a try first, so that parallel guesses cannot share one; of nobody's code where nobody has the address. */
async function matchDigits(tx: Tx, identity: Identity, given: Address & { digits: string }, purposes: readonly CodePurpose[]): Promise<string | null> {
  const user = await findAddressee(tx, given);
  const [code] = await tx.run(takeCodeTry, [user?.id ?? NOBODY, purposes, tx.now, TRIES_PER_CODE]);
  const own = Buffer.from(digitsOf(identity.keys, code?.id ?? NOBODY));
  const typed = Buffer.from(given.digits.replace(/\s/g, ''));
  return own.length === typed.length && timingSafeEqual(own, typed) && code !== undefined ? code.id : null;
}
