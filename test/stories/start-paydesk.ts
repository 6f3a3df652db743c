import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestDatabase } from '../database.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const START_MS = 120_000;
const LOOK_AGAIN_MS = 100;

/** The whole product as a newcomer starts it: built, with demo data, its sandbox and its worker. */
export interface Paydesk {
  readonly url: string;
  readonly stripe: string;
  readonly mailbox: string;
  /** What it wrote down for clients that want to try every call. */
  readonly demo: DemoFacts;
  /** What it last wrote to its output. */
  output(): string;
  stop(): Promise<void>;
}

export interface DemoFacts {
  base_url: string;
  sandbox: { stripe: { url: string; publishable_key: string }; mailbox: { url: string } };
  /** Access tokens by whose they are. */
  tokens: Record<string, string>;
  /** Ids and amounts of samples, some of which work once. */
  ids: Record<string, string | number>;
}

/** `paydesk start` on free ports, in a data folder of its own, over the given database. Ready when the demo is. */
export async function startPaydesk(database: TestDatabase): Promise<Paydesk> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'paydesk-story-'));
  const { child, output } = launch(dataFolder, database);
  const stop = async () => {
    await end(child);
    rmSync(dataFolder, { recursive: true, force: true });
  };
  const file = join(dataFolder, 'demo.json');
  const deadline = Date.now() + START_MS;
  while (!existsSync(file)) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`Paydesk did not start:\n${output()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  const facts = JSON.parse(readFileSync(file, 'utf8')) as DemoFacts;
  return { url: facts.base_url, stripe: facts.sandbox.stripe.url, mailbox: facts.sandbox.mailbox.url, demo: facts, output, stop };
}

function launch(dataFolder: string, database: TestDatabase): { child: ChildProcess; output(): string } {
  const child = spawn(process.execPath, [join(ROOT, 'bin/paydesk.mjs'), 'start'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? tmpdir(), TZ: 'Asia/Kathmandu',
      PAYDESK_MODE: 'demo', PORT: '0', DATA_DIR: dataFolder, LOG_LEVEL: 'warn',
      DATABASE_URL: database.url, DIRECT_DATABASE_URL: database.ownerUrl,
    },
  });
  let said = '';
  const keep = (chunk: Buffer) => { said = (said + chunk.toString()).slice(-20_000); };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return { child, output: () => said };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}
