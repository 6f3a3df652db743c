import { describe, expect, it } from 'vitest';
import { isAdmin, permissionsOf, PERMISSIONS, ROLES } from './roles.js';

const OF_BARBERS = ['payment:read', 'payment:write', 'connection:write', 'collection:read', 'analytics:read'];

describe('permissions', () => {
  it.each([
    ['customer', []], ['staff', []], ['mentor', []], ['barber', OF_BARBERS], ['shop_owner', OF_BARBERS], ['enterprise_owner', OF_BARBERS],
    ['admin', [...PERMISSIONS]], ['super_admin', [...PERMISSIONS]],
  ] as const)('of %s', (role, permissions) => {
    expect(permissionsOf([role])).toEqual(permissions);
  });

  it('of a session narrow those of the roles and never widen them', () => {
    expect(permissionsOf(['barber'], ['payment:read', 'admin:write'])).toEqual(['payment:read']);
    expect(permissionsOf(['customer'], [...PERMISSIONS])).toEqual([]);
    expect(permissionsOf(['barber'], [])).toEqual([]);
    expect(permissionsOf([])).toEqual([]);
  });

  it('of admins are all', () => {
    expect(ROLES.filter((role) => isAdmin([role]))).toEqual(['admin', 'super_admin']);
  });
});
