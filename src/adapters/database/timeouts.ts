import { connectOnce } from './connect.js';

/** Bounds of every session, kept as settings of the role: transaction poolers keep no session settings. */
const BOUNDS: Record<string, string> = {
  statement_timeout: '10s',
  lock_timeout: '2s',
  idle_in_transaction_session_timeout: '15s',
  transaction_timeout: '20s',
};

/**
 * Gives the role of this URL its safety timeouts, where it has none of its own: an operator's
 * other choice by ALTER ROLE stays. Acts on sessions opened afterwards.
 */
export async function applySafetyTimeouts(url: string): Promise<void> {
  const client = await connectOnce(url, 'paydesk migrate');
  try {
    const known = await client.query<{ name: string }>('SELECT name FROM pg_settings WHERE name = ANY($1)', [
      Object.keys(BOUNDS),
    ]);
    const set = await client.query<{ setting: string }>(
      `SELECT split_part(unnest(setconfig), '=', 1) AS setting FROM pg_db_role_setting
       WHERE setrole = (SELECT oid FROM pg_roles WHERE rolname = current_user)`,
    );
    const already = new Set(set.rows.map((row) => row.setting));
    const missing = known.rows.map((row) => row.name).filter((name) => !already.has(name));
    if (missing.length === 0) return;
    // Two migrators altering one role at once would fail: "tuple concurrently updated".
    await client.query(`BEGIN; SELECT pg_advisory_xact_lock(hashtext('paydesk role settings'))`);
    for (const name of missing) await client.query(`ALTER ROLE CURRENT_USER SET ${name} = '${BOUNDS[name]}'`);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}
