import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from '../../scripts/build.mjs';
import { generateKeyRing } from '../../src/kernel/keyring.js';
import { freePorts } from '../ports.js';
import { until } from '../until.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The built product as separate processes on this machine: a server that may be killed, beside a sandbox that survives. */
export interface Product {
  readonly url: string;
  readonly dataFolder: string;
  readonly keys: string;
  readonly sandbox: { readonly stripe: string; readonly mailbox: string; readonly secretKey: string; readonly publishableKey: string; readonly webhookSecret: string };
  /** Starts the server and waits until it answers. */
  startServer(): Promise<void>;
  /** kill -9, and waits until it is gone. */
  killServer(): Promise<void>;
  /** The process of the server, while it runs. */
  serverPid(): number | undefined;
  /** What the server last wrote to its output. */
  output(): string;
  stop(): Promise<void>;
}

export interface ProductOptions {
  readonly databaseUrl: string;
  readonly ownerUrl: string;
  /** Another build of the server (with a planted bug). */
  readonly serverFolder?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** For the server's node: `--cpu-prof` and the like. */
  readonly nodeArgs?: readonly string[];
}

export async function startProduct(options: ProductOptions): Promise<Product> {
  await ensureBuilt({ web: false });
  const dataFolder = mkdtempSync(join(tmpdir(), 'paydesk-product-'));
  // Its own, then the sandbox's four.
  const port = await freePorts(5);
  const sandboxPort = port + 1;
  const keys = generateKeyRing();
  const env: Record<string, string> = {
    PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '/tmp', PORT: String(port), SANDBOX_PORT: String(sandboxPort), DATA_DIR: dataFolder,
    DATABASE_URL: options.databaseUrl, DIRECT_DATABASE_URL: options.ownerUrl, PAYDESK_MODE: 'demo', PAYDESK_KEYS: keys, LOG_LEVEL: 'warn',
    RATE_LIMIT_FACTOR: '100000', ...options.env,
  };
  const main = join(options.serverFolder ?? join(ROOT, 'dist/server'), 'main.js');
  const sandbox = launch(join(ROOT, 'dist/server/main.js'), ['sandbox'], env);
  await until(() => existsSync(join(dataFolder, 'sandbox/keys.json')), { what: 'the sandbox keys', said: sandbox.output });
  const sandboxKeys = JSON.parse(readFileSync(join(dataFolder, 'sandbox/keys.json'), 'utf8')) as { secretKey: string; publishableKey: string; webhookSecret: string };
  const stripe = `http://127.0.0.1:${sandboxPort}`;
  await until(() => answers(`${stripe}/_sandbox/health`), { what: 'the sandbox', said: sandbox.output });
  let server: ReturnType<typeof launch> | undefined;
  const url = `http://127.0.0.1:${port}`;
  return {
    url, dataFolder, keys,
    sandbox: { stripe, mailbox: `http://127.0.0.1:${sandboxPort + 1}`, ...sandboxKeys },
    async startServer() {
      server = launch(main, ['serve'], env, options.nodeArgs);
      const started = server;
      await until(async () => {
        if (started.child.exitCode !== null) throw new Error(`the server ended: ${started.output()}`);
        return answers(`${url}/readyz`);
      }, { what: 'the server', said: started.output, ms: 180_000 });
    },
    killServer: () => end(server?.child, 'SIGKILL'),
    serverPid: () => server?.child.pid,
    output: () => server?.output() ?? '',
    async stop() {
      await end(server?.child, 'SIGKILL');
      await end(sandbox.child, 'SIGTERM');
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

function launch(main: string, args: string[], env: Record<string, string>, nodeArgs: readonly string[] = []): { child: ChildProcess; output(): string } {
  const child = spawn(process.execPath, [...nodeArgs, main, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  const keep = (chunk: Buffer) => { text = (text + chunk.toString()).slice(-20_000); };
  child.stdout!.on('data', keep);
  child.stderr!.on('data', keep);
  return { child, output: () => text };
}

async function end(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await gone;
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}
