import type { Reader } from '../tx.js';

/** One row that disagrees with the others. `id` is its key as text; for a missing row, the key it should have. */
export interface Finding {
  readonly table: string;
  readonly id: string;
  readonly problem: string;
}

/** How far a verification is: rows of `table` looked at so far. */
export interface Progress {
  readonly table: string;
  readonly rows: number;
}

/** What every check works with: a place to read from, and a place to say what it saw. */
export interface Survey {
  readonly reader: Reader;
  readonly checked: Map<string, number>;
  readonly findings: Finding[];
  /** All findings, also those beyond the ones kept. */
  total: number;
  found(table: string, id: string, problem: string): void;
  counted(table: string, rows: number): void;
}

/** Findings kept in memory; a book in ruins is counted on, not listed. */
const KEPT_FINDINGS = 1_000;

export function startSurvey(reader: Reader, onProgress: (progress: Progress) => void = () => undefined): Survey {
  return {
    reader,
    checked: new Map(),
    findings: [],
    total: 0,
    found(table, id, problem) {
      this.total += 1;
      if (this.findings.length < KEPT_FINDINGS) this.findings.push({ table, id, problem });
    },
    counted(table, rows) {
      const sum = (this.checked.get(table) ?? 0) + rows;
      this.checked.set(table, sum);
      onProgress({ table, rows: sum });
    },
  };
}

/** Rows in order of their key, a page at a time: memory stays the same however long the book is. */
export async function* inPages<Row>(first: string, read: (after: string) => Promise<Row[]>, keyOf: (row: Row) => string): AsyncGenerator<Row[]> {
  for (let after = first; ; ) {
    const rows = await read(after);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    after = keyOf(last);
  }
}

/** Before every UUID. */
export const FIRST_UUID = '00000000-0000-0000-0000-000000000000';
