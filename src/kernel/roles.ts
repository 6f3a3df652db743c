/** Everything a user can be. A grant may be bound to a shop, an enterprise or a program. */
export const ROLES = ['customer', 'staff', 'mentor', 'barber', 'shop_owner', 'enterprise_owner', 'admin', 'super_admin'] as const;
export type Role = (typeof ROLES)[number];

/** The permissions of the hybrid document. */
export const PERMISSIONS = ['payment:read', 'payment:write', 'connection:write', 'collection:read', 'analytics:read', 'admin:write'] as const;
export type Permission = (typeof PERMISSIONS)[number];

const OF_BARBERS: readonly Permission[] = ['payment:read', 'payment:write', 'connection:write', 'collection:read', 'analytics:read'];

const OF_ROLES: Readonly<Record<Role, readonly Permission[]>> = {
  customer: [],
  staff: [],
  mentor: [],
  barber: OF_BARBERS,
  shop_owner: OF_BARBERS,
  enterprise_owner: OF_BARBERS,
  admin: PERMISSIONS,
  super_admin: PERMISSIONS,
};

/** May these roles do everything? */
export function isAdmin(roles: readonly Role[]): boolean {
  return roles.includes('admin') || roles.includes('super_admin');
}

/**
 * What the roles allow now, in the order of PERMISSIONS. A session with a list of its own is held to it;
 * the list never adds to the roles, so that a demotion acts at once.
 */
export function permissionsOf(roles: readonly Role[], session: readonly string[] | null = null): Permission[] {
  const allowed = new Set(roles.flatMap((role) => OF_ROLES[role]));
  return PERMISSIONS.filter((permission) => allowed.has(permission) && (session === null || session.includes(permission)));
}
