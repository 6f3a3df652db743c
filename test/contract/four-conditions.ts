import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cloneDatabase } from '../database.js';
import { runPaydesk, startPaydesk } from '../stories/start-paydesk.js';
import type { Paydesk } from '../stories/start-paydesk.js';

/*
 * Holds a running Paydesk against the documents, from outside: after a start, after new samples, after a restart, and
 * with other demo data. Alone: node --import tsx test/contract/four-conditions.ts [documents, e.g. portal,credits]
 */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CHECKER = resolve(ROOT, process.env['PAYDESK_CHECKER'] ?? '../shared/tools/contract-check.mjs');
const DOCUMENTS = process.argv[2] ?? 'portal,billing,credits,purchases';
const ANOTHER_SEED = '7';

async function main(): Promise<void> {
  if (!existsSync(CHECKER)) return say(`skipped: ${CHECKER} is not there (set PAYDESK_CHECKER)`);
  const failed: string[] = [];
  const hold = async (condition: string, paydesk: Paydesk, dataFolder: string) => {
    if ((await check(condition, paydesk.url, join(dataFolder, 'demo.json'))) !== 0) failed.push(condition);
  };
  await inFolder(async (dataFolder) => {
    const database = await cloneDatabase();
    let paydesk = await startPaydesk(database, { dataFolder });
    try {
      await hold('after a start', paydesk, dataFolder);
      const places = { PORT: new URL(paydesk.url).port, SANDBOX_PORT: new URL(paydesk.stripe).port };
      await runPaydesk(['demo', '--refresh'], database, { dataFolder, env: places });
      await hold('after demo --refresh', paydesk, dataFolder);
      await paydesk.stop();
      paydesk = await startPaydesk(database, { dataFolder });
      await hold('after a restart', paydesk, dataFolder);
    } finally {
      await paydesk.stop();
      await database.drop();
    }
  });
  await inFolder(async (dataFolder) => {
    const database = await cloneDatabase();
    const paydesk = await startPaydesk(database, { dataFolder, env: { PAYDESK_DEMO_SEED: ANOTHER_SEED } });
    try {
      await hold(`with PAYDESK_DEMO_SEED=${ANOTHER_SEED}`, paydesk, dataFolder);
    } finally {
      await paydesk.stop();
      await database.drop();
    }
  });
  say(failed.length === 0 ? 'all four conditions hold' : `failed: ${failed.join(', ')}`);
  if (failed.length > 0) process.exitCode = 1;
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'paydesk-conditions-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the checker ends with: 0 when everything conforms. Prints its verdict and whatever it found wrong. */
async function check(condition: string, url: string, credentials: string): Promise<number | null> {
  const child = spawn(process.execPath, [realpathSync(CHECKER), '--base', url, '--creds', credentials, '--seed', DOCUMENTS, '--strict', '--destructive'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => { text += chunk.toString(); });
  const code = await new Promise<number | null>((done) => child.once('close', done));
  const lines = text.split('\n').filter((line) => /^(FAIL|skip|advice|checks)|\b(FAIL|part)$| conform/.test(line));
  say(`${condition}:`);
  for (const line of lines) say(`  ${line}`);
  // A checker that said nothing has checked nothing.
  return lines.some((line) => / endpoints conform$/.test(line)) ? code : 1;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

await main();
