import { isUuid } from '../../kernel/ids.js';
import type { KeyRing } from '../../kernel/keyring.js';

/** What a code that was sent is good for. `second_factor` is the question after the first one: sent to nobody. */
export type CodePurpose = 'verify_email' | 'recovery' | 'sign_in' | 'invitation' | 'change_email' | 'confirm_phone' | 'second_factor';

export const CODE_MINUTES: Readonly<Record<CodePurpose, number>> = {
  verify_email: 24 * 60, recovery: 60, sign_in: 10, invitation: 7 * 24 * 60, change_email: 24 * 60, confirm_phone: 10, second_factor: 5,
};

/** Tries to type the digits of one code, or to answer one question; codes of one purpose an account gets in an hour. */
export const TRIES_PER_CODE = 5;
export const CODES_PER_HOUR = 5;

const PURPOSE = 'sign-in-code';

/** The secret of a link: the code's id with our MAC. Stored nowhere. */
export function formatCodeToken(keys: KeyRing, codeId: string): string {
  return `${codeId}.${keys.mac(PURPOSE, codeId)}`;
}

/** The id inside a genuine link secret, or null. */
export function parseCodeToken(keys: KeyRing, token: string): string | null {
  const [codeId = '', mac = '', ...rest] = token.length <= 200 ? token.split('.') : [];
  return rest.length === 0 && isUuid(codeId) && keys.verifyMac(PURPOSE, codeId, mac) ? codeId : null;
}

/** The six digits to type instead of following the link. */
export function digitsOf(keys: KeyRing, codeId: string): string {
  const number = Buffer.from(keys.mac(`${PURPOSE}-digits`, codeId), 'base64url').readBigUInt64BE() % 1_000_000n;
  return number.toString().padStart(6, '0');
}
