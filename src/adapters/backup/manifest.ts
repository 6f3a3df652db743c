/** What a backup says about itself at its beginning, before any row. */
export interface BackupHeader {
  readonly format: 1;
  /** ISO instant of the snapshot. */
  readonly createdAt: string;
  /** The migrations of the database it came from, in order. */
  readonly schema: readonly { readonly name: string; readonly checksum: string }[];
}

/** One table in the backup; `sha256` covers its rows as COPY wrote them, in order of their keys. */
export interface TableSummary {
  readonly columns: readonly string[];
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** Where a counter stood. */
export interface SequenceState {
  readonly name: string;
  readonly lastValue: string;
  readonly isCalled: boolean;
}

/** What a backup says about itself at its end, when all rows are written. */
export interface Manifest extends BackupHeader {
  readonly tables: Readonly<Record<string, TableSummary>>;
  readonly sequences: readonly SequenceState[];
  readonly ledger: {
    /** Last seal of the chain, hash in hex. */
    readonly head: { readonly seq: string; readonly hash: string } | null;
    /** "kind unit" → sum of its entries. */
    readonly sums: Readonly<Record<string, string>>;
  };
  /** SHA-256 over all tables: equal digests, equal contents. */
  readonly digest: string;
}

/** A backup that cannot be made, read or restored. The message is for the person at the terminal. */
export class BackupError extends Error {
  override name = 'BackupError';
}
