import type { Statement } from '../tx.js';

export interface KeyRow {
  body_hash: Buffer;
  state: string;
  leased_until: Date;
  status: number | null;
  answer: unknown;
}

/**
 * $1 caller, $2 route, $3 key, $4 hash, $5 leased until, $6 now, $7 forgotten before. A row comes back when the key
 * is ours now: new, given up by a crashed holder with the same body, or too old to count.
 */
export const claimKey: Statement<{ leased_until: Date }> = {
  name: 'idempotency_claim',
  text: `INSERT INTO idempotency_keys AS k (caller, route, key, body_hash, state, leased_until, created_at)
    VALUES ($1, $2, $3, $4, 'running', $5, $6)
    ON CONFLICT (caller, route, key) DO UPDATE
      SET body_hash = excluded.body_hash, state = 'running', leased_until = excluded.leased_until, status = NULL, answer = NULL,
        created_at = CASE WHEN k.created_at < $7 THEN excluded.created_at ELSE k.created_at END
      WHERE k.created_at < $7 OR (k.state = 'running' AND k.leased_until <= $6 AND k.body_hash = excluded.body_hash)
    RETURNING leased_until`,
};

export const selectKey: Statement<KeyRow> = {
  name: 'idempotency_select',
  text: `SELECT body_hash, state, leased_until, status, answer FROM idempotency_keys WHERE caller = $1 AND route = $2 AND key = $3`,
};

/** $4 our lease, $5 status, $6 answer. */
export const finishKey: Statement<{ key: string }> = {
  name: 'idempotency_finish',
  text: `UPDATE idempotency_keys SET state = 'done', status = $5, answer = $6::jsonb
    WHERE caller = $1 AND route = $2 AND key = $3 AND state = 'running' AND leased_until = $4 RETURNING key`,
};

export const deleteKey: Statement<{ key: string }> = {
  name: 'idempotency_release',
  text: `DELETE FROM idempotency_keys WHERE caller = $1 AND route = $2 AND key = $3 AND state = 'running' AND leased_until = $4 RETURNING key`,
};

export const deleteOldKeys: Statement<{ key: string }> = {
  name: 'idempotency_forget',
  text: `DELETE FROM idempotency_keys WHERE ctid = ANY (ARRAY(SELECT ctid FROM idempotency_keys WHERE created_at < $1 ORDER BY created_at LIMIT 5000)) RETURNING key`,
};
