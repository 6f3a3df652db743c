import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Reader } from '../../core/tx.js';
import { connectOnce } from '../database/connect.js';
import { readMigrations } from '../database/migrate.js';
import { liftTimeouts, readerOn } from '../database/snapshot.js';
import { copyIn, quoted, readTables } from './catalogue.js';
import { readJson } from './container.js';
import type { Frame } from './container.js';
import { digestOfTables, dumpTables, newlinesIn, nowhere } from './dump-tables.js';
import type { DumpProgress } from './dump-tables.js';
import { BackupError } from './manifest.js';
import type { BackupHeader, Manifest, SequenceState, TableSummary } from './manifest.js';
import { openBackup } from './read-backup.js';

export interface RestoreOptions {
  readonly key?: string | undefined;
  /** Replaces what the database holds. Without it, only an empty one is filled. */
  readonly force?: boolean;
  /** Read everything back, compare digests, and ask `books` before anything is committed. */
  readonly verify?: boolean;
  /** Checks the books inside the uncommitted restore; its sentences, if any, refuse it. */
  readonly books?: (reader: Reader) => Promise<readonly string[]>;
  readonly onProgress?: (progress: DumpProgress) => void;
}

export interface Restored {
  readonly manifest: Manifest;
  /** Of the database as it is now; computed only with `verify`. */
  readonly digest: string | null;
}

/**
 * Puts a backup into a migrated database, in one transaction: it is there whole or not at all, whenever the power
 * goes. Refuses a backup of a newer or foreign schema, contents that are not what the manifest says, and, with
 * `verify`, books that disagree. The copy starts in safe mode: nothing leaves the house until `resume`.
 */
export async function restoreBackup(ownerUrl: string, file: string, options: RestoreOptions = {}): Promise<Restored> {
  const client = await connectOnce(ownerUrl, 'paydesk restore');
  try {
    await client.query('BEGIN');
    await liftTimeouts(client);
    await client.query("SET LOCAL TimeZone = 'UTC'");
    const manifest = await load(client, openBackup(file, options.key), options);
    await setSequences(client, manifest.sequences);
    const digest = options.verify ? await readBack(client, manifest, options) : null;
    await enterSafeMode(client);
    await client.query('COMMIT');
    return { manifest, digest };
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    await client.end();
  }
}

async function load(client: pg.Client, frames: AsyncGenerator<Frame>, options: RestoreOptions): Promise<Manifest> {
  const first = (await frames.next()).value as Frame | undefined;
  if (first?.kind !== 'H') throw new BackupError('The backup has no beginning.');
  await checkSchema(client, readJson<BackupHeader>(first));
  const tables = await readTables(client);
  await prepare(client, tables.map((t) => t.name), options.force ?? false);
  const loaded = new Map<string, TableSummary>();
  let open: TableLoad | undefined;
  let manifest: Manifest | undefined;
  try {
    for await (const frame of frames) {
      if (frame.kind === 'D') await open?.write(frame.body);
      else {
        if (open) loaded.set(open.name, await open.end());
        open = frame.kind === 'T' ? startTable(client, readJson(frame), options.onProgress) : undefined;
        if (frame.kind === 'M') manifest = readJson<Manifest>(frame);
      }
    }
  } catch (error) {
    // A COPY left open would keep the connection waiting for rows, and the rollback behind it.
    open?.abort();
    throw error;
  }
  if (!manifest) throw new BackupError('The backup is cut off: its manifest is missing.');
  compare(manifest, loaded);
  for (const { name } of tables) await client.query(`ALTER TABLE ${quoted(name)} ENABLE TRIGGER USER`);
  return manifest;
}

/** The backup's migrations must be the first of those this database has: what came later only added. */
async function checkSchema(client: pg.Client, header: BackupHeader): Promise<void> {
  const known = readMigrations();
  const stranger = header.schema.find((m) => !known.some((k) => k.name === m.name));
  if (stranger) throw new BackupError(`The backup is newer than this program: it has the migration ${stranger.name}. Install the version that made it.`);
  const altered = header.schema.find((m) => !known.some((k) => k.checksum === m.checksum));
  if (altered) throw new BackupError(`The backup comes from another schema: its ${altered.name} is not this program's.`);
  const exists = (await client.query<{ name: string | null }>(`SELECT to_regclass('schema_migrations')::text AS name`)).rows[0]?.name;
  const here = exists ? (await client.query<{ name: string }>('SELECT name FROM schema_migrations ORDER BY name')).rows.map((row) => row.name) : [];
  if (here.length < known.length) throw new BackupError('The database has not the schema of this program yet: run paydesk migrate first.');
}

