import { newId } from '../../kernel/ids.js';
import { present } from '../../kernel/assert.js';
import { record } from '../audit/index.js';
import type { Tx } from '../tx.js';
import type { Identity } from './identity.js';
import { insertSession, toSession } from './sessions-store.js';
import { actorFor } from './user.js';
import type { Caller, Session } from './user.js';

export interface NewSession {
  readonly userId: string;
  /** password, otp, recovery, invitation; totp or recovery_code where that came on top. */
  readonly method: string;
  /** 2: both factors were given. */
  readonly aal: 1 | 2;
  /** Ends that soon, and is never prolonged. */
  readonly lifeMs?: number | undefined;
}

/** A new device is signed in. Inside the transaction that decided it; only `admit` and the second factor decide. */
export async function openSession(tx: Tx, identity: Identity, { userId, method, aal, lifeMs }: NewSession, caller: Caller): Promise<Session> {
  const expiresAt = new Date(tx.now.getTime() + (lifeMs ?? identity.sessionMs));
  const userAgent = caller.userAgent?.slice(0, 300) ?? null;
  const rows = await tx.run(insertSession, [newId(tx.now.getTime()), userId, aal, method, null, tx.now, userAgent, caller.ip ?? null, expiresAt]);
  const session = toSession(present(rows[0], 'an inserted session comes back'));
  record(tx, { actor: actorFor(userId, caller), action: 'session.opened', resourceType: 'session', resourceId: session.id, details: { method, aal } });
  return session;
}
