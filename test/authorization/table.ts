import { readFileSync } from 'node:fs';

/** Who calls, and about whose thing: `cust_other` is the customer of `cust_own` reaching for somebody else's. */
export const COLUMNS = ['anon', 'cust_own', 'cust_other', 'admin', 'mentor', 'barber_own', 'barber_other', 'shop_owner', 'enterprise', 'staff'] as const;
export type Column = (typeof COLUMNS)[number];

/** A line of authorization.csv, which was written by hand and which the product never reads. */
export interface Row {
  readonly n: string;
  /** The document: 000 … 004, or what belongs to none: app, supabase, probe. */
  readonly doc: string;
  readonly method: string;
  readonly path: string;
  readonly route: string;
  /** A status; `404c`: no customer, `404b`: no barber, `200s`: limited to the caller’s own, `200/404`: in scope / out of it, `-`: there is no such case. */
  readonly cells: Readonly<Record<Column, string>>;
  /** How a thing that is not there, or not the caller's, is answered: a sentence of the document, or a code of the app. */
  readonly missing: string;
}

export const table: readonly Row[] = readTable();

function readTable(): Row[] {
  const [names = [], ...lines] = readFileSync(new URL('../authorization.csv', import.meta.url), 'utf8').trimEnd().split('\n').map(fields);
  return lines.map((line) => {
    if (line.length !== names.length) throw new Error(`authorization.csv: ${line.join(',')} has ${line.length} fields`);
    const of = (name: string) => line[names.indexOf(name)] ?? '';
    return {
      n: of('n'), doc: of('doc'), method: of('method'), path: of('path'), route: `${of('method')} ${of('path')}`, missing: of('missing'),
      cells: Object.fromEntries(COLUMNS.map((column) => [column, of(column)])) as Row['cells'],
    };
  });
}

function fields(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '');
}

/** Rows that ask who is calling. */
export function isProtected(row: Row): boolean {
  return row.cells.anon === '401';
}
