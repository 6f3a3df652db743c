import type { Statement } from '../tx.js';

export interface SigningKeyRow {
  kid: string; public_jwk: Record<string, unknown>; private_key: string; created_at: Date; retired_at: Date | null;
}

/** $1: keys retired before this verify nothing any more. */
export const selectSigningKeys: Statement<SigningKeyRow> = {
  name: 'identity_signing_keys',
  text: `SELECT * FROM signing_keys WHERE retired_at IS NULL OR retired_at > $1 ORDER BY created_at DESC, kid`,
};

/** For the rest of the transaction: one at a time makes keys. The number is ours alone. */
export const lockSigningKeys: Statement<never> = { name: 'identity_lock_signing_keys', text: `SELECT pg_advisory_xact_lock(7294837103)` };

export const selectLiveSigningKey: Statement<{ kid: string }> = {
  name: 'identity_live_signing_key',
  text: `SELECT kid FROM signing_keys WHERE retired_at IS NULL ORDER BY created_at DESC, kid LIMIT 1`,
};

export const insertSigningKey: Statement<never> = {
  name: 'identity_insert_signing_key',
  text: `INSERT INTO signing_keys (kid, public_jwk, private_key, created_at) VALUES ($1, $2, $3, $4)`,
};

/** $1 now, $2 the key that stays. */
export const retireSigningKeys: Statement<{ kid: string }> = {
  name: 'identity_retire_signing_keys',
  text: `UPDATE signing_keys SET retired_at = $1 WHERE retired_at IS NULL AND kid <> $2 RETURNING kid`,
};
