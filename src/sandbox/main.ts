import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readConfig, type SandboxConfig, type SandboxUrls } from './config.js';
import { startGoogleAnalytics } from './google-analytics/server.js';
import { startMailbox } from './mailbox/server.js';
import { endWithParent } from './parent.js';
import { startStripe } from './stripe/server.js';

export type { SandboxConfig, SandboxUrls };

export interface Sandbox {
  urls: SandboxUrls;
  close(): Promise<void>;
}

/** Starts the stand-in partners in this process: Stripe and Google Analytics over HTTP, and a mailbox over SMTP and HTTP. */
export async function startSandbox(config: SandboxConfig): Promise<Sandbox> {
  const stripe = await startStripe(config);
  const mailbox = await startMailbox(config);
  const analytics = await startGoogleAnalytics(config);
  const forgetParent = endWithParent(config.parentPid, () => process.exit(0));
  return {
    urls: { stripe: stripe.url, mailbox: mailbox.url, smtp: mailbox.smtp, analytics: analytics.url },
    async close() {
      forgetParent();
      await Promise.all([stripe.close(), mailbox.close(), analytics.close()]);
    },
  };
}

/** The child process: its settings come from `PAYDESK_SANDBOX`, its addresses go out as one JSON line. */
async function runAlone(): Promise<void> {
  const sandbox = await startSandbox(readConfig(process.env.PAYDESK_SANDBOX));
  process.stdout.write(`${JSON.stringify({ ready: true, ...sandbox.urls })}\n`);
  const stop = (): void => void sandbox.close().then(() => process.exit(0));
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

const [, script] = process.argv;
if (process.env.PAYDESK_SANDBOX !== undefined && script !== undefined && realpathSync(script) === fileURLToPath(import.meta.url)) {
  await runAlone();
}
