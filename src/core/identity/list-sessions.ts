import type { Reader } from '../tx.js';
import { selectSessionsOf } from './sessions-store.js';

/** A signed-in device as its owner sees it. */
export interface OpenSession {
  readonly id: string;
  /** password, otp, recovery. */
  readonly method: string;
  readonly userAgent: string | null;
  readonly ip: string | null;
  readonly createdAt: Date;
  /** When its tokens were last renewed. */
  readonly seenAt: Date;
  readonly expiresAt: Date;
}

/** The devices a user is signed in with at `now`, the one used last first. */
export async function listSessions(reader: Reader, userId: string, now: Date): Promise<OpenSession[]> {
  const rows = await reader.run(selectSessionsOf, [userId, now]);
  return rows.map((row) => ({
    id: row.id, method: row.method, userAgent: row.user_agent, ip: row.ip, createdAt: row.created_at, seenAt: row.rotated_at, expiresAt: row.expires_at,
  }));
}
