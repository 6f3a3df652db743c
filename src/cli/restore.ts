import { restoreBackup } from '../adapters/backup/index.js';
import { checkBooks } from '../core/verification/index.js';
import type { Reader } from '../core/tx.js';
import { applyMigrations, withDatabase } from './migrate.js';
import { columns, print, sayRows } from './progress.js';

/** Lays a backup into an empty database. The copy is in safe mode: nothing leaves the house until `paydesk resume`. */
export async function runRestore(file: string, options: { verify?: boolean; force?: boolean }): Promise<void> {
  await withDatabase(async (database, say, config) => {
    await applyMigrations(database, say);
    const { manifest, digest } = await restoreBackup(database.ownerUrl, file, { ...options, key: config.backupKey, books: disagreements, onProgress: sayRows(say) });
    print(`restored the snapshot of ${manifest.createdAt}, digest ${manifest.digest}`);
    if (digest) print('read back: the same digest, and the books agree');
    if (manifest.ledger.head) print(`head of the chain: ${manifest.ledger.head.seq}:${manifest.ledger.head.hash}`);
    print(columns(Object.entries(manifest.ledger.sums).map(([account, sum]) => [account, sum])));
    print('mail, schedules and processors are off until paydesk resume');
  });
}

async function disagreements(reader: Reader): Promise<string[]> {
  const { findings } = await checkBooks(reader);
  return findings.map(({ table, id, problem }) => `${table} ${id}: ${problem}`);
}
