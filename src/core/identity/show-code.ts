import { newId } from '../../kernel/ids.js';
import type { Tx } from '../tx.js';
import { CODES_PER_HOUR, digitsOf, formatCodeToken } from './code.js';
import { insertCode, voidCodes } from './codes-store.js';
import type { Identity } from './identity.js';
import type { AskedPurpose } from './send-code.js';

const DAY_MS = 86_400_000;

/**
 * A code that is shown instead of sent, for a demo's samples: good for a day, and whatever is asked for meanwhile
 * does not void it. To that end it is dated ahead with as many others as an account gets in an hour, so that the
 * account is sent no more. For accounts that nobody lives in.
 */
export async function showCode(tx: Tx, identity: Identity, userId: string, purpose: AskedPurpose): Promise<{ readonly token: string; readonly digits: string }> {
  const end = new Date(tx.now.getTime() + DAY_MS);
  let codeId = '';
  for (let i = 0; i < CODES_PER_HOUR; i++) {
    codeId = newId(end.getTime());
    await tx.run(insertCode, [codeId, userId, purpose, end, end, end, CODES_PER_HOUR, 'email', null]);
  }
  await tx.run(voidCodes, [userId, purpose, tx.now, codeId]);
  return { token: formatCodeToken(identity.keys, codeId), digits: digitsOf(identity.keys, codeId) };
}
