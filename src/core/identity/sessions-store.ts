import type { Statement } from '../tx.js';
import type { Session } from './user.js';

export interface SessionRow {
  id: string; user_id: string; aal: number; method: string; permissions: string[] | null; generation: number;
  rotated_at: Date; created_at: Date; expires_at: Date; revoked_at: Date | null;
}

export const insertSession: Statement<SessionRow> = {
  name: 'identity_insert_session',
  text: `INSERT INTO sessions (id, user_id, aal, method, permissions, rotated_at, user_agent, ip, created_at, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $6, $9) RETURNING *`,
};

export const lockSession: Statement<SessionRow & { disabled_at: Date | null; two_factors: boolean }> = {
  name: 'identity_lock_session',
  text: `SELECT s.*, u.disabled_at, EXISTS (SELECT FROM second_factors f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL) AS two_factors
    FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id = $1 FOR NO KEY UPDATE OF s`,
};

/** $1 session, $2 generation it has, $3 now, $4 new end. */
export const rotateSession: Statement<SessionRow> = {
  name: 'identity_rotate_session',
  text: `UPDATE sessions SET generation = generation + 1, rotated_at = $3, expires_at = $4
    WHERE id = $1 AND generation = $2 AND revoked_at IS NULL RETURNING *`,
};

export const revokeSession: Statement<{ id: string }> = {
  name: 'identity_revoke_session',
  text: `UPDATE sessions SET revoked_at = $2, revoked_for = $3 WHERE id = $1 AND revoked_at IS NULL RETURNING id`,
};

/** $1 user, $2 now, $3 reason, $4 a session to keep, or null. */
export const revokeSessionsOf: Statement<{ id: string }> = {
  name: 'identity_revoke_sessions_of',
  text: `UPDATE sessions SET revoked_at = $2, revoked_for = $3
    WHERE user_id = $1 AND revoked_at IS NULL AND ($4::uuid IS NULL OR id <> $4) RETURNING id`,
};

/** $1 session, $2 its user, $3 now, $4 reason. */
export const revokeSessionOf: Statement<{ id: string }> = {
  name: 'identity_revoke_session_of',
  text: `UPDATE sessions SET revoked_at = $3, revoked_for = $4 WHERE id = $1 AND user_id = $2 AND revoked_at IS NULL RETURNING id`,
};

/** $1 user, $2 now. */
export const selectSessionsOf: Statement<SessionRow & { user_agent: string | null; ip: string | null }> = {
  name: 'identity_sessions_of',
  text: `SELECT * FROM sessions WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > $2 ORDER BY rotated_at DESC, id DESC LIMIT 100`,
};

export const deleteEndedSessions: Statement<never> = {
  name: 'identity_delete_ended_sessions',
  text: `DELETE FROM sessions WHERE expires_at < $1 OR revoked_at < $1`,
};

export function toSession(row: SessionRow): Session {
  return {
    id: row.id, userId: row.user_id, aal: row.aal === 2 ? 2 : 1, method: row.method, permissions: row.permissions,
    generation: row.generation, createdAt: row.created_at, expiresAt: row.expires_at,
  };
}
