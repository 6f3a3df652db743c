import type pg from 'pg';

/** A table of ours as COPY has to name it. */
export interface TableShape {
  readonly name: string;
  readonly columns: readonly string[];
  /** ORDER BY list that gives the same order in every cluster. */
  readonly order: string;
}

/** Written by the migrator alone: a backup names the schema in its header instead. */
const SCHEMA_TABLE = 'schema_migrations';

/** Rows that belong to the copy and not to the business: a restored database starts in safe mode, its source may not. */
const LEFT_OUT: Readonly<Record<string, string>> = { settings: `WHERE key <> 'safe_mode'` };

interface ColumnRow { table_name: string; column_name: string; is_text: boolean; key_position: number | null }

const COLUMNS = `
  SELECT c.relname AS table_name, a.attname AS column_name, t.typcategory = 'S' AS is_text, array_position(i.indkey::int2[], a.attnum) AS key_position
  FROM pg_class c
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
  JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> '${SCHEMA_TABLE}'
  ORDER BY c.relname, a.attnum`;

const REFERENCES = `
  SELECT DISTINCT f.conrelid::regclass::text AS child, f.confrelid::regclass::text AS parent
  FROM pg_constraint f WHERE f.contype = 'f' AND f.connamespace = 'public'::regnamespace AND f.conrelid <> f.confrelid`;

/** All business tables, those referred to before those that refer to them. */
export async function readTables(client: pg.Client): Promise<TableShape[]> {
  const columns = (await client.query<ColumnRow>(COLUMNS)).rows;
  const references = (await client.query<{ child: string; parent: string }>(REFERENCES)).rows;
  const shapes = new Map<string, TableShape>();
  for (const name of new Set(columns.map((row) => row.table_name))) {
    const own = columns.filter((row) => row.table_name === name);
    shapes.set(name, { name, columns: own.map((row) => row.column_name), order: orderOf(own) });
  }
  return parentsFirst([...shapes.keys()].sort(), references).map((name) => shapes.get(name)!);
}

function orderOf(columns: ColumnRow[]): string {
  const keys = columns.filter((row) => row.key_position !== null).sort((a, b) => a.key_position! - b.key_position!);
  // Collations differ between clusters and versions; bytes do not.
  const ordered = (row: ColumnRow) => (row.is_text ? `${quoted(row.column_name)} COLLATE "C"` : quoted(row.column_name));
  return keys.length > 0 ? keys.map(ordered).join(', ') : columns.map((row) => `${quoted(row.column_name)}::text COLLATE "C"`).join(', ');
}

function parentsFirst(names: string[], references: { child: string; parent: string }[]): string[] {
  const sorted: string[] = [];
  const waiting = new Set(names);
  while (waiting.size > 0) {
    const free = [...waiting].filter((name) => !references.some((r) => r.child === name && waiting.has(r.parent)));
    if (free.length === 0) throw new Error(`tables refer to each other in a circle: ${[...waiting].join(', ')}`);
    for (const name of free) {
      sorted.push(name);
      waiting.delete(name);
    }
  }
  return sorted;
}

/** COPY statement that writes a table's rows in a fixed order. */
export function copyOut(table: TableShape): string {
  return `COPY (SELECT ${columnList(table.columns)} FROM ${quoted(table.name)} ${LEFT_OUT[table.name] ?? ''} ORDER BY ${table.order}) TO STDOUT`;
}

/** COPY statement that takes rows back; identity columns keep the values they had. */
export function copyIn(table: string, columns: readonly string[]): string {
  return `COPY ${quoted(table)} (${columnList(columns)}) FROM STDIN`;
}

function columnList(columns: readonly string[]): string {
  return columns.map(quoted).join(', ');
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
