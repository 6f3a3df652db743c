import { isAdmin, permissionsOf } from '../../kernel/roles.js';
import type { Permission, Role } from '../../kernel/roles.js';

/** A role, and where it holds (null: everywhere). */
export interface RoleGrant {
  readonly role: Role;
  readonly scopeId: string | null;
}

/** Who is asking, read from the database for this very request. */
export interface Principal {
  readonly userId: string;
  readonly serial: bigint;
  readonly publicId: string;
  readonly email: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** The grants bound to a shop, an enterprise or a program. */
  readonly scopes: readonly RoleGrant[];
  readonly permissions: readonly Permission[];
  /** The customer this user acts for; null for none, or an archived one. */
  readonly customerId: string | null;
  readonly sessionId: string;
  readonly aal: 1 | 2;
  /** A second factor is in force. With `aal` 1 this is half a sign-in, which only the calls that ask for the other half take. */
  readonly twoFactors: boolean;
  /** When the session began, by the last factor that was given. */
  readonly openedAt: Date;
  /** When the token or the session ends, whichever is first. */
  readonly expiresAt: Date;
}

export interface PrincipalRow {
  id: string;
  serial: bigint;
  public_id: string;
  email: string;
  name: string;
  /** `role` or `role:scope`. */
  grants: string[];
  permissions: string[] | null;
  customer_id: string | null;
  session_id: string;
  aal: number;
  two_factors: boolean;
  opened_at: Date;
  expires_at: Date;
}

export function toPrincipal(row: PrincipalRow, tokenExpiresAt: Date): Principal {
  const grants = row.grants.map(parseGrant);
  const roles = [...new Set(grants.map((grant) => grant.role))];
  return {
    userId: row.id,
    serial: row.serial,
    publicId: row.public_id,
    email: row.email,
    name: row.name,
    roles,
    scopes: grants.filter((grant) => grant.scopeId !== null),
    permissions: permissionsOf(roles, row.permissions),
    customerId: row.customer_id,
    sessionId: row.session_id,
    aal: row.aal === 2 ? 2 : 1,
    twoFactors: row.two_factors,
    openedAt: row.opened_at,
    expiresAt: tokenExpiresAt < row.expires_at ? tokenExpiresAt : row.expires_at,
  };
}

/** Is one of `roles` among those of the principal? Admins pass everywhere. */
export function hasRole(principal: Principal, ...roles: readonly Role[]): boolean {
  return isAdmin(principal.roles) || principal.roles.some((role) => roles.includes(role));
}

function parseGrant(text: string): RoleGrant {
  const [role, scopeId] = text.split(':');
  return { role: role as Role, scopeId: scopeId ?? null };
}
