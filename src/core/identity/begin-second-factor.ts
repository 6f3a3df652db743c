import { Failure } from '../../kernel/failure.js';
import { record } from '../audit/index.js';
import { businessSettings } from '../settings/index.js';
import type { Actor } from '../tx.js';
import { insertFactor } from './factors-store.js';
import type { Identity } from './identity.js';
import { renewRecoveryCodes } from './renew-recovery-codes.js';
import { secretPlace } from './second-factor.js';
import { newTotpSecret, otpauthUrl } from './totp.js';

/** Shown once: nobody can read it again. */
export interface BegunFactor {
  /** Base32, to be typed where there is no camera. */
  readonly secret: string;
  readonly otpauthUrl: string;
  /** Good once the factor is in force. */
  readonly recoveryCodes: readonly string[];
}

/**
 * A new secret for a code generator. Nothing asks for it before its first code was given; begun again, the earlier
 * secret is void. `second_factor_enabled` when one is in force.
 */
export async function beginSecondFactor(identity: Identity, user: { id: string; email: string }, actor: Actor): Promise<BegunFactor> {
  const secret = newTotpSecret();
  const { business_name: issuer } = await businessSettings(identity.world.read);
  const recoveryCodes = await identity.world.transact(async (tx) => {
    const [begun] = await tx.run(insertFactor, [user.id, identity.keys.encrypt(secret, secretPlace(user.id)), tx.now]);
    if (!begun) throw new Failure('second_factor_enabled');
    record(tx, { actor, action: 'second_factor.begun', resourceType: 'user', resourceId: user.id });
    return renewRecoveryCodes(tx, identity, user.id, actor);
  });
  return { secret, otpauthUrl: otpauthUrl(secret, { issuer, email: user.email }), recoveryCodes };
}
