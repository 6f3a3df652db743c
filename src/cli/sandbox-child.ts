import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Config } from '../config.js';
import type { Say } from './progress.js';
import { sandboxFolder, sandboxKeys, type SandboxFacts } from './sandbox-facts.js';

export interface SandboxChild {
  readonly facts: SandboxFacts;
  stop(): Promise<void>;
}

interface Ready {
  stripe: string;
  mailbox: string;
  smtp: string;
  analytics: string;
}

interface Running {
  child: ChildProcess;
  urls: Ready;
  ended: Promise<void>;
}

const START_TRIES = 20;
const PAUSE_MS = 300;
const PATIENCE_MS = 5_000;

/**
 * Starts the sandbox partners as a process of their own and starts them again when they die. They keep
 * what happened in the data folder, and end with this process.
 */
export async function startSandboxChild(config: Config, webhookTargets: readonly string[], say: Say): Promise<SandboxChild> {
  const settings = sandboxSettings(config, webhookTargets);
  let stopped = false;
  let running = await startWithPatience(settings, () => stopped);
  // Ports that the system chose must be the same after a restart.
  settings.ports = portsOf(running.urls);
  void (async () => {
    for (;;) {
      await running.ended;
      if (stopped) return;
      say('the sandbox partners are gone; starting them again');
      running = await startWithPatience(settings, () => stopped);
    }
  })().catch((error: unknown) => {
    if (!stopped) say(`the sandbox partners cannot be started: ${error instanceof Error ? error.message : String(error)}`);
  });
  const { urls } = running;
  const { secretKey, publishableKey, webhookSecret } = settings;
  return {
    facts: {
      stripe: { url: urls.stripe, secretKey, publishableKey, webhookSecret },
      mailbox: { url: urls.mailbox },
      smtp: { url: urls.smtp },
      analytics: { url: urls.analytics },
    },
    async stop() {
      stopped = true;
      running.child.kill('SIGTERM');
      await Promise.race([running.ended, sleep(PATIENCE_MS, undefined, { ref: false })]);
      running.child.kill('SIGKILL');
    },
  };
}

/** What the process is told; the same when it runs alone. */
export function sandboxSettings(config: Config, webhookTargets: readonly string[]) {
  const port = config.sandboxPort;
  return {
    host: config.host,
    ports: port === 0 ? { stripe: 0, mailbox: 0, smtp: 0, analytics: 0 } : { stripe: port, mailbox: port + 1, smtp: port + 2, analytics: port + 3 },
    journalDir: sandboxFolder(config),
    origins: config.allowedOrigins,
    webhookTargets,
    ...sandboxKeys(config),
    ...(config.stripeApiVersion && { apiVersion: config.stripeApiVersion }),
  };
}

function portsOf(urls: Ready) {
  const port = (url: string) => Number(new URL(url).port);
  return { stripe: port(urls.stripe), mailbox: port(urls.mailbox), smtp: port(urls.smtp), analytics: port(urls.analytics) };
}

/** The last one may still be leaving its ports: it looks twice a second whether its parent lives. */
async function startWithPatience(settings: ReturnType<typeof sandboxSettings>, stopped: () => boolean): Promise<Running> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await start(settings);
    } catch (error) {
      if (tries >= START_TRIES || stopped()) throw error;
      await sleep(PAUSE_MS);
    }
  }
}

async function start(settings: ReturnType<typeof sandboxSettings>): Promise<Running> {
  const program = fileURLToPath(new URL('../sandbox/main.js', import.meta.url));
  const child = spawn(process.execPath, [program], {
    // Of our environment only what a process needs: the partners are strangers.
    env: { TZ: 'UTC', PAYDESK_SANDBOX: JSON.stringify({ ...settings, parentPid: process.pid }) },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // A terminal's Ctrl-C is for us: requests under way still need the partners.
    detached: true,
  });
  let complaints = '';
  child.stderr?.on('data', (chunk: Buffer) => (complaints = `${complaints}${chunk.toString()}`.slice(-2_000)));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const urls = await Promise.race([readyLine(child), ended.then(() => undefined)]);
  if (!urls) throw new Error(reasonIn(complaints));
  return { child, urls, ended };
}

function reasonIn(complaints: string): string {
  const port = /EADDRINUSE[^\n]*:(\d+)/.exec(complaints)?.[1];
  if (port) return `Port ${port} is in use, which the sandbox partners need: stop what uses it, or set SANDBOX_PORT.`;
  return `The sandbox partners did not start: ${complaints.trim()}`;
}

async function readyLine(child: ChildProcess): Promise<Ready | undefined> {
  if (!child.stdout) return undefined;
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) {
    const said: Partial<Ready> & { ready?: boolean } = JSON.parse(line);
    if (said.ready && said.stripe && said.mailbox && said.smtp && said.analytics) {
      child.stdout.resume();
      return { stripe: said.stripe, mailbox: said.mailbox, smtp: said.smtp, analytics: said.analytics };
    }
  }
  return undefined;
}
