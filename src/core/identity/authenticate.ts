import { isUuid } from '../../kernel/ids.js';
import { readAccessToken } from './access-token.js';
import type { Identity } from './identity.js';
import { toPrincipal } from './principal.js';
import type { Principal } from './principal.js';
import { selectPrincipal } from './store.js';

/**
 * Who sent this access token, or null. Roles, customer and permissions come from the database with every call
 * (one statement), never from the claims: a sign-out, a demotion or a disabled account acts at once.
 */
export async function authenticate(identity: Identity, token: string): Promise<Principal | null> {
  const claims = await readAccessToken(identity, token);
  if (claims === null || !isUuid(claims.sessionId)) return null;
  const [row] = await identity.world.read.run(selectPrincipal, [claims.sessionId, identity.world.clock.now(), claims.subject]);
  return row === undefined ? null : toPrincipal(row, claims.expiresAt);
}
