import type { Reader, Statement } from '../tx.js';

export interface Reference {
  readonly child: string;
  readonly parent: string;
  readonly childColumns: readonly string[];
  readonly parentColumns: readonly string[];
}

const referenceRows: Statement<{ child: string; parent: string; child_columns: string[]; parent_columns: string[] }> = {
  name: 'verify_references',
  text: `SELECT f.conrelid::regclass::text AS child, f.confrelid::regclass::text AS parent,
           ARRAY(SELECT a.attname::text FROM unnest(f.conkey) WITH ORDINALITY k (n, o) JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.n ORDER BY k.o) AS child_columns,
           ARRAY(SELECT a.attname::text FROM unnest(f.confkey) WITH ORDINALITY k (n, o) JOIN pg_attribute a ON a.attrelid = f.confrelid AND a.attnum = k.n ORDER BY k.o) AS parent_columns
         FROM pg_constraint f WHERE f.contype = 'f' AND f.connamespace = 'public'::regnamespace ORDER BY 1, 2`,
};

/** Every foreign key of the schema. */
export async function readReferences(reader: Reader): Promise<Reference[]> {
  return (await reader.run(referenceRows)).map((row) => ({ child: row.child, parent: row.parent, childColumns: row.child_columns, parentColumns: row.parent_columns }));
}

/** Keys that rows of `child` name and that no row of `parent` has, as text; enough to see what happened. */
export async function missingParents(reader: Reader, reference: Reference): Promise<string[]> {
  const columns = reference.childColumns.map((column) => `c.${quoted(column)}`);
  const same = reference.parentColumns.map((column, i) => `p.${quoted(column)} = ${columns[i]}`).join(' AND ');
  const statement: Statement<{ key: string }> = {
    name: `verify_parents_${reference.child}_${reference.childColumns.join('_')}`.slice(0, 60),
    text: `SELECT DISTINCT concat_ws('/', ${columns.join(', ')}) AS key FROM ${reference.child} c
           WHERE ${columns.map((column) => `${column} IS NOT NULL`).join(' AND ')} AND NOT EXISTS (SELECT 1 FROM ${reference.parent} p WHERE ${same}) LIMIT 500`,
  };
  return (await reader.run(statement)).map((row) => row.key);
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
