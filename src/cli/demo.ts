import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config.js';
import type { PayerDoor } from '../demo/payer.js';
import { DEMO_LOGINS } from '../demo/people.js';
import { holdWebhooks } from '../demo/hold-webhooks.js';
import { refreshDemo } from '../demo/refresh-demo.js';
import { seedDemo } from '../demo/seed-demo.js';
import { withApp } from './app.js';
import type { Assembly } from './assembly.js';
import { explain } from './explain.js';
import type { Releases } from './lifecycle.js';
import { columns, print, type Say } from './progress.js';
import type { SandboxFacts } from './sandbox-facts.js';

const STRIPE_URL = 'https://api.stripe.com';
const TRIES = 20;
const PAUSE_MS = 1_000;

/** Demo data for a running system, from the command line. The server need not run, the sandbox must. */
export async function runDemo(options: { refresh?: boolean }): Promise<void> {
  await withApp(async (assembly, config, say) => {
    if (!options.refresh) await makeDemoData(assembly, config, say);
    const file = await writeDemoSamples(assembly, config);
    print(loginTable());
    print(`written: ${file}`);
  });
}

/** Makes what is missing of the demo data. */
export async function makeDemoData(assembly: Assembly, config: Config, say: Say): Promise<void> {
  const { app } = assembly;
  const seed = () => seedDemo({ identity: app.identity, worldAt: app.worldAt, payer: payerOf(assembly, config), seed: config.demoSeed, onProgress: say });
  await (config.stripe ? seed() : holdWebhooks(sandboxOf(assembly, config).stripe.url, seed));
}

/** Makes new single-use samples and writes demo.json; returns its path. */
export async function writeDemoSamples(assembly: Assembly, config: Config, ownUrl?: string): Promise<string> {
  const baseUrl = config.publicUrl ?? ownUrl;
  if (!baseUrl) throw new Error('Set PORT or PUBLIC_URL: demo.json names the address of the server.');
  const sandbox = sandboxOf(assembly, config);
  return refreshDemo({
    identity: assembly.app.identity,
    dataFolder: config.dataFolder,
    baseUrl,
    payer: payerOf(assembly, config),
    webhookSecret: config.stripe?.webhookSecrets[0] ?? sandbox.stripe.webhookSecret,
    mailboxUrl: sandbox.mailbox.url,
  });
}

/** Does it again while it fails: that the database or a partner was just killed must not end a server that answers. */
export async function persistently<T>(say: Say, release: Releases, work: () => Promise<T>): Promise<T | undefined> {
  for (let tries = 1; tries <= TRIES; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (release.begun()) return undefined;
      say(`demo data: ${explain(error)}; trying again`);
      await sleep(PAUSE_MS);
    }
  }
  say('the demo data could not be made; paydesk demo tries again');
  return undefined;
}

/** Who may sign in, as columns. */
export function loginTable(): string {
  return columns([['role', 'e-mail', 'password'], ...DEMO_LOGINS.map(({ label, email, password }) => [label, email, password])]);
}

function payerOf(assembly: Assembly, config: Config): PayerDoor {
  if (config.stripe) return { url: STRIPE_URL, publishableKey: config.stripe.publishableKey };
  const { url, publishableKey } = sandboxOf(assembly, config).stripe;
  return { url, publishableKey };
}

function sandboxOf({ sandbox }: Assembly, config: Config): SandboxFacts {
  if (config.mode !== 'demo' || !sandbox) throw new Error('Demo data is for demo mode; this system is live.');
  return sandbox;
}
