import type { Actor } from '../tx.js';
import { createUser } from './create-user.js';
import { findUserByEmail } from './find-user.js';
import { grantRole } from './grant-role.js';
import type { Identity } from './identity.js';
import { checkPassword } from './password-policy.js';
import { setPassword } from './set-password.js';
import type { User } from './user.js';
import { verifyEmail } from './verify-email.js';

/**
 * Makes an admin, or makes one of a user that exists (with the new password, all sessions ended): for the
 * command line, by whoever runs the server. `password_weak` below 15 characters, `input_invalid` for an address that is none.
 */
export async function createAdmin(identity: Identity, wanted: { email: string; name: string; password: string }, actor: Actor): Promise<User> {
  const existing = await findUserByEmail(identity.world.read, wanted.email);
  if (!existing) return createUser(identity, { ...wanted, roles: ['admin'], emailVerified: true }, actor);
  // Before the role: else a refused password would leave an admin with the old one, which was never held to this rule.
  checkPassword(wanted.password, { email: existing.email, roles: ['admin'] });
  await identity.world.transact(async (tx) => {
    await grantRole(tx, existing.id, 'admin', actor);
    await verifyEmail(tx, existing.id, actor);
  });
  return setPassword(identity, existing.id, wanted.password, actor);
}
