import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPool } from '../src/adapters/database/connect.js';
import type { DatabasePool } from '../src/adapters/database/connect.js';
import { createWorld } from '../src/adapters/database/transact.js';
import { createStripeProcessor } from '../src/adapters/processors/stripe/index.js';
import { openBilling } from '../src/core/billing/index.js';
import { createInbox } from '../src/core/inbox/index.js';
import type { Inbox } from '../src/core/inbox/index.js';
import { draftInvoice, issueInvoice } from '../src/core/invoices/index.js';
import type { Invoice, LineInput } from '../src/core/invoices/index.js';
import { PLATFORM_ACCOUNT } from '../src/core/ports/processor.js';
import type { Processor } from '../src/core/ports/processor.js';
import { reactions } from '../src/core/reactions.js';
import { SYSTEM } from '../src/core/tx.js';
import type { World } from '../src/core/tx.js';
import { newId } from '../src/kernel/ids.js';
import { startSandbox } from '../src/sandbox/main.js';
import type { Sandbox } from '../src/sandbox/main.js';
import { cloneDatabase } from './database.js';
import type { TestDatabase } from './database.js';
import { createTestClock } from './identity.js';
import type { TestClock } from './identity.js';

const SECRET_KEY = 'sk_test_world';
const PUBLISHABLE_KEY = 'pk_test_world';
const WEBHOOK_SECRET = 'whsec_world_of_tests';

/** The whole core over a database and a sandbox of its own; no HTTP in front. */
export interface TestWorld {
  readonly world: World;
  readonly inbox: Inbox;
  readonly processor: Processor;
  readonly clock: TestClock;
  readonly database: TestDatabase;
  readonly pool: DatabasePool;
  readonly sandbox: Sandbox;
  readonly secretKey: string;
  readonly publishableKey: string;
  readonly webhookSecret: string;
  /** A customer with a made-up name and address. */
  customer(name?: string): Promise<string>;
  /** An issued invoice; one line of `cents` without tax unless lines are given. */
  invoice(customerId: string, cents: bigint | readonly LineInput[]): Promise<Invoice>;
  /** What the payer's browser does: confirms at the processor with a card number. Gives the processor's answer. */
  payAtProcessor(clientSecret: string, cardNumber?: string): Promise<{ status: number; body: Record<string, unknown> }>;
  close(): Promise<void>;
}

export interface TestWorldOptions {
  /** Where the sandbox posts its events; nowhere unless given. */
  readonly webhookTargets?: readonly string[];
  readonly lanes?: number;
  readonly poolSize?: number;
  readonly timeoutMs?: number;
}

export async function openTestWorld(options: TestWorldOptions = {}): Promise<TestWorld> {
  const database = await cloneDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'paydesk-world-'));
  const sandbox = await startSandbox({
    host: '127.0.0.1', ports: { stripe: 0, mailbox: 0, smtp: 0 }, journalDir: folder, origins: [], webhookTargets: [...(options.webhookTargets ?? [])],
    secretKey: SECRET_KEY, publishableKey: PUBLISHABLE_KEY, webhookSecret: WEBHOOK_SECRET,
  });
  const pool = createPool(database.url, { max: options.poolSize ?? 24, pipeline: true });
  const clock = createTestClock();
  const processor = createStripeProcessor({
    secretKey: SECRET_KEY, webhookSecrets: [WEBHOOK_SECRET], account: PLATFORM_ACCOUNT, baseUrl: sandbox.urls.stripe, timeoutMs: options.timeoutMs ?? 5_000,
  });
  const world = createWorld({ pool, clock, reactions, prepared: true, processor: () => processor });
  return {
    world, processor, clock, database, pool, sandbox, inbox: createInbox(world, { lanes: options.lanes ?? 2 }),
    secretKey: SECRET_KEY, publishableKey: PUBLISHABLE_KEY, webhookSecret: WEBHOOK_SECRET,
    customer: (name) => addCustomer(world, name),
    invoice: (customerId, cents) => addInvoice(world, customerId, cents),
    payAtProcessor: (secret, number) => payAtProcessor(sandbox.urls.stripe, secret, number),
    async close() {
      await pool.end();
      await sandbox.close();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function addCustomer(world: World, name = 'Ada Baker'): Promise<string> {
  const id = newId();
  await world.transact(async (tx) => {
    await tx.db.insertInto('customers').values({ id, name, email: `${id}@example.com`, created_at: tx.now, updated_at: tx.now }).execute();
    await openBilling(tx, id);
  });
  return id;
}

async function addInvoice(world: World, customerId: string, cents: bigint | readonly LineInput[]): Promise<Invoice> {
  const lines = typeof cents === 'bigint' ? [{ description: 'Carpet cleaning', quantity: 1, unitPrice: cents, taxPpm: 0 }] : cents;
  return world.transact(async (tx) => {
    const draft = await draftInvoice(tx, { customerId, lines, actor: SYSTEM });
    return issueInvoice(tx, draft.id, SYSTEM, { quiet: true });
  });
}

/** The client-side confirm of Stripe.js, as a form with the publishable key and the client secret. */
export async function payAtProcessor(url: string, clientSecret: string, cardNumber = '4242424242424242'): Promise<{ status: number; body: Record<string, unknown> }> {
  const intentId = clientSecret.split('_secret_')[0]!;
  const response = await fetch(`${url}/v1/payment_intents/${intentId}/confirm`, {
    method: 'POST',
    body: new URLSearchParams({
      key: PUBLISHABLE_KEY, client_secret: clientSecret, return_url: 'https://example.com/back', 'payment_method_data[type]': 'card',
      'payment_method_data[card][number]': cardNumber, 'payment_method_data[card][exp_month]': '12', 'payment_method_data[card][exp_year]': '2034',
      'payment_method_data[card][cvc]': '123',
    }),
  });
  return { status: response.status, body: await response.json() as Record<string, unknown> };
}
