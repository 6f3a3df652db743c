import { loadConfig } from '../config.js';
import { runUntilStopped } from './lifecycle.js';
import { columns, print, startProgress } from './progress.js';
import { startSandboxChild } from './sandbox-child.js';
import { webhookTarget } from './sandbox-facts.js';

/** The sandbox partners without a server: it may come and go, as with real partners. */
export async function sandbox(): Promise<void> {
  const say = startProgress();
  const config = loadConfig();
  if (config.mode === 'live') throw new Error('There are no sandbox partners in live mode.');
  const target = webhookTarget(config);
  await runUntilStopped(say, async (release) => {
    const child = await startSandboxChild(config, target ? [target] : [], say);
    release.add(() => child.stop());
    const { stripe, mailbox, smtp, analytics } = child.facts;
    print(columns([['Stripe', stripe.url], ['Mailbox', mailbox.url], ['SMTP', smtp.url], ['Google Analytics', analytics.url], ['Webhooks go to', target ?? '(set PORT or PUBLIC_URL)']]));
  });
}
