import { emailOrNull } from '../../kernel/email.js';
import { record } from '../audit/index.js';
import { findUserByEmail } from './find-user.js';
import type { Identity } from './identity.js';
import { sendCode } from './send-code.js';
import type { AskedPurpose } from './send-code.js';
import type { Caller } from './user.js';

/** Mails a code to an address that has an account, and nothing to any other: the caller learns nothing either way. */
export async function requestCode(identity: Identity, address: string, purpose: AskedPurpose, caller: Caller = {}): Promise<void> {
  const email = emailOrNull(address) ?? '';
  await identity.world.transact(async (tx) => {
    const user = await findUserByEmail(tx, email);
    const wanted = user !== null && user.disabledAt === null && !(purpose === 'verify_email' && user.emailVerifiedAt !== null);
    if (wanted) await sendCode(tx, user, purpose);
    record(tx, {
      actor: { userId: null, ip: caller.ip ?? null, requestId: caller.requestId ?? null },
      action: 'code.requested', resourceType: 'user', resourceId: user?.id ?? null, outcome: wanted ? 'success' : 'failure', details: { purpose },
    });
  });
}
