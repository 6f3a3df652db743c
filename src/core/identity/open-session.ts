import { newId } from '../../kernel/ids.js';
import { present } from '../../kernel/assert.js';
import { record } from '../audit/index.js';
import type { Tx } from '../tx.js';
import type { Identity } from './identity.js';
import { insertSession, toSession } from './sessions-store.js';
import type { Caller, Session } from './user.js';

/** A new device is signed in by `method` (password, otp, recovery). Inside the transaction that decided it. */
export async function openSession(tx: Tx, identity: Identity, userId: string, method: string, caller: Caller): Promise<Session> {
  const expiresAt = new Date(tx.now.getTime() + identity.sessionMs);
  const userAgent = caller.userAgent?.slice(0, 300) ?? null;
  const rows = await tx.run(insertSession, [newId(tx.now.getTime()), userId, 1, method, null, tx.now, userAgent, caller.ip ?? null, expiresAt]);
  const session = toSession(present(rows[0], 'an inserted session comes back'));
  record(tx, {
    actor: { userId, ip: caller.ip ?? null, requestId: caller.requestId ?? null },
    action: 'session.opened', resourceType: 'session', resourceId: session.id, details: { method },
  });
  return session;
}
