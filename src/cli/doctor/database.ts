import { connectOnce } from '../../adapters/database/connect.js';
import { migrateStatus } from '../../adapters/database/migrate.js';
import type { Config } from '../../config.js';
import { openDatabase, type OpenDatabase } from '../database.js';
import { words, type Connection, type Finding } from './finding.js';
import { aboutState } from './state.js';

const OLDEST_POSTGRES = 150_000;
const SKEW_WARN_SECONDS = 2;
/** Stripe refuses signatures older than five minutes; a minute already spoils due times. */
const SKEW_FAIL_SECONDS = 60;

/** The server, its clock, the schema, and what waits in it. Starts the embedded database for the look. */
export async function aboutDatabase(config: Config): Promise<Finding[]> {
  let database: OpenDatabase;
  try {
    database = await openDatabase(config, () => undefined);
  } catch (error) {
    return [{ check: 'database', result: 'fail', message: words(error) }];
  }
  try {
    const client = await connectOnce(database.url, 'paydesk doctor');
    try {
      const schema = await aboutSchema(database);
      const state = schema.result === 'ok' ? await aboutState(client, config) : [];
      return [...(await aboutServer(client, database, config)), await aboutClock(client), schema, ...state];
    } finally {
      await client.end();
    }
  } catch (error) {
    return [{ check: 'database', result: 'fail', message: words(error) }];
  } finally {
    await database.close();
  }
}

async function aboutServer(client: Connection, database: OpenDatabase, config: Config): Promise<Finding[]> {
  const { rows } = await client.query<{ version: string; number: number; superuser: boolean; timeout: string; fsync: string }>(
    `SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number,
            (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS superuser,
            current_setting('statement_timeout') AS timeout, current_setting('fsync') AS fsync`,
  );
  const server = rows[0];
  if (!server) return [];
  const kind = database.embedded ? 'embedded' : 'DATABASE_URL';
  const tooOld = server.number < OLDEST_POSTGRES;
  const findings: Finding[] = [
    { check: 'database', result: tooOld ? 'fail' : 'ok', message: `PostgreSQL ${server.version} (${kind})${tooOld ? ': 15 or later is needed' : ''}` },
  ];
  const warn = (message: string) => findings.push({ check: 'database', result: 'warn', message });
  if (server.superuser) warn('the server runs as a superuser, who can alter the ledger: give it a role of its own');
  if (server.timeout === '0') warn('statements have no time limit: run paydesk migrate');
  if (server.fsync === 'off') warn('fsync is off: a power cut can lose what was acknowledged');
  if (database.embedded && config.mode === 'live') warn('the embedded PostgreSQL is meant for demos and small shops: see docs/running.md');
  return findings;
}

async function aboutClock(client: Connection): Promise<Finding> {
  const before = Date.now();
  const { rows } = await client.query<{ millis: number }>('SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS millis');
  const here = (before + Date.now()) / 2;
  const seconds = Math.abs((rows[0]?.millis ?? here) - here) / 1_000;
  const result = seconds > SKEW_FAIL_SECONDS ? 'fail' : seconds > SKEW_WARN_SECONDS ? 'warn' : 'ok';
  return { check: 'clock', result, message: result === 'ok' ? 'agrees with the database' : `is ${Math.round(seconds)} s apart from the database's: let both follow a time server` };
}

async function aboutSchema(database: OpenDatabase): Promise<Finding> {
  const { applied, pending, problems } = await migrateStatus(database.ownerUrl);
  if (problems.length > 0) return { check: 'schema', result: 'fail', message: problems.join(' ') };
  if (pending.length > 0) return { check: 'schema', result: 'warn', message: `pending: ${pending.join(', ')} (paydesk migrate, or paydesk start)` };
  return { check: 'schema', result: 'ok', message: `${applied.length} migrations applied` };
}
