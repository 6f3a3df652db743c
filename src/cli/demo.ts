import type { Config } from '../config.js';
import { DEMO_LOGINS } from '../demo/people.js';
import { refreshDemo } from '../demo/refresh-demo.js';
import { seedDemo } from '../demo/seed-demo.js';
import { withApp } from './app.js';
import { columns, print, type Say } from './progress.js';
import type { Assembly } from './assembly.js';

const STRIPE_URL = 'https://api.stripe.com';

/** Demo data for a running system, from the command line. The server need not run, the sandbox must. */
export async function runDemo(options: { refresh?: boolean }): Promise<void> {
  await withApp(async (assembly, config, say) => {
    const file = await prepareDemo(assembly, config, say, options);
    print(loginTable());
    print(`written: ${file}`);
  });
}

/** Makes what is missing of the demo data, then new single-use samples, and writes demo.json; returns its path. */
export async function prepareDemo(assembly: Assembly, config: Config, say: Say, options: { refresh?: boolean; baseUrl?: string } = {}): Promise<string> {
  const { app, sandbox } = assembly;
  if (config.mode !== 'demo' || !sandbox) throw new Error('Demo data is for demo mode; this system is live.');
  const baseUrl = config.publicUrl ?? options.baseUrl;
  if (!baseUrl) throw new Error('Set PORT or PUBLIC_URL: demo.json names the address of the server.');
  const payer = config.stripe
    ? { url: STRIPE_URL, publishableKey: config.stripe.publishableKey }
    : { url: sandbox.stripe.url, publishableKey: sandbox.stripe.publishableKey };
  if (!options.refresh) await seedDemo({ identity: app.identity, worldAt: app.worldAt, payer, seed: config.demoSeed, onProgress: say });
  return refreshDemo({
    identity: app.identity,
    dataFolder: config.dataFolder,
    baseUrl,
    payer,
    webhookSecret: config.stripe?.webhookSecrets[0] ?? sandbox.stripe.webhookSecret,
    mailboxUrl: sandbox.mailbox.url,
  });
}

/** Who may sign in, as columns. */
export function loginTable(): string {
  return columns([['role', 'e-mail', 'password'], ...DEMO_LOGINS.map(({ label, email, password }) => [label, email, password])]);
}
