import { isUuid } from '../../kernel/ids.js';
import { readAccessToken } from './access-token.js';
import type { Identity } from './identity.js';
import { toPrincipal } from './principal.js';
import type { Principal } from './principal.js';
import { selectPrincipal } from './store.js';

/**
 * How far a caller must have come. whole: through both factors, where he has two. half: the password alone will do,
 * for the few calls that ask for the second factor or end the session.
 */
export type Assurance = 'whole' | 'half';

/**
 * Who sent this access token, or null. Roles, customer, permissions and the second factor come from the database
 * with every call (one statement), never from the claims: a sign-out, a demotion or a disabled account acts at once,
 * and whoever has two factors is nobody until both were given, whatever door he came through.
 */
export async function authenticate(identity: Identity, token: string, least: Assurance = 'whole'): Promise<Principal | null> {
  const claims = await readAccessToken(identity, token);
  if (claims === null || !isUuid(claims.sessionId)) return null;
  const [row] = await identity.world.read.run(selectPrincipal, [claims.sessionId, identity.world.clock.now(), claims.subject]);
  if (row === undefined || (least === 'whole' && isHalf(row))) return null;
  return toPrincipal(row, claims.expiresAt);
}

/** A second factor is in force, and this session has not given it. */
function isHalf(row: { readonly aal: number; readonly two_factors: boolean }): boolean {
  return row.two_factors && row.aal < 2;
}
