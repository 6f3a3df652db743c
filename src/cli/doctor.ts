import { existsSync, statSync, statfsSync } from 'node:fs';
import { connect } from 'node:net';
import { connectOnce } from '../adapters/database/connect.js';
import { migrateStatus } from '../adapters/database/migrate.js';
import { ConfigurationError, loadConfig, type Config } from '../config.js';
import { openDatabase, type OpenDatabase } from './database.js';
import { print } from './progress.js';
import { expectedSandbox } from './sandbox-facts.js';

/** One thing looked at. `warn` does not stop Paydesk from running, `fail` does. */
interface Finding {
  check: string;
  result: 'ok' | 'warn' | 'fail';
  message: string;
}

const ROOM_BYTES = 1_000_000_000;
const OLDEST_POSTGRES = 150_000;

/** Looks at everything that must be right; exit code 1 when something fails. Starts the embedded database for the look. */
export async function doctor(options: { json?: boolean }): Promise<void> {
  const findings = await examine();
  const sound = findings.every((finding) => finding.result !== 'fail');
  if (!sound) process.exitCode = 1;
  if (options.json) print(JSON.stringify({ ok: sound, findings }, undefined, 2));
  else for (const { check, result, message } of findings) print(`${result.padEnd(4)}  ${check.padEnd(12)}  ${message}`);
}

async function examine(): Promise<Finding[]> {
  const findings: Finding[] = [{ check: 'node', result: 'ok', message: process.versions.node }];
  let config: Config;
  try {
    config = loadConfig();
  } catch (error) {
    const errors = error instanceof ConfigurationError ? error.errors : [words(error)];
    return [...findings, ...errors.map((message) => ({ check: 'settings', result: 'fail' as const, message }))];
  }
  findings.push({ check: 'settings', result: 'ok', message: `${config.mode} mode` }, dataFolder(config), ...(await aboutDatabase(config)));
  if (config.mode === 'demo') findings.push(await sandboxAnswers(config));
  return findings;
}

function dataFolder(config: Config): Finding {
  const check = 'data folder';
  if (!existsSync(config.dataFolder)) return { check, result: 'ok', message: `${config.dataFolder} (made at the first start)` };
  if (statSync(config.dataFolder).mode & 0o077) return { check, result: 'warn', message: `${config.dataFolder} can be read by others: chmod 700 it` };
  const { bavail, bsize } = statfsSync(config.dataFolder);
  const room = bavail * bsize;
  const megabytes = Math.round(room / 1_000_000);
  return { check, result: room < ROOM_BYTES ? 'warn' : 'ok', message: `${config.dataFolder}, ${megabytes} MB free` };
}

async function aboutDatabase(config: Config): Promise<Finding[]> {
  let database: OpenDatabase;
  try {
    database = await openDatabase(config, () => undefined);
  } catch (error) {
    return [{ check: 'database', result: 'fail', message: words(error) }];
  }
  try {
    return [...(await aboutServer(database, config)), await aboutSchema(database)];
  } catch (error) {
    return [{ check: 'database', result: 'fail', message: words(error) }];
  } finally {
    await database.close();
  }
}

async function aboutServer(database: OpenDatabase, config: Config): Promise<Finding[]> {
  const client = await connectOnce(database.url, 'paydesk doctor');
  try {
    const { rows } = await client.query<{ version: string; number: number; superuser: boolean; timeout: string; fsync: string }>(
      `SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number,
              (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS superuser,
              current_setting('statement_timeout') AS timeout, current_setting('fsync') AS fsync`,
    );
    const server = rows[0];
    if (!server) return [];
    const kind = database.embedded ? 'embedded' : 'DATABASE_URL';
    const findings: Finding[] = [
      { check: 'database', result: server.number < OLDEST_POSTGRES ? 'fail' : 'ok', message: `PostgreSQL ${server.version} (${kind})` },
    ];
    const warn = (message: string) => findings.push({ check: 'database', result: 'warn', message });
    if (server.superuser) warn('the server runs as a superuser, who can alter the ledger: give it a role of its own');
    if (server.timeout === '0') warn('statements have no time limit: run paydesk migrate');
    if (server.fsync === 'off') warn('fsync is off: a power cut can lose what was acknowledged');
    if (database.embedded && config.mode === 'live') warn('the embedded PostgreSQL is meant for demos and small shops: see docs/running.md');
    return findings;
  } finally {
    await client.end();
  }
}

async function aboutSchema(database: OpenDatabase): Promise<Finding> {
  const { applied, pending, problems } = await migrateStatus(database.ownerUrl);
  if (problems.length > 0) return { check: 'schema', result: 'fail', message: problems.join(' ') };
  if (pending.length > 0) return { check: 'schema', result: 'warn', message: `pending: ${pending.join(', ')} (paydesk migrate, or paydesk start)` };
  return { check: 'schema', result: 'ok', message: `${applied.length} migrations applied` };
}

async function sandboxAnswers(config: Config): Promise<Finding> {
  const { url } = expectedSandbox(config).stripe;
  const { hostname, port } = new URL(url);
  const open = await new Promise<boolean>((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), timeout: 2_000 });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false)).once('timeout', () => end(false));
  });
  return open
    ? { check: 'sandbox', result: 'ok', message: url }
    : { check: 'sandbox', result: 'warn', message: `${url} does not answer (it runs with paydesk start, or paydesk sandbox)` };
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
