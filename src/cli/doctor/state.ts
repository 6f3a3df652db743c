import type { Config } from '../../config.js';
import { NO_ADMIN } from '../first-admin.js';
import { words, type Connection, type Finding } from './finding.js';

interface Waiting { mails: number; mail_seconds: number; failed_mails: number; events: number; event_seconds: number; unsealed: number; unresolved: number }

/** A worker is a second behind; a minute means that none runs, or that it cannot do its work. */
const LATE_SECONDS = 60;

/** What waits in the database, whether anything may leave it, and whether its secrets can be read. */
export async function aboutState(client: Connection, config: Config): Promise<Finding[]> {
  return [...(await aboutSafeMode(client)), ...(config.mode === 'live' ? [await aboutAdmins(client)] : []), await aboutWaiting(client), await aboutKeys(client, config)];
}

async function aboutSafeMode(client: Connection): Promise<Finding[]> {
  const { rows } = await client.query<{ on: boolean }>(`SELECT value = 'true' AS on FROM settings WHERE key = 'safe_mode'`);
  return rows[0]?.on ? [{ check: 'safe mode', result: 'warn', message: 'on, as after a restore: no mail, no schedule, no processor; paydesk resume ends it' }] : [];
}

async function aboutAdmins(client: Connection): Promise<Finding> {
  const { rows } = await client.query<{ admins: number }>(
    `SELECT count(DISTINCT u.id)::int AS admins FROM users u JOIN role_grants g ON g.user_id = u.id
      WHERE g.role IN ('admin', 'super_admin') AND g.scope_id IS NULL AND u.disabled_at IS NULL`,
  );
  const admins = rows[0]?.admins ?? 0;
  return { check: 'admins', ...(admins === 0 ? { result: 'warn', message: NO_ADMIN } : { result: 'ok', message: String(admins) }) };
}

async function aboutWaiting(client: Connection): Promise<Finding> {
  const { rows } = await client.query<Waiting>(
    `SELECT (SELECT count(*) FROM outbox_messages WHERE state = 'pending' AND next_attempt_at <= now())::int AS mails,
            (SELECT coalesce(extract(epoch FROM now() - min(next_attempt_at)), 0) FROM outbox_messages WHERE state = 'pending' AND next_attempt_at <= now())::float8 AS mail_seconds,
            (SELECT count(*) FROM outbox_messages WHERE state = 'failed')::int AS failed_mails,
            (SELECT count(*) FROM inbox_events WHERE state = 'pending')::int AS events,
            (SELECT coalesce(extract(epoch FROM now() - min(received_at)), 0) FROM inbox_events WHERE state = 'pending')::float8 AS event_seconds,
            (SELECT count(*) FROM ledger_unsealed)::int AS unsealed,
            (SELECT count(*) FROM payments WHERE state = 'unknown' AND updated_at < now() - interval '10 minutes')::int AS unresolved`,
  );
  const w = rows[0]!;
  const complaints = [
    ...(w.mail_seconds > LATE_SECONDS ? [`${w.mails} messages are due, the oldest for ${Math.round(w.mail_seconds)} s: is a worker running?`] : []),
    ...(w.event_seconds > LATE_SECONDS ? [`${w.events} events of processors are not carried out, the oldest for ${Math.round(w.event_seconds)} s: see last_error in inbox_events`] : []),
    ...(w.failed_mails > 0 ? [`${w.failed_mails} messages were given up`] : []),
    ...(w.unsealed > 10_000 ? [`${w.unsealed} ledger transactions wait for their seal: is a worker running?`] : []),
    ...(w.unresolved > 0 ? [`${w.unresolved} payments are unknown for more than ten minutes: does the processor answer?`] : []),
  ];
  if (complaints.length > 0) return { check: 'worker', result: 'warn', message: complaints.join('; ') };
  return { check: 'worker', result: 'ok', message: `nothing is late (${w.mails} messages, ${w.events} events, ${w.unsealed} seals to do)` };
}

/** Opens one secret of the database with the key ring: a ring that lost its key is found before somebody needs it. */
async function aboutKeys(client: Connection, config: Config): Promise<Finding> {
  const check = 'key ring';
  const { rows } = await client.query<{ kid: string; private_key: string }>('SELECT kid, private_key FROM signing_keys ORDER BY created_at DESC');
  try {
    for (const row of rows) config.keys.decrypt(row.private_key, `signing_keys:${row.kid}`);
    return { check, result: 'ok', message: rows.length === 0 ? 'no secret to open yet' : `opens all ${rows.length} secrets` };
  } catch (error) {
    return { check, result: 'fail', message: `${words(error)}. Put the key that the database was used with into PAYDESK_KEYS.` };
  }
}
