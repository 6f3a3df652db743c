import type { Reader } from '../tx.js';
import { selectFactor, selectRecoveryCodes } from './factors-store.js';

/** Failures in a row before a second factor is locked, each time twice as long, a day at most. */
const FAILURES_PER_LOCK = 10;
const FIRST_LOCK_MS = 15 * 60_000;
const LONGEST_LOCK_MS = 24 * 3_600_000;

/** What is known of a user's second factor. */
export interface SecondFactor {
  /** In force: its first code was given. */
  readonly confirmed: boolean;
  readonly createdAt: Date;
  readonly confirmedAt: Date | null;
  readonly recoveryCodesLeft: number;
}

/** A user's second factor, begun or in force; null for none. */
export async function findSecondFactor(reader: Reader, userId: string): Promise<SecondFactor | null> {
  const [row] = await reader.run(selectFactor, [userId]);
  if (!row) return null;
  const codes = row.confirmed_at === null ? [] : await reader.run(selectRecoveryCodes, [userId]);
  return { confirmed: row.confirmed_at !== null, createdAt: row.created_at, confirmedAt: row.confirmed_at, recoveryCodesLeft: codes.length };
}

/** Until when a factor is locked after this many failures in a row; null: it is not. */
export function lockAfter(failures: number, now: Date): Date | null {
  if (failures % FAILURES_PER_LOCK !== 0) return null;
  const times = failures / FAILURES_PER_LOCK - 1;
  return new Date(now.getTime() + Math.min(LONGEST_LOCK_MS, FIRST_LOCK_MS * 2 ** Math.min(times, 20)));
}

/** Where the sealed secret belongs: moved to another user it does not open. */
export function secretPlace(userId: string): string {
  return `second_factors:${userId}`;
}
