import type { Principal } from '../identity/index.js';

export type AccessReason = 'super-admin' | 'admin' | 'mentor' | 'free' | 'purchased' | 'no-access';

export type Visitor = Pick<Principal, 'userId' | 'roles' | 'scopes'>;

/** May this user see what others bought of this program? */
export function isMentorOf(who: Pick<Visitor, 'scopes'>, programId: string): boolean {
  return who.scopes.some((grant) => grant.role === 'mentor' && grant.scopeId === programId);
}

/** The first reason that applies. */
export function accessReason(who: Visitor, program: { readonly id: string; readonly free: boolean; readonly purchased: boolean }): AccessReason {
  if (who.roles.includes('super_admin')) return 'super-admin';
  if (who.roles.includes('admin')) return 'admin';
  if (isMentorOf(who, program.id)) return 'mentor';
  if (program.free) return 'free';
  return program.purchased ? 'purchased' : 'no-access';
}
