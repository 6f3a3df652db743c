import { inSnapshot } from '../adapters/database/snapshot.js';
import { verifyBooks } from '../core/verification/index.js';
import type { Head, Verification } from '../core/verification/index.js';
import { storableJson } from '../kernel/json.js';
import { withApp } from './app.js';
import { columns, print, sayRows } from './progress.js';

export interface VerifyChoices {
  json?: boolean;
  /** "seq:hash", printed by an earlier run and kept elsewhere. */
  head?: string;
}

/** Checks the books; exit code 1 when a row disagrees, and each such row by name. */
export async function runVerify(options: VerifyChoices): Promise<void> {
  const anchor = options.head === undefined ? undefined : readHead(options.head);
  await withApp(async ({ app, database }, _config, say) => {
    const result = await verifyBooks(app.world, { anchor, onProgress: sayRows(say), snapshot: (work) => inSnapshot(database.ownerUrl, work) });
    if (!result.ok) process.exitCode = 1;
    print(options.json ? storableJson(result) : report(result));
  });
}

function report({ ok, checked, findings, disagreements, head }: Verification): string {
  const lines = [columns(Object.entries(checked).map(([table, rows]) => [table, `${rows} rows looked at`]))];
  if (findings.length > 0) lines.push('', columns(findings.map(({ table, id, problem }) => ['WRONG', table, id, problem])));
  if (disagreements > findings.length) lines.push(`… and ${disagreements - findings.length} more`);
  if (head) lines.push('', `head of the chain: ${head.seq}:${head.hash}`, '(keep it elsewhere: verify --head with it proves later that nothing was cut off)');
  lines.push('', ok ? 'everything agrees' : `${disagreements} disagreements`);
  return lines.join('\n');
}

function readHead(text: string): Head {
  const [, seq, hash] = /^(\d{1,18}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (!seq || !hash) throw new Error('--head wants seq:hash, as verify prints it');
  return { seq: BigInt(seq), hash };
}
