import { isUuid } from '../../kernel/ids.js';
import type { KeyRing } from '../../kernel/keyring.js';

const PURPOSE = 'refresh-token';

/** Two tabs that refresh together both carry the previous token: for this long they get the same child. */
export const REUSE_WINDOW_MS = 10_000;

/** Nothing token-like is stored: a refresh token is its session and generation with our MAC. */
export function formatRefreshToken(keys: KeyRing, sessionId: string, generation: number): string {
  return `${sessionId}.${generation}.${keys.mac(PURPOSE, `${sessionId}.${generation}`)}`;
}

/** What a refresh token names, or null when it is not one of ours. */
export function parseRefreshToken(keys: KeyRing, token: string): { sessionId: string; generation: number } | null {
  const [sessionId = '', digits = '', mac = '', ...rest] = token.length <= 200 ? token.split('.') : [];
  if (rest.length > 0 || !isUuid(sessionId) || !/^(0|[1-9]\d{0,8})$/.test(digits)) return null;
  return keys.verifyMac(PURPOSE, `${sessionId}.${digits}`, mac) ? { sessionId, generation: Number(digits) } : null;
}

export interface Rotation {
  readonly generation: number;
  readonly rotatedAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
}

/**
 * What becomes of a genuine refresh token: `rotate` to the next generation; `repeat` the child it already
 * had; `reuse` of an older one, which revokes the family; `dead` when the session is over.
 */
export function decideRotation(session: Rotation, presented: number, now: Date): 'rotate' | 'repeat' | 'reuse' | 'dead' {
  if (session.revokedAt !== null || session.expiresAt <= now || presented > session.generation) return 'dead';
  if (presented === session.generation) return 'rotate';
  const age = now.getTime() - session.rotatedAt.getTime();
  return presented === session.generation - 1 && age <= REUSE_WINDOW_MS ? 'repeat' : 'reuse';
}
