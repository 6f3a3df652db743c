import type { Statement } from '../tx.js';
import type { PrincipalRow } from './principal.js';
import type { User } from './user.js';

const USER = `u.id, u.serial, u.public_id, u.email, u.email_verified_at, u.name, u.phone, u.phone_confirmed_at, u.settings, u.metadata,
  u.last_sign_in_at, u.disabled_at, u.created_at, u.updated_at,
  ARRAY(SELECT DISTINCT g.role FROM role_grants g WHERE g.user_id = u.id ORDER BY g.role) AS roles,
  EXISTS (SELECT FROM second_factors f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL) AS two_factors,
  (SELECT c.id FROM customer_users cu JOIN customers c ON c.id = cu.customer_id AND c.archived_at IS NULL WHERE cu.user_id = u.id) AS customer_id`;

export interface UserRow {
  id: string; serial: bigint; public_id: string; email: string; email_verified_at: Date | null; name: string; phone: string | null; phone_confirmed_at: Date | null; two_factors: boolean;
  settings: Record<string, unknown>; metadata: Record<string, unknown>; last_sign_in_at: Date | null; disabled_at: Date | null;
  created_at: Date; updated_at: Date; roles: User['roles']; customer_id: string | null;
}

/** $1 session, $2 now, $3 subject of the token: the user's UUID or serial. One indexed read decides every request. */
export const selectPrincipal: Statement<PrincipalRow> = {
  name: 'identity_authenticate',
  text: `SELECT u.id, u.serial, u.public_id, u.email, u.name, s.id AS session_id, s.aal, s.permissions, s.created_at AS opened_at, s.expires_at,
      c.id AS customer_id,
      EXISTS (SELECT FROM second_factors f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL) AS two_factors,
      ARRAY(SELECT g.role || coalesce(':' || g.scope_id::text, '') FROM role_grants g WHERE g.user_id = u.id ORDER BY 1) AS grants
    FROM sessions s
    JOIN users u ON u.id = s.user_id
    LEFT JOIN customer_users cu ON cu.user_id = u.id
    LEFT JOIN customers c ON c.id = cu.customer_id AND c.archived_at IS NULL
    WHERE s.id = $1 AND s.revoked_at IS NULL AND s.expires_at > $2 AND u.disabled_at IS NULL AND $3 IN (u.id::text, u.serial::text)`,
};

export const selectUserById: Statement<UserRow> = { name: 'identity_user_by_id', text: `SELECT ${USER} FROM users u WHERE u.id = $1` };
export const selectUsersById: Statement<UserRow> = {
  name: 'identity_users_by_id', text: `SELECT ${USER} FROM users u WHERE u.id = ANY($1::uuid[]) ORDER BY array_position($1::uuid[], u.id)`,
};
export const selectUserByEmail: Statement<UserRow> = { name: 'identity_user_by_email', text: `SELECT ${USER} FROM users u WHERE u.email = $1` };

/** As little as a sign-in needs: what a known address costs more than an unknown one could be measured. */
export interface CredentialsRow {
  id: string;
  password_hash: string | null;
  email_verified_at: Date | null;
}

export const selectCredentials: Statement<CredentialsRow> = {
  name: 'identity_credentials',
  text: `SELECT id, password_hash, email_verified_at FROM users WHERE email = $1`,
};

/** $1 the address as `addressMac` has it, $2 now, $3 failures allowed, $4 locked until. The same write whoever has it, or nobody. */
export const countFailure: Statement<{ locked: boolean }> = {
  name: 'identity_count_failure',
  text: `INSERT INTO sign_in_failures AS f (address_mac, failures, last_at) VALUES ($1, 1, $2)
    ON CONFLICT (address_mac) DO UPDATE SET
      failures = CASE WHEN f.locked_until > $2 THEN f.failures WHEN f.failures + 1 >= $3 THEN 0 ELSE f.failures + 1 END,
      locked_until = CASE WHEN f.locked_until > $2 THEN f.locked_until WHEN f.failures + 1 >= $3 THEN $4 END,
      last_at = $2
    RETURNING coalesce(locked_until = $4, false) AS locked`,
};

/** $1 the address as `addressMac` has it, $2 now. A row: it is locked. */
export const selectLock: Statement<{ locked_until: Date }> = {
  name: 'identity_lock', text: `SELECT locked_until FROM sign_in_failures WHERE address_mac = $1 AND locked_until > $2`,
};

export const forgiveFailures: Statement<never> = { name: 'identity_forgive_failures', text: `DELETE FROM sign_in_failures WHERE address_mac = $1` };

export const deleteOldFailures: Statement<never> = { name: 'identity_delete_old_failures', text: `DELETE FROM sign_in_failures WHERE last_at < $1` };

/** $1 user, $2 now, $3 the hash that matched, $4 the address as `addressMac` has it. No row: locked, disabled or changed in the meantime. */
export const acceptSignIn: Statement<{ id: string }> = {
  name: 'identity_accept_sign_in',
  text: `WITH forgiven AS (DELETE FROM sign_in_failures WHERE address_mac = $4 AND (locked_until IS NULL OR locked_until <= $2))
    SELECT id FROM users WHERE id = $1 AND disabled_at IS NULL AND password_hash = $3
      AND NOT EXISTS (SELECT FROM sign_in_failures WHERE address_mac = $4 AND locked_until > $2)`,
};

