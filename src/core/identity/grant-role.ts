import type { Role } from '../../kernel/roles.js';
import { record } from '../audit/index.js';
import { linkVerifiedUser } from '../customers/index.js';
import type { Actor, Tx } from '../tx.js';
import { findUser } from './find-user.js';
import { deleteGrant, insertGrant } from './store.js';

/** Gives a role, everywhere or (with `scopeId`) in one shop, enterprise or program. Giving it twice changes nothing. */
export async function grantRole(tx: Tx, userId: string, role: Role, actor: Actor, scopeId: string | null = null): Promise<void> {
  const [granted] = await tx.run(insertGrant, [userId, role, scopeId, tx.now, actor.userId]);
  if (!granted) return;
  record(tx, { actor, action: 'role.granted', resourceType: 'user', resourceId: userId, details: { role, scopeId } });
  const user = role === 'customer' ? await findUser(tx, userId) : null;
  if (user) await linkVerifiedUser(tx, user.email, actor);
}

/** Takes a role back; it stops working at once. */
export async function withdrawRole(tx: Tx, userId: string, role: Role, actor: Actor, scopeId: string | null = null): Promise<void> {
  const [withdrawn] = await tx.run(deleteGrant, [userId, role, scopeId]);
  if (withdrawn) record(tx, { actor, action: 'role.withdrawn', resourceType: 'user', resourceId: userId, details: { role, scopeId } });
}
