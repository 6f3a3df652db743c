import { Failure } from '../../kernel/failure.js';
import { isAdmin } from '../../kernel/roles.js';
import type { Role } from '../../kernel/roles.js';
import { commonPasswords } from './common-passwords.js';
import type { Identity } from './identity.js';

const SHORTEST = 8;
const SHORTEST_OF_POWERFUL = 15;
const LONGEST = 128;

/** Roles that move other people's money: without a second factor their password must be long. */
const POWERFUL: readonly Role[] = ['barber', 'shop_owner', 'enterprise_owner'];

/**
 * Refuses with `password_weak` (details.reason: length, common or personal) what is too short (8 characters;
 * 15 for admins, barbers and owners without a second factor), longer than 128, or easily guessed.
 * No composition rules. Characters are counted as code points.
 */
export function checkPassword(password: string, of: { email: string; roles: readonly Role[]; secondFactor?: boolean }): void {
  const characters = [...password].length;
  const powerful = isAdmin(of.roles) || of.roles.some((role) => POWERFUL.includes(role));
  const shortest = powerful && !of.secondFactor ? SHORTEST_OF_POWERFUL : SHORTEST;
  if (characters < shortest || characters > LONGEST) throw new Failure('password_weak', { reason: 'length', shortest, longest: LONGEST });
  const lower = password.toLowerCase();
  if (commonPasswords.has(lower) || new Set(lower).size < 4) throw new Failure('password_weak', { reason: 'common' });
  if (lower === of.email || lower === of.email.split('@')[0]) throw new Failure('password_weak', { reason: 'personal' });
}

/** The hash of a password chosen for somebody. `password_weak`. */
export async function hashNewPassword(identity: Identity, password: string, of: Parameters<typeof checkPassword>[1]): Promise<string> {
  checkPassword(password, of);
  return identity.hashing.hash(password);
}
