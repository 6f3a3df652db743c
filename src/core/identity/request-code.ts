import { phoneOrNull } from '../../kernel/phone.js';
import { record } from '../audit/index.js';
import { evenly } from './evenly.js';
import { findAddressee } from './find-addressee.js';
import type { Address } from './find-addressee.js';
import type { Identity } from './identity.js';
import { sendCode, textCode } from './send-code.js';
import type { AskedPurpose } from './send-code.js';
import { actorFor } from './user.js';
import type { Caller, User } from './user.js';

/** Mails a code to an address that has an account, and nothing to any other: the caller learns nothing either way. */
export async function requestCode(identity: Identity, address: string, purpose: AskedPurpose, caller: Caller = {}): Promise<void> {
  await request(identity, { email: address }, purpose, caller, (tx, user) => sendCode(tx, user, purpose));
}

/**
 * A sign-in code by mail, or by text message to the number the account has confirmed; without one, by mail. To
 * nobody where nobody has the address. The caller learns nothing either way, nor from how long it takes.
 */
export async function requestSignInCode(identity: Identity, address: Address, channel: 'email' | 'sms', caller: Caller = {}): Promise<void> {
  await request(identity, address, 'sign_in', caller, async (tx, user) => {
    const phone = channel === 'sms' && user.phoneConfirmedAt !== null ? phoneOrNull(user.phone ?? '') : null;
    if (phone === null) await sendCode(tx, user, 'sign_in');
    else await textCode(tx, { id: user.id, phone }, 'sign_in');
  });
}

type Send = (tx: Parameters<typeof sendCode>[0], user: User) => Promise<void>;

async function request(identity: Identity, address: Address, purpose: AskedPurpose, caller: Caller, send: Send): Promise<void> {
  await evenly(() => identity.world.transact(async (tx) => {
    const user = await findAddressee(tx, address);
    const wanted = user !== null && user.disabledAt === null && !(purpose === 'verify_email' && user.emailVerifiedAt !== null);
    if (wanted) await send(tx, user);
    record(tx, {
      actor: actorFor(null, caller), action: 'code.requested', resourceType: 'user', resourceId: user?.id ?? null, outcome: wanted ? 'success' : 'failure', details: { purpose },
    });
  }));
}
