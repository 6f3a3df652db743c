import { newId } from '../../kernel/ids.js';
import { queueMail, queueText } from '../notifications/index.js';
import type { Tx } from '../tx.js';
import { CODE_MINUTES, CODES_PER_HOUR } from './code.js';
import type { CodePurpose } from './code.js';
import { insertCode, voidCodes } from './codes-store.js';

const MAIL_OF = { verify_email: 'verify_email', recovery: 'password_reset', sign_in: 'sign_in_code' } as const;

/** What can be asked for by anybody. Invitations and the others are sent by those who know why. */
export type AskedPurpose = keyof typeof MAIL_OF;

/**
 * Mails a new code; earlier ones of its purpose are void. The mail's row carries the code's id only: the secret is
 * made from it when the mail is written. After five in an hour nothing is sent and the earlier ones stay good.
 */
export async function sendCode(tx: Tx, to: { id: string; email: string; name: string }, purpose: AskedPurpose): Promise<void> {
  const minutes = CODE_MINUTES[purpose];
  const codeId = await makeCode(tx, to.id, purpose);
  if (codeId === null) return;
  queueMail(tx, MAIL_OF[purpose], {
    occasion: 'code', subjectId: codeId, recipient: to.email, data: { name: to.name, expires_in_minutes: minutes },
  });
}

/** The same by text message, with the digits only. */
export async function textCode(tx: Tx, to: { id: string; phone: string }, purpose: 'sign_in' | 'confirm_phone'): Promise<boolean> {
  const codeId = await makeCode(tx, to.id, purpose, { channel: 'sms' });
  if (codeId === null) return false;
  queueText(tx, purpose === 'sign_in' ? 'sign_in_text' : 'confirm_phone_text', { occasion: 'code', subjectId: codeId, recipient: to.phone, data: { expires_in_minutes: CODE_MINUTES[purpose] } });
  return true;
}

/** The id of a new code of this user, or null after too many in an hour. Earlier ones of its purpose are void. */
export async function makeCode(tx: Tx, userId: string, purpose: CodePurpose, more: { channel?: 'email' | 'sms'; newEmail?: string } = {}): Promise<string | null> {
  const codeId = newId(tx.now.getTime());
  const hourAgo = new Date(tx.now.getTime() - 3_600_000);
  const expiresAt = new Date(tx.now.getTime() + CODE_MINUTES[purpose] * 60_000);
  const values = [codeId, userId, purpose, tx.now, expiresAt, hourAgo, CODES_PER_HOUR, more.channel ?? 'email', more.newEmail ?? null];
  const [made] = await tx.run(insertCode, values);
  if (!made) return null;
  await tx.run(voidCodes, [userId, purpose, tx.now, codeId]);
  return codeId;
}
