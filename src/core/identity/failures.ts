import type { KeyRing } from '../../kernel/keyring.js';

/** Failures in a row before an address is locked, and for how long. */
export const FAILURES_BEFORE_LOCK = 10;
export const LOCK_MS = 15 * 60_000;

/** What failures are counted by. Addresses are not kept: people type passwords into that field. */
export function addressMac(keys: KeyRing, email: string): string {
  return keys.mac('sign-in-address', email);
}
