import { queueMail } from '../notifications/index.js';
import type { Tx } from '../tx.js';
import { CODE_MINUTES } from './code.js';
import { makeCode } from './send-code.js';

/** Mails a link by which somebody who was made a user chooses a password: once, for a week. Earlier ones are void. */
export async function sendInvitation(tx: Tx, to: { id: string; email: string; name: string }, company: string): Promise<void> {
  const codeId = await makeCode(tx, to.id, 'invitation');
  if (codeId === null) return;
  queueMail(tx, 'invitation', {
    occasion: 'code', subjectId: codeId, recipient: to.email, data: { name: to.name, company, expires_in_minutes: CODE_MINUTES.invitation },
  });
}
