import { issueTokens, openIdentity, signIn } from '../core/identity/index.js';
import type { Identity, TokenStyle } from '../core/identity/index.js';
import { allOrNothing, inLanes } from '../kernel/all-or-nothing.js';
import { writeDemoFile } from './demo-file.js';
import type { DemoFile, TokenKey } from './demo-file.js';
import { billingSamples, SAMPLE_CANDIDATE_EMAIL, SAMPLE_COMPANY_EMAIL, SAMPLE_PASSWORD } from './billing-samples.js';
import { DEMO_LOGINS } from './people.js';
import { creditSamples } from './seed-credits.js';
import { programSamples } from './seed-programs.js';
import { portalPaymentSamples } from './samples.js';
import type { Samples } from './samples.js';
import { LANES } from './demo-parts.js';
import type { PayerDoor } from './payer.js';

export interface RefreshDemo {
  readonly identity: Identity;
  readonly dataFolder: string;
  readonly baseUrl: string;
  readonly payer: PayerDoor;
  readonly webhookSecret: string;
  readonly mailboxUrl: string;
}

/** Samples in a demo file live a day. */
const DEMO_TOKEN_SECONDS = 86_400;

/** Who stands behind each token of the demo file. */
const TOKEN_OWNERS: readonly { key: TokenKey; email: string; style: TokenStyle }[] = [
  { key: 'portal.customer', email: 'maria@demo.example', style: 'supabase' },
  { key: 'portal.no_customer', email: 'nora@demo.example', style: 'supabase' },
  { key: 'purchases.user', email: 'maria@demo.example', style: 'supabase' },
  { key: 'purchases.other_user', email: 'lukasz@demo.example', style: 'supabase' },
  { key: 'purchases.admin', email: 'admin@demo.example', style: 'supabase' },
  { key: 'purchases.super_admin', email: 'owner@demo.example', style: 'supabase' },
  { key: 'purchases.mentor', email: 'mentor@demo.example', style: 'supabase' },
  { key: 'credits.user', email: 'maria@demo.example', style: 'supabase' },
  { key: 'portal.staff', email: 'staff@demo.example', style: 'supabase' },
  { key: 'billing.admin', email: 'admin@demo.example', style: 'plain' },
  { key: 'billing.customer', email: SAMPLE_COMPANY_EMAIL, style: 'plain' },
  { key: 'billing.two_factor_candidate', email: SAMPLE_CANDIDATE_EMAIL, style: 'plain' },
];

/** Makes new single-use samples and tokens through the ordinary verbs, and writes demo.json. */
export async function refreshDemo(parts: RefreshDemo): Promise<string> {
  const { identity, payer } = parts;
  const [{ billing, tokens }, portal, programs, credits] = await allOrNothing([
    samplesAndTokens(identity, payer), portalPaymentSamples(identity.world, payer), programSamples(identity.world), creditSamples(identity.world),
  ]);
  const demo: DemoFile = {
    baseUrl: parts.baseUrl,
    sandbox: { stripe: { url: payer.url, publishable_key: payer.publishableKey, webhook_secret: parts.webhookSecret }, mailbox: { url: parts.mailboxUrl } },
    tokens,
    samples: {
      ...portal, ...programs, ...credits, ...billing,
      'webhook.stripe_secret': parts.webhookSecret,
    },
  };
  return writeDemoFile(parts.dataFolder, demo);
}

/** Tokens after the samples: some are of accounts that these open. */
async function samplesAndTokens(identity: Identity, payer: PayerDoor): Promise<{ billing: Samples; tokens: DemoFile['tokens'] }> {
  const longLived = openIdentity({ world: identity.world, keys: identity.keys, publicUrl: identity.publicUrl, accessTokenSeconds: DEMO_TOKEN_SECONDS, hashing: identity.hashing });
  const billing = await billingSamples(identity, payer);
  const tokens: Partial<Record<TokenKey, string>> = {};
  await inLanes(TOKEN_OWNERS, LANES, async ({ key, email, style }) => {
    const password = DEMO_LOGINS.find((one) => one.email === email)?.password ?? SAMPLE_PASSWORD;
    const signedIn = await signIn(longLived, { email, password });
    tokens[key] = (await issueTokens(longLived, signedIn, style)).accessToken;
  });
  return { billing, tokens };
}
