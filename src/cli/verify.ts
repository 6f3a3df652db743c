import { inSnapshot } from '../adapters/database/snapshot.js';
import { verifyBooks } from '../core/verification/index.js';
import { withApp } from './app.js';
import { print } from './progress.js';

/** Checks the books; exit code 1 when a row disagrees, and each such row by name. */
export async function runVerify(options: { json?: boolean }): Promise<void> {
  await withApp(async ({ app, database }) => {
    const result = await verifyBooks(app.world, { snapshot: (work) => inSnapshot(database.ownerUrl, work) });
    if (!result.ok) process.exitCode = 1;
    if (options.json) return print(JSON.stringify(result, undefined, 2));
    for (const [table, rows] of Object.entries(result.checked)) print(`${table}: ${rows} rows looked at`);
    for (const finding of result.findings) print(`WRONG ${finding.table} ${finding.id}: ${finding.problem}`);
    print(result.ok ? 'everything agrees' : `${result.disagreements} rows disagree`);
  });
}
