import { record } from '../audit/index.js';
import type { Actor, Tx } from '../tx.js';
import { deleteRecoveryCodes, insertRecoveryCodes } from './factors-store.js';
import type { Identity } from './identity.js';
import { newRecoveryCodes, recoveryHash } from './recovery-code.js';

/** Ten new ways in, in clear for this once; the old ones are void. */
export async function renewRecoveryCodes(tx: Tx, identity: Identity, userId: string, actor: Actor): Promise<string[]> {
  const codes = newRecoveryCodes();
  await tx.run(deleteRecoveryCodes, [userId]);
  await tx.run(insertRecoveryCodes, [userId, codes.map((code) => recoveryHash(identity.keys, userId, code))]);
  record(tx, { actor, action: 'second_factor.recovery_codes_made', resourceType: 'user', resourceId: userId });
  return codes;
}
