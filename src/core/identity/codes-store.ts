import type { Statement } from '../tx.js';

export interface CodeRow {
  id: string; user_id: string; purpose: string; attempts: number; expires_at: Date; used_at: Date | null;
  channel: 'email' | 'sms' | 'none'; new_email: string | null;
}

/** $1 code, $2 user, $3 purpose, $4 now, $5 end, $6 an hour ago, $7 how many an hour, $8 channel, $9 new address. No row: too many. */
export const insertCode: Statement<{ id: string }> = {
  name: 'identity_insert_code',
  text: `INSERT INTO sign_in_codes (id, user_id, purpose, created_at, expires_at, channel, new_email)
    SELECT $1, $2, $3, $4, $5, $8, $9
    WHERE (SELECT count(*) FROM sign_in_codes WHERE user_id = $2 AND purpose = $3 AND created_at > $6) < $7 RETURNING id`,
};

export const selectLiveCode: Statement<CodeRow> = {
  name: 'identity_live_code',
  text: `SELECT * FROM sign_in_codes WHERE id = $1 AND used_at IS NULL AND expires_at > $2`,
};

export const deleteOldCodes: Statement<never> = {
  name: 'identity_delete_old_codes',
  text: `DELETE FROM sign_in_codes WHERE expires_at < $1`,
};

/** $1 user, $2 purpose, $3 now, $4 the code that stays. */
export const voidCodes: Statement<never> = {
  name: 'identity_void_codes',
  text: `UPDATE sign_in_codes SET used_at = $3 WHERE user_id = $1 AND purpose = $2 AND used_at IS NULL AND id <> $4`,
};

/** $1 user, $2 purposes, $3 now, $4 tries allowed: the newest code, one try taken from it before anything is compared. */
export const takeCodeTry: Statement<CodeRow> = {
  name: 'identity_take_code_try',
  text: `UPDATE sign_in_codes SET attempts = attempts + 1
    WHERE used_at IS NULL AND expires_at > $3 AND attempts < $4
      AND id = (SELECT id FROM sign_in_codes WHERE user_id = $1 AND purpose = ANY($2) AND used_at IS NULL ORDER BY created_at DESC, id DESC LIMIT 1)
    RETURNING *`,
};

/** $1 user, $2 now: everything that was sent to get in by, or to change the address by. */
export const voidSecrets: Statement<never> = {
  name: 'identity_void_secrets',
  text: `UPDATE sign_in_codes SET used_at = $2 WHERE user_id = $1 AND used_at IS NULL AND purpose IN ('recovery', 'sign_in', 'second_factor', 'change_email')`,
};

/** $1 question, $2 user, $3 now, $4 end. */
export const insertChallenge: Statement<never> = {
  name: 'identity_insert_challenge',
  text: `INSERT INTO sign_in_codes (id, user_id, purpose, created_at, expires_at, channel) VALUES ($1, $2, 'second_factor', $3, $4, 'none')`,
};

/** $1 question, $2 now, $3 tries allowed: one try, taken before anything is compared. */
export const takeChallengeTry: Statement<CodeRow> = {
  name: 'identity_take_challenge_try',
  text: `UPDATE sign_in_codes SET attempts = attempts + 1
    WHERE id = $1 AND purpose = 'second_factor' AND used_at IS NULL AND expires_at > $2 AND attempts < $3 RETURNING *`,
};

/** $1 code, $2 now, $3 purposes it may have. No row: used, over, or for something else. */
export const useCode: Statement<CodeRow> = {
  name: 'identity_use_code',
  text: `UPDATE sign_in_codes SET used_at = $2 WHERE id = $1 AND used_at IS NULL AND expires_at > $2 AND purpose = ANY($3) RETURNING *`,
};
