import { queueMail } from '../notifications/index.js';
import type { SecurityChange } from '../notifications/index.js';
import type { Tx } from '../tx.js';

/** Tells a user by mail what was changed about the ways into the account, so that what was not their doing is seen. */
export function noticeSecurity(tx: Tx, user: { id: string; email: string; name: string }, change: SecurityChange): void {
  const at = tx.now.toISOString();
  queueMail(tx, 'security_notice', { occasion: `${change}:${at}`, subjectId: user.id, recipient: user.email, data: { name: user.name, change, changed_at: at } });
}
