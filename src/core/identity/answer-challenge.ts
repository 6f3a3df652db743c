import { present } from '../../kernel/assert.js';
import { Failure } from '../../kernel/failure.js';
import { isUuid } from '../../kernel/ids.js';
import type { Tx } from '../tx.js';
import { parseChallenge } from './challenge.js';
import { TRIES_PER_CODE } from './code.js';
import { takeChallengeTry, useCode } from './codes-store.js';
import { findUser } from './find-user.js';
import type { Identity } from './identity.js';
import { noticeSecurity } from './notice-security.js';
import { openSession } from './open-session.js';
import { revokeSession } from './sessions-store.js';
import { markSignedIn } from './store.js';
import { takeSecondFactor } from './take-second-factor.js';
import { actorFor } from './user.js';
import type { Caller, SignedIn } from './user.js';

/** Which question is answered: by its token, or by its id and the half session that asked it. */
export type Question = { readonly token: string } | { readonly id: string; readonly userId: string; readonly sessionId: string };

/**
 * The second factor, by a code of the generator or a recovery code: a session that has given both. Five tries per
 * question, each taken before anything is compared; a question and a code are good once. `digits_wrong` for all else.
 */
export async function answerChallenge(identity: Identity, question: Question, code: string, caller: Caller = {}): Promise<SignedIn> {
  const id = 'token' in question ? parseChallenge(identity.keys, question.token) : question.id;
  const signedIn = id === null || !isUuid(id) ? null : await identity.world.transact((tx) => answer(tx, identity, { ...question, id }, code, caller));
  if (signedIn === null) throw new Failure('digits_wrong');
  return signedIn;
}

async function answer(tx: Tx, identity: Identity, question: Question & { id: string }, code: string, caller: Caller): Promise<SignedIn | null> {
  const [asked] = await tx.run(takeChallengeTry, [question.id, tx.now, TRIES_PER_CODE]);
  if (!asked || ('userId' in question && asked.user_id !== question.userId)) return null;
  const actor = actorFor(asked.user_id, caller);
  const taken = await takeSecondFactor(tx, identity, { id: asked.user_id }, code, actor);
  if (taken === null) return null;
  const [used] = await tx.run(useCode, [asked.id, tx.now, ['second_factor']]);
  const [marked] = await tx.run(markSignedIn, [asked.user_id, tx.now]);
  if (!used || !marked) return null;
  // The half session has done what it was for. What was stolen of it is worth nothing.
  if ('sessionId' in question) await tx.run(revokeSession, [question.sessionId, tx.now, 'second_factor']);
  const session = await openSession(tx, identity, { userId: asked.user_id, method: taken, aal: 2 }, caller);
  const user = present(await findUser(tx, asked.user_id), 'a question has its user');
  if (taken === 'recovery_code') noticeSecurity(tx, user, 'recovery_code_used');
  return { user, session };
}
