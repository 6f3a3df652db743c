import { checkMailServer } from '../../adapters/mail/check-server.js';
import { createStripeProcessor } from '../../adapters/processors/stripe/index.js';
import type { Config } from '../../config.js';
import { PLATFORM_ACCOUNT, ProcessorError } from '../../core/ports/processor.js';
import { expectedSandbox } from '../sandbox-facts.js';
import { words, type Finding } from './finding.js';

const PATIENCE_MS = 5_000;

/** Whoever we call, and whoever calls us: the processor, the mail server, our own public address. */
export async function aboutOutside(config: Config): Promise<Finding[]> {
  const findings = await Promise.all([aboutProcessor(config), aboutMail(config), aboutPublicUrl(config)]);
  return findings.flat();
}

async function aboutProcessor(config: Config): Promise<Finding[]> {
  const check = 'stripe';
  if (!config.stripe && config.mode === 'live') return [{ check, result: 'warn', message: 'not configured: no payment can be taken (STRIPE_SECRET_KEY)' }];
  const sandbox = expectedSandbox(config).stripe;
  const processor = createStripeProcessor({
    account: PLATFORM_ACCOUNT, timeoutMs: PATIENCE_MS, secretKey: config.stripe?.secretKey ?? sandbox.secretKey,
    webhookSecrets: config.stripe?.webhookSecrets ?? [sandbox.webhookSecret],
    ...(config.stripe ? {} : { baseUrl: sandbox.url }), ...(config.stripeApiVersion ? { apiVersion: config.stripeApiVersion } : {}),
  });
  const secrets: Finding[] = config.stripe?.webhookSecrets.length === 0
    ? [{ check, result: 'fail', message: 'STRIPE_WEBHOOK_SECRET is missing: every event of Stripe would be refused' }] : [];
  try {
    const { externalAccountId } = await processor.ping();
    return [{ check, result: 'ok', message: `account ${externalAccountId}${config.stripe ? '' : ` at the sandbox, ${sandbox.url}`}` }, ...secrets];
  } catch (error) {
    if (config.stripe) {
      const refused = error instanceof ProcessorError && error.outcome === 'refused';
      const message = refused ? `Stripe refuses the key (${error.code}): see STRIPE_SECRET_KEY` : `Stripe is out of reach: ${words(error)}`;
      return [{ check, result: 'fail', message }, ...secrets];
    }
    return [{ check: 'sandbox', result: 'warn', message: `${sandbox.url} does not answer (it runs with paydesk start, or paydesk sandbox)` }];
  }
}

async function aboutMail(config: Config): Promise<Finding> {
  const check = 'mail';
  const url = config.smtpUrl ?? (config.mode === 'demo' ? expectedSandbox(config).smtp.url : undefined);
  if (url === undefined) return { check, result: 'warn', message: 'SMTP_URL is not set: no mail can leave' };
  const { hostname, port } = new URL(url);
  const name = `${hostname}${port ? `:${port}` : ''}`;
  try {
    await checkMailServer(url);
    return { check, result: 'ok', message: `${name} accepts us${config.smtpUrl ? '' : ' (sandbox mailbox)'}` };
  } catch (error) {
    return { check, result: config.smtpUrl ? 'fail' : 'warn', message: `${name} does not take mail from us: ${words(error)}` };
  }
}

async function aboutPublicUrl(config: Config): Promise<Finding> {
  const check = 'public url';
  if (!config.publicUrl) return { check, result: 'ok', message: 'the demo finds its own' };
  const { protocol, hostname } = new URL(config.publicUrl);
  if (config.mode === 'live' && protocol !== 'https:') return { check, result: 'fail', message: `${config.publicUrl} is not https: cookies and links need it` };
  if (config.mode === 'live' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname)) return { check, result: 'fail', message: `${config.publicUrl} is this machine: customers cannot follow links to it` };
  try {
    const answer = await fetch(`${config.publicUrl}/livez`, { signal: AbortSignal.timeout(PATIENCE_MS), redirect: 'manual' });
    if (answer.ok) return { check, result: 'ok', message: `${config.publicUrl} answers` };
    return { check, result: 'warn', message: `${config.publicUrl}/livez answers ${answer.status}: is it the right address?` };
  } catch (error) {
    return { check, result: 'warn', message: `${config.publicUrl} does not answer from here (is the server running?): ${words(error)}` };
  }
}