/** Empties the tables, or refuses when somebody's data is in them. Guards are off until the end of this transaction's loading. */
async function prepare(client: pg.Client, tables: readonly string[], force: boolean): Promise<void> {
  const list = tables.map(quoted).join(', ');
  await client.query(`LOCK TABLE ${list} IN ACCESS EXCLUSIVE MODE`);
  if (!force) {
    for (const name of tables) {
      const filled = await client.query(`SELECT 1 FROM ${quoted(name)} LIMIT 1`);
      if (filled.rowCount) throw new BackupError(`The database is not empty (${name} has rows). Give --force to replace everything in it.`);
    }
  }
  for (const name of tables) await client.query(`ALTER TABLE ${quoted(name)} DISABLE TRIGGER USER`);
  await client.query(`TRUNCATE ${list}`);
}

interface TableLoad {
  readonly name: string;
  write(chunk: Buffer): Promise<void>;
  end(): Promise<TableSummary>;
  abort(): void;
}

function startTable(client: pg.Client, { name, columns }: { name: string; columns: string[] }, onProgress: RestoreOptions['onProgress']): TableLoad {
  const into = client.query(copyFrom(copyIn(name, columns)));
  const done = finished(into);
  done.catch(() => undefined);
  const hash = createHash('sha256');
  let rows = 0;
  let bytes = 0;
  return {
    name,
    async write(chunk) {
      hash.update(chunk);
      bytes += chunk.length;
      rows += newlinesIn(chunk);
      if (!into.write(chunk)) await Promise.race([once(into, 'drain'), done]);
      onProgress?.({ table: name, rows });
    },
    async end() {
      into.end();
      await done.catch((error: Error) => {
        throw new BackupError(`${name} could not be filled: ${error.message}`, { cause: error });
      });
      return { columns, rows, bytes, sha256: hash.digest('hex') };
    },
    abort: () => void into.destroy(),
  };
}

function compare(manifest: Manifest, loaded: ReadonlyMap<string, TableSummary>): void {
  for (const [name, said] of Object.entries(manifest.tables)) {
    const found = loaded.get(name);
    if (!found) throw new BackupError(`The backup does not hold ${name}, which its manifest names.`);
    if (found.sha256 !== said.sha256 || found.rows !== said.rows) throw new BackupError(`${name} in the backup is not what its manifest says (${found.rows} rows, ${said.rows} expected).`);
  }
  const extra = [...loaded.keys()].find((name) => !(name in manifest.tables));
  if (extra) throw new BackupError(`The backup holds ${extra}, which its manifest does not name.`);
  if (digestOfTables(manifest.tables) !== manifest.digest) throw new BackupError('The manifest of the backup was changed: its digest does not follow from its tables.');
}

async function setSequences(client: pg.Client, sequences: readonly SequenceState[]): Promise<void> {
  for (const { name, lastValue, isCalled } of sequences) await client.query('SELECT setval($1::regclass, $2, $3)', [quoted(name), lastValue, isCalled]);
}

async function readBack(client: pg.Client, manifest: Manifest, options: RestoreOptions): Promise<string> {
  const { digest } = await dumpTables(client, nowhere, options.onProgress ?? (() => undefined), manifest.tables);
  if (digest !== manifest.digest) throw new BackupError('What the database holds now is not what the backup holds. Nothing was restored.');
  const complaints = (await options.books?.(readerOn(client))) ?? [];
  if (complaints.length > 0) throw new BackupError(`The books in this backup disagree with themselves:\n  ${complaints.join('\n  ')}\nNothing was restored.`);
  return digest;
}

async function enterSafeMode(client: pg.Client): Promise<void> {
  await client.query(`INSERT INTO settings (key, value, updated_at) VALUES ('safe_mode', 'true', now())
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`);
}
