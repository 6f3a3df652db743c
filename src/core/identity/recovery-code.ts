import { randomInt } from 'node:crypto';
import type { KeyRing } from '../../kernel/keyring.js';

/** Ways in when the code generator is lost; each good once. */
export const RECOVERY_CODES = 10;

/** Nothing that is mistaken for another letter or digit: 31 signs, ten of them, 49 bits. */
const SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789';
const LENGTH = 10;

/** As a person copies it: `k7pq2-mx4vd`. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const signs = Array.from({ length: LENGTH }, () => SIGNS[randomInt(SIGNS.length)]).join('');
    return `${signs.slice(0, LENGTH / 2)}-${signs.slice(LENGTH / 2)}`;
  });
}

/** A recovery code however it was typed, or null when it cannot be one. */
export function readRecoveryCode(typed: string): string | null {
  const signs = typed.toLowerCase().replace(/[\s-]/g, '');
  return signs.length === LENGTH && [...signs].every((sign) => SIGNS.includes(sign)) ? signs : null;
}

/** What is kept of it: a MAC, so that a stolen table cannot be searched without the key ring. */
export function recoveryHash(keys: KeyRing, userId: string, code: string): Buffer {
  return Buffer.from(keys.mac('recovery-code', `${userId}.${readRecoveryCode(code) ?? ''}`), 'base64url');
}

/** Which of these is the typed one's; under any key of the ring. */
export function findRecoveryHash(keys: KeyRing, userId: string, typed: string, hashes: readonly Buffer[]): Buffer | null {
  const code = readRecoveryCode(typed);
  if (code === null) return null;
  return hashes.find((hash) => keys.verifyMac('recovery-code', `${userId}.${code}`, hash.toString('base64url'))) ?? null;
}
