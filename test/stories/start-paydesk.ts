import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cloneFilled, type TestDatabase } from '../database.js';
import { freePorts } from '../ports.js';

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

export interface StartOptions {
  /** Kept when it stops; else a new one that goes with it. */
  readonly dataFolder?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** `paydesk start` on free ports, in a data folder of its own, over the given database. Ready when the demo is. */
export async function startPaydesk(database: TestDatabase, options: StartOptions = {}): Promise<Paydesk> {
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'paydesk-story-'));
  const file = join(dataFolder, 'demo.json');
  rmSync(file, { force: true });
  // Not ports that the system chooses: these must be known before anything listens, and connections take such ports meanwhile.
  const port = await freePorts(5);
  const ports = { PORT: String(port), SANDBOX_PORT: String(port + 1) };
  const { child, output } = launch(['start'], settingsOf(dataFolder, database, { ...ports, ...options.env }));
  const stop = async () => {
    await end(child);
    if (options.dataFolder === undefined) rmSync(dataFolder, { recursive: true, force: true });
  };
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

/**
 * The same with the demo already made: by a first start of this run, whose database and folder are copied. For what is
 * not about starting.
 */
export async function startSeeded(): Promise<{ paydesk: Paydesk; database: TestDatabase }> {
  const { database, folder } = await cloneFilled('demo', async (empty, dataFolder) => (await startPaydesk(empty, { dataFolder })).stop());
  const dataFolder = mkdtempSync(join(tmpdir(), 'paydesk-story-'));
  cpSync(folder, dataFolder, { recursive: true });
  const paydesk = await startPaydesk(database, { dataFolder });
  const stop = async () => {
    await paydesk.stop();
    rmSync(dataFolder, { recursive: true, force: true });
    await database.drop();
  };
  return { database, paydesk: { ...paydesk, stop } };
}

/** Another command beside a Paydesk that runs; throws with what it said unless it went well. */
export async function runPaydesk(args: readonly string[], database: TestDatabase, options: Required<StartOptions>): Promise<void> {
  const { child, output } = launch(args, settingsOf(options.dataFolder, database, options.env));
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`paydesk ${args.join(' ')} ended with ${code}:\n${output()}`);
}

function settingsOf(dataFolder: string, database: TestDatabase, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? tmpdir(), TZ: 'Asia/Kathmandu',
    PAYDESK_MODE: 'demo', PORT: '0', DATA_DIR: dataFolder, LOG_LEVEL: 'warn',
    DATABASE_URL: database.url, DIRECT_DATABASE_URL: database.ownerUrl, ...more,
  };
}

function launch(args: readonly string[], env: Record<string, string>): { child: ChildProcess; output(): string } {
  const child = spawn(process.execPath, [join(ROOT, 'bin/paydesk.mjs'), ...args], { stdio: ['ignore', 'pipe', 'pipe'], env });
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
