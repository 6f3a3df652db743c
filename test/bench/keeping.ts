/**
 * How long verify, backup and restore take on a large book, and that memory does not grow with it:
 * node --import tsx test/bench/keeping.ts [transactions]
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestDatabase, restoreBackup, writeBackup } from '../../src/adapters/backup/index.js';
import { createPool } from '../../src/adapters/database/connect.js';
import { inSnapshot } from '../../src/adapters/database/snapshot.js';
import { createWorld } from '../../src/adapters/database/transact.js';
import { account, post, sealTransactions } from '../../src/core/ledger/index.js';
import { reactions } from '../../src/core/reactions.js';
import type { World } from '../../src/core/tx.js';
import { verifyBooks } from '../../src/core/verification/index.js';
import { newId } from '../../src/kernel/ids.js';
import { cloneDatabase } from '../database.js';

const BATCH = 1_000;
const CUSTOMERS = 1_000;
const key = 'a key for the measurement';

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const result = await work();
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  process.stdout.write(`${what.padEnd(18)} ${seconds.padStart(7)} s   ${Math.round(process.memoryUsage().rss / 1e6)} MB\n`);
  return result;
}

async function writeBook(world: World, transactions: number): Promise<void> {
  const customers = Array.from({ length: CUSTOMERS }, () => newId());
  for (let done = 0; done < transactions; done += BATCH) {
    await world.transact(async (tx) => {
      for (let i = 0; i < BATCH; i++) {
        const lines = [{ account: account('points_issued', 'PTS'), amount: 5n }, { account: account('customer_points', 'PTS', customers[i % CUSTOMERS]), amount: -5n }];
        post(tx, { kind: 'points', occasion: `measured:${newId()}`, reference: {}, lines });
      }
    });
  }
  while ((await sealTransactions(world)) > 0);
}

const transactions = Number(process.argv[2] ?? 100_000);
const folder = mkdtempSync(join(tmpdir(), 'paydesk-keeping-'));
const file = join(folder, 'book.backup');
const [source, target] = [await cloneDatabase(), await cloneDatabase()];
const pool = createPool(source.url, { max: 4, pipeline: true });
const world = createWorld({ pool, clock: { now: () => new Date() }, reactions, prepared: true, processor: () => { throw new Error('nobody is paid here'); } });
await timed('write and seal', () => writeBook(world, transactions));
const { ok } = await timed('verify', () => verifyBooks(world, { snapshot: (work) => inSnapshot(source.ownerUrl, work) }));
const { digest } = await timed('backup', () => writeBackup(source.ownerUrl, file, { key }));
await timed('restore', () => restoreBackup(target.ownerUrl, file, { key }));
await timed('restore --verify', () => restoreBackup(target.ownerUrl, file, { key, verify: true, force: true }));
const same = (await digestDatabase(target.ownerUrl)).digest === digest;
process.stdout.write(`${transactions} transactions, file of ${Math.round(statSync(file).size / 1e6)} MB, books ${ok ? 'agree' : 'DISAGREE'}, digest ${same ? 'the same' : 'DIFFERS'}\n`);
await pool.end();
for (const database of [source, target]) await database.drop();
rmSync(folder, { recursive: true, force: true });
