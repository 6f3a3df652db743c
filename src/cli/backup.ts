import { writeBackup } from '../adapters/backup/index.js';
import { requireMigrated, withDatabase } from './migrate.js';
import { print, sayRows } from './progress.js';

/** Writes one snapshot of everything into a file that appears only when it is complete. */
export async function runBackup(file: string): Promise<void> {
  await withDatabase(async (database, say, config) => {
    await requireMigrated(database);
    const manifest = await writeBackup(database.ownerUrl, file, { key: config.backupKey, onProgress: sayRows(say) });
    if (!config.backupKey) say('the file is not encrypted: PAYDESK_BACKUP_KEY is not set');
    const tables = Object.values(manifest.tables);
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    print(`${file}: ${tables.length} tables, ${rows} rows, digest ${manifest.digest}`);
    if (manifest.ledger.head) print(`head of the chain: ${manifest.ledger.head.seq}:${manifest.ledger.head.hash}`);
  });
}
