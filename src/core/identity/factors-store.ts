import type { Statement } from '../tx.js';

export interface FactorRow {
  user_id: string; secret: string; last_step: bigint; failed_attempts: number; locked_until: Date | null; created_at: Date; confirmed_at: Date | null;
}

export const selectFactor: Statement<FactorRow> = { name: 'identity_factor', text: `SELECT * FROM second_factors WHERE user_id = $1` };

/** Whoever looks at a factor to take a code holds it: guesses of one user come one after another. */
export const lockFactor: Statement<FactorRow> = { name: 'identity_lock_factor', text: `SELECT * FROM second_factors WHERE user_id = $1 FOR UPDATE` };

/** $1 user, $2 sealed secret, $3 now. No row: one is in force already. */
export const insertFactor: Statement<{ user_id: string }> = {
  name: 'identity_insert_factor',
  text: `INSERT INTO second_factors (user_id, secret, created_at) VALUES ($1, $2, $3)
    ON CONFLICT (user_id) DO UPDATE SET secret = $2, created_at = $3, last_step = 0 WHERE second_factors.confirmed_at IS NULL
    RETURNING user_id`,
};

/** $1 user, $2 time step. No row: this step or a later one was taken before. */
export const takeStep: Statement<{ user_id: string }> = {
  name: 'identity_take_step',
  text: `UPDATE second_factors SET last_step = $2, failed_attempts = 0, locked_until = NULL WHERE user_id = $1 AND last_step < $2 RETURNING user_id`,
};

/** $1 user, $2 now. */
export const confirmFactor: Statement<{ user_id: string }> = {
  name: 'identity_confirm_factor',
  text: `UPDATE second_factors SET confirmed_at = $2 WHERE user_id = $1 AND confirmed_at IS NULL RETURNING user_id`,
};

/** $1 user, $2 failures from now on, $3 locked until, or null. */
export const countFactorFailure: Statement<never> = {
  name: 'identity_count_factor_failure',
  text: `UPDATE second_factors SET failed_attempts = $2, locked_until = $3 WHERE user_id = $1`,
};

export const deleteFactor: Statement<{ user_id: string }> = { name: 'identity_delete_factor', text: `DELETE FROM second_factors WHERE user_id = $1 RETURNING user_id` };

export const selectRecoveryCodes: Statement<{ code_hash: Buffer }> = {
  name: 'identity_recovery_codes', text: `SELECT code_hash FROM recovery_codes WHERE user_id = $1 AND used_at IS NULL`,
};

/** $1 user, $2 hash, $3 now. No row: used before. */
export const useRecoveryCode: Statement<{ user_id: string }> = {
  name: 'identity_use_recovery_code',
  text: `WITH used AS (UPDATE recovery_codes SET used_at = $3 WHERE user_id = $1 AND code_hash = $2 AND used_at IS NULL RETURNING user_id),
      forgiven AS (UPDATE second_factors SET failed_attempts = 0, locked_until = NULL WHERE user_id IN (SELECT user_id FROM used))
    SELECT user_id FROM used`,
};

export const deleteRecoveryCodes: Statement<never> = { name: 'identity_delete_recovery_codes', text: `DELETE FROM recovery_codes WHERE user_id = $1` };

/** $1 user, $2 hashes. */
export const insertRecoveryCodes: Statement<never> = {
  name: 'identity_insert_recovery_codes', text: `INSERT INTO recovery_codes (user_id, code_hash) SELECT $1, unnest($2::bytea[])`,
};