/** What stands between the first factor and a session. No row: gone, or disabled. */
export const selectDoor: Statement<{ two_factors: boolean }> = {
  name: 'identity_door',
  text: `SELECT EXISTS (SELECT FROM second_factors f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL) AS two_factors
    FROM users u WHERE u.id = $1 AND u.disabled_at IS NULL`,
};

/** $1 a number as `phoneOrNull` has it. */
export const selectUsersByPhone: Statement<UserRow> = {
  name: 'identity_users_by_phone',
  text: `SELECT ${USER} FROM users u WHERE regexp_replace(u.phone, '[^0-9+]', '', 'g') = $1 AND u.phone_confirmed_at IS NOT NULL LIMIT 2`,
};

/** $1 user: nobody changes the profile until this transaction ends. */
export const holdProfile: Statement<never> = { name: 'identity_hold_profile', text: `SELECT FROM users WHERE id = $1 FOR SHARE` };

/** $1 user, $2 now. */
export const confirmPhone: Statement<never> = { name: 'identity_confirm_phone', text: `UPDATE users SET phone_confirmed_at = $2 WHERE id = $1` };

/** $1 user, $2 address, $3 now. No row: somebody has it. */
export const updateEmail: Statement<{ id: string }> = {
  name: 'identity_update_email',
  text: `UPDATE users SET email = $2, email_verified_at = $3, updated_at = $3
    WHERE id = $1 AND NOT EXISTS (SELECT FROM users other WHERE other.email = $2) RETURNING id`,
};

export const insertUser: Statement<{ id: string }> = {
  name: 'identity_insert_user',
  text: `INSERT INTO users (id, public_id, email, email_verified_at, password_hash, name, phone, metadata, created_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) ON CONFLICT (email) DO NOTHING RETURNING id`,
};

export const insertGrant: Statement<{ user_id: string }> = {
  name: 'identity_insert_grant',
  text: `INSERT INTO role_grants (user_id, role, scope_id, granted_at, granted_by) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT DO NOTHING RETURNING user_id`,
};

export const selectAnyAdmin: Statement<{ user_id: string }> = {
  name: 'identity_any_admin',
  text: `SELECT g.user_id FROM role_grants g JOIN users u ON u.id = g.user_id
    WHERE g.role IN ('admin', 'super_admin') AND g.scope_id IS NULL AND u.disabled_at IS NULL LIMIT 1`,
};

export const deleteGrant: Statement<{ user_id: string }> = {
  name: 'identity_delete_grant',
  text: `DELETE FROM role_grants WHERE user_id = $1 AND role = $2 AND scope_id IS NOT DISTINCT FROM $3 RETURNING user_id`,
};

export const updatePassword: Statement<{ id: string }> = {
  name: 'identity_update_password',
  text: `UPDATE users SET password_hash = $2, updated_at = $3 WHERE id = $1 RETURNING id`,
};

/** Unverified registrations only: name, password and metadata of the latest attempt count. */
export const replaceRegistration: Statement<{ id: string }> = {
  name: 'identity_replace_registration',
  text: `UPDATE users SET password_hash = $2, name = $3, phone = $4, metadata = $5, updated_at = $6
    WHERE id = $1 AND email_verified_at IS NULL AND last_sign_in_at IS NULL RETURNING id`,
};

export const markEmailVerified: Statement<{ email: string }> = {
  name: 'identity_mark_email_verified',
  text: `UPDATE users SET email_verified_at = $2, updated_at = $2 WHERE id = $1 AND email_verified_at IS NULL RETURNING email`,
};

/** Whoever proved the address did not choose this password: a stranger who registered first must not keep a key. */
export const dropPassword: Statement<{ id: string }> = {
  name: 'identity_drop_password',
  text: `UPDATE users SET password_hash = NULL, updated_at = $2 WHERE id = $1 AND email_verified_at IS NULL RETURNING id`,
};

export const markSignedIn: Statement<{ id: string }> = {
  name: 'identity_mark_signed_in',
  text: `UPDATE users SET last_sign_in_at = $2 WHERE id = $1 AND disabled_at IS NULL RETURNING id`,
};

export const setDisabled: Statement<{ id: string }> = {
  name: 'identity_set_disabled',
  text: `UPDATE users SET disabled_at = $2, updated_at = $3 WHERE id = $1 RETURNING id`,
};

export const updateProfile: Statement<{ id: string }> = {
  name: 'identity_update_profile',
  text: `UPDATE users SET name = coalesce($2, name), phone = CASE WHEN $3 THEN $4 ELSE phone END,
      phone_confirmed_at = CASE WHEN $3 AND phone IS DISTINCT FROM $4 THEN NULL ELSE phone_confirmed_at END,
      metadata = coalesce($5::jsonb, metadata), settings = coalesce($6::jsonb, settings), updated_at = $7
    WHERE id = $1 RETURNING id`,
};

export function toUser(row: UserRow): User {
  return {
    id: row.id, serial: row.serial, publicId: row.public_id, email: row.email, emailVerifiedAt: row.email_verified_at, name: row.name,
    phone: row.phone, phoneConfirmedAt: row.phone_confirmed_at, twoFactors: row.two_factors, settings: row.settings, metadata: row.metadata, lastSignInAt: row.last_sign_in_at, disabledAt: row.disabled_at,
    createdAt: row.created_at, updatedAt: row.updated_at, roles: row.roles, customerId: row.customer_id,
  };
}
