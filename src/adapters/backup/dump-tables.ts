import { createHash } from 'node:crypto';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { copyOut, quoted, readTables } from './catalogue.js';
import type { TableShape } from './catalogue.js';
import type { BackupHeader, Manifest, SequenceState, TableSummary } from './manifest.js';

/** Where the rows go: a file being written, or nowhere when only the digest is wanted. */
export interface DumpSink {
  begin(header: BackupHeader): Promise<void>;
  table(name: string, columns: readonly string[]): Promise<void>;
  rows(chunk: Buffer): Promise<void>;
}

export interface DumpProgress {
  readonly table: string;
  readonly rows: number;
}

/**
 * Reads every business table on `client` (inside a snapshot in UTC) and says what was there.
 * `only` limits it to the tables and columns of an older schema.
 */
export async function dumpTables(client: pg.Client, sink: DumpSink, onProgress: (p: DumpProgress) => void, only?: Manifest['tables']): Promise<Manifest> {
  const header = await readHeader(client);
  await sink.begin(header);
  const tables: Record<string, TableSummary> = {};
  for (const shape of await readTables(client)) {
    const wanted = only ? only[shape.name] : shape;
    if (!wanted) continue;
    tables[shape.name] = await dumpTable(client, { ...shape, columns: wanted.columns }, sink, onProgress);
  }
  return { ...header, tables, sequences: await readSequences(client), ledger: await readLedger(client), digest: digestOfTables(tables) };
}

async function dumpTable(client: pg.Client, shape: TableShape, sink: DumpSink, onProgress: (p: DumpProgress) => void): Promise<TableSummary> {
  await sink.table(shape.name, shape.columns);
  const hash = createHash('sha256');
  let rows = 0;
  let bytes = 0;
  for await (const chunk of client.query(copyTo(copyOut(shape))) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
    rows += newlinesIn(chunk);
    await sink.rows(chunk);
    onProgress({ table: shape.name, rows });
  }
  onProgress({ table: shape.name, rows });
  return { columns: shape.columns, rows, bytes, sha256: hash.digest('hex') };
}

/** COPY escapes line ends inside values, so each one it writes ends a row. */
export function newlinesIn(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) count += 1;
  return count;
}

/** A sink for when only the digest is wanted. */
export const nowhere: DumpSink = { begin: async () => undefined, table: async () => undefined, rows: async () => undefined };

/** One digest for all tables. Columns belong to it: a renamed one is a different state. */
export function digestOfTables(tables: Manifest['tables']): string {
  const hash = createHash('sha256');
  for (const name of Object.keys(tables).sort()) {
    const table = tables[name]!;
    hash.update(JSON.stringify([name, table.columns, table.rows, table.sha256]));
  }
  return hash.digest('hex');
}

async function readHeader(client: pg.Client): Promise<BackupHeader> {
  const schema = (await client.query<{ name: string; checksum: string }>('SELECT name, checksum FROM schema_migrations ORDER BY name')).rows;
  const at = (await client.query<{ at: Date }>('SELECT now() AS at')).rows[0]!.at;
  return { format: 1, createdAt: at.toISOString(), schema };
}

async function readSequences(client: pg.Client): Promise<SequenceState[]> {
  const names = (await client.query<{ name: string }>(`SELECT sequencename AS name FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1`)).rows;
  const states: SequenceState[] = [];
  for (const { name } of names) {
    const row = (await client.query<{ last_value: bigint; is_called: boolean }>(`SELECT last_value, is_called FROM ${quoted(name)}`)).rows[0]!;
    states.push({ name, lastValue: row.last_value.toString(), isCalled: row.is_called });
  }
  return states;
}

async function readLedger(client: pg.Client): Promise<Manifest['ledger']> {
  const head = (await client.query<{ seq: bigint; hash: Buffer }>('SELECT seq, hash FROM ledger_seals ORDER BY seq DESC LIMIT 1')).rows[0];
  const sums = (await client.query<{ name: string; sum: string }>(
    `SELECT a.kind || ' ' || a.unit AS name, sum(e.amount)::text AS sum
     FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id GROUP BY 1 ORDER BY 1`)).rows;
  return {
    head: head ? { seq: head.seq.toString(), hash: head.hash.toString('hex') } : null,
    sums: Object.fromEntries(sums.map((row) => [row.name, row.sum])),
  };
}
