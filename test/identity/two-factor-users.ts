import { beginSecondFactor, confirmSecondFactor, createUser } from '../../src/core/identity/index.js';
import type { Identity, User } from '../../src/core/identity/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { newId } from '../../src/kernel/ids.js';
import { totp } from '../totp.js';

export const PASSWORD = 'quite long and rare 7';

export interface TwoFactorUser {
  readonly user: User;
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
}

/** A user with a password; `secret` of no generator yet. */
export function newUser(identity: Identity, more: { phone?: string } = {}): Promise<User> {
  return createUser(identity, { email: `two-${newId()}@example.test`, name: 'Tova', password: PASSWORD, emailVerified: true, ...more }, SYSTEM);
}

/** A user whose second factor is in force. Its first code is of the step before, so that the one of now is still good; a step that ends meanwhile changes nothing. */
export async function newTwoFactorUser(identity: Identity, more: { phone?: string } = {}): Promise<TwoFactorUser> {
  const user = await newUser(identity, more);
  const { secret, recoveryCodes } = await beginSecondFactor(identity, user, SYSTEM);
  const at = identity.deviceClock.now();
  await confirmSecondFactor({ ...identity, deviceClock: { now: () => at } }, user.id, totp(secret, at.getTime() - 30_000));
  return { user, secret, recoveryCodes };
}
