import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { connectOnce } from './connect.js';
import { applySafetyTimeouts } from './timeouts.js';

/** One file of migrations/. The checksum is SHA-256 of its text, in hex. */
export interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

export interface MigrationState {
  applied: { name: string; appliedAt: Date }[];
  pending: string[];
  /** What stops a migration, in plain words; empty when all is well. */
  problems: string[];
}

export interface MigrateOptions {
  /** Who serves afterwards, when it is another role: gets the same safety timeouts. */
  runtimeUrl?: string;
  folder?: string;
  onApplied?: (name: string, milliseconds: number) => void;
}

const MIGRATION_LOCK = 7_294_837_102n;
const LOCK_TRIES = 10;

/** The folder beside src/ (or dist/server/). */
export const migrationsFolder = fileURLToPath(new URL('../../../migrations', import.meta.url));

/** Beside the numbered files: what other roles may do, run whenever something was applied. */
const GRANTS = 'grants.sql';

/** Reads migrations in order of their numbers. Throws on a malformed name or a number used twice. */
export function readMigrations(folder = migrationsFolder): Migration[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql') && name !== GRANTS).sort();
  const seen = new Map<string, string>();
  return names.map((name) => {
    const number = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(name)?.[1];
    if (!number) throw new Error(`migrations/${name}: the name must look like 0001_words_in_lower_case.sql`);
    const twin = seen.get(number);
    if (twin) throw new Error(`migrations/${name} and ${twin} have the same number`);
    seen.set(number, name);
    const sql = readFileSync(join(folder, name), 'utf8');
    return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
  });
}

/**
 * Applies every pending file, each in a transaction of its own, and returns their names.
 * Any number of migrators may run at once: a transaction lock lets one through at a time.
 * Throws when an applied file was changed or the database is newer than the files.
 */
export async function migrate(ownerUrl: string, options: MigrateOptions = {}): Promise<string[]> {
  const migrations = readMigrations(options.folder);
  const client = await connectOnce(ownerUrl, 'paydesk migrate');
  try {
    const grants = readGrants(options.folder);
    const done: string[] = [];
    for (;;) {
      const started = performance.now();
      const name = await withLockRetries(() => applyNext(client, migrations, grants));
      if (!name) break;
      done.push(name);
      options.onApplied?.(name, performance.now() - started);
    }
    await applySafetyTimeouts(ownerUrl);
    if (options.runtimeUrl && options.runtimeUrl !== ownerUrl) await applySafetyTimeouts(options.runtimeUrl);
    return done;
  } finally {
    await client.end();
  }
}

function readGrants(folder = migrationsFolder): string {
  const file = join(folder, GRANTS);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** What is applied, what is pending, and what stands in the way. Changes nothing. */
export async function migrateStatus(ownerUrl: string, folder?: string): Promise<MigrationState> {
  const migrations = readMigrations(folder);
  const client = await connectOnce(ownerUrl, 'paydesk migrate status');
  try {
    const exists = await client.query<{ table: string | null }>(
      `SELECT to_regclass('schema_migrations')::text AS "table"`,
    );
    const rows = exists.rows[0]?.table ? await appliedRows(client) : [];
    const names = new Set(rows.map((row) => row.name));
    return {
      applied: rows.map((row) => ({ name: row.name, appliedAt: row.applied_at })),
      pending: migrations.filter((migration) => !names.has(migration.name)).map((migration) => migration.name),
      problems: problemsOf(rows, migrations),
    };
  } finally {
    await client.end();
  }
}

interface AppliedRow {
  name: string;
  checksum: string;
  applied_at: Date;
}

async function applyNext(client: pg.Client, migrations: Migration[], grants: string): Promise<string | undefined> {
  await client.query('BEGIN');
  try {
    // A long migration is legitimate, waiting for the other migrator too; waiting for table locks is not.
    await client.query(`SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0;
      SET LOCAL idle_in_transaction_session_timeout = 0`);
    await disableTransactionTimeout(client);
    await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await client.query(`SET LOCAL lock_timeout = '2s'; SET LOCAL client_min_messages = warning;
      CREATE TABLE IF NOT EXISTS schema_migrations (
        name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`);
    const rows = await appliedRows(client);
    const problems = problemsOf(rows, migrations);
    if (problems.length > 0) throw new Error(problems.join('\n'));
    const next = migrations[rows.length];
    if (next) {
      await runFile(client, next);
      await client.query('INSERT INTO schema_migrations (name, checksum) VALUES ($1, $2)', [next.name, next.checksum]);
    }
    // The last file's transaction grants too, so that no table is seen by a role it was not meant for.
    if (next && rows.length + 1 === migrations.length) await client.query(grants);
    await client.query('COMMIT');
    return next?.name;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

async function runFile(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query(migration.sql);
  } catch (error) {
    if (hasCode(error, '55P03')) throw error;
    const position = error instanceof Error && 'position' in error ? Number(error.position) : NaN;
    const line = Number.isNaN(position) ? '' : `:${migration.sql.slice(0, position).split('\n').length}`;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`migrations/${migration.name}${line}: ${reason}`, { cause: error });
  }
}

async function disableTransactionTimeout(client: pg.Client): Promise<void> {
  const known = await client.query(`SELECT 1 FROM pg_settings WHERE name = 'transaction_timeout'`);
  if (known.rowCount) await client.query('SET LOCAL transaction_timeout = 0');
}

async function appliedRows(client: pg.Client): Promise<AppliedRow[]> {
  return (await client.query<AppliedRow>('SELECT name, checksum, applied_at FROM schema_migrations ORDER BY name')).rows;
}

function problemsOf(rows: AppliedRow[], migrations: Migration[]): string[] {
  const byName = new Map(migrations.map((migration) => [migration.name, migration]));
  const problems: string[] = [];
  for (const row of rows) {
    const migration = byName.get(row.name);
    if (!migration) problems.push(`The database has ${row.name}, which this version does not know: it is newer than the program.`);
    else if (migration.checksum !== row.checksum) problems.push(`migrations/${row.name} was changed after it was applied.`);
  }
  const gap = migrations.slice(0, rows.length).find((migration) => !rows.some((row) => row.name === migration.name));
  if (gap && problems.length === 0) problems.push(`migrations/${gap.name} comes before files already applied.`);
  return problems;
}

async function withLockRetries<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (tries >= LOCK_TRIES || !hasCode(error, '55P03')) throw error;
    }
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
