import { hasRole } from '../core/identity/index.js';
import type { Principal } from '../core/identity/index.js';
import { Failure } from '../kernel/failure.js';
import type { Access, Contract } from './endpoint.js';

/** Stops a caller who may not: `unauthenticated`, `customer_not_found`, `permission_missing`. */
export function checkAccess(access: Access, who: Principal | null): void {
  if (isOpen(access)) return;
  if (who === null) throw new Failure('unauthenticated');
  if (access === 'customer' && who.customerId === null) throw new Failure('customer_not_found');
  if (typeof access === 'string') return;
  const allowed = 'roles' in access ? hasRole(who, ...access.roles) : who.permissions.includes(access.permission);
  if (!allowed) throw new Failure('permission_missing');
}

/** Does nobody have to say who he is? */
export function isOpen(access: Access): boolean {
  return access === 'public' || access === 'signature';
}

/** Who may call what, as the router holds it: one row for every endpoint. */
export interface AuthorizationRow {
  readonly route: string;
  readonly access: string;
}

export function authorizationTable(contracts: readonly Contract[]): AuthorizationRow[] {
  return contracts.flatMap((contract) => Object.entries(contract).map(([route, endpoint]) => ({ route, access: accessWords(endpoint.access) })));
}

function accessWords(access: Access): string {
  if (typeof access === 'string') return access;
  return 'roles' in access ? `roles: ${access.roles.join(' ')}` : `permission: ${access.permission}`;
}
