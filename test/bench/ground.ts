import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPool } from '../../src/adapters/database/connect.js';
import type { DatabasePool } from '../../src/adapters/database/connect.js';
import { openEmbedded } from '../../src/adapters/database/embedded.js';
import { migrate } from '../../src/adapters/database/migrate.js';
import type { ReceivedEvent } from '../../src/core/inbox/index.js';
import { newId } from '../../src/kernel/ids.js';
import type { Product } from '../harness/product.js';
import { startProduct } from '../harness/product.js';
import { openShop } from '../harness/shop.js';
import type { Shop } from '../harness/shop.js';

/** A database on the disk, as durable as in production, and the product in front of it. */
export interface Ground {
  readonly product: Product;
  readonly shop: Shop;
  readonly pool: DatabasePool;
  /** Sends statements without waiting for each, as the product does. */
  readonly recorder: DatabasePool;
  readonly databaseUrl: string;
  readonly superuserUrl: string;
  /** Invoices that wait for the end of their payment, and the signed events that tell it. */
  waitingPayments(count: number, account?: (i: number) => string): Promise<Waiting[]>;
  close(): Promise<void>;
}

export interface Waiting {
  readonly paymentId: string;
  readonly invoiceId: string;
  readonly body: string;
  readonly received: ReceivedEvent;
}

export async function openGround(nodeArgs: readonly string[] = []): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), 'paydesk-bench-'));
  const postgres = await openEmbedded({ dataFolder: folder });
  await migrate(postgres.ownerUrl, { runtimeUrl: postgres.url });
  const product = await startProduct({ databaseUrl: postgres.url, ownerUrl: postgres.ownerUrl, env: { WORKER: 'no' }, nodeArgs });
  await product.startServer();
  const shop = openShop(product, postgres.url);
  const pool = createPool(postgres.url, { max: 64 });
  const recorder = createPool(postgres.url, { max: 1, pipeline: true });
  const customers: string[] = [];
  for (let i = 0; i < 100; i++) customers.push(await addCustomer(pool));
  return {
    product, shop, pool, recorder, databaseUrl: postgres.url, superuserUrl: postgres.superuserUrl,
    waitingPayments: (count, account) => prepare(pool, customers, count, account ?? (() => 'platform')),
    async close() {
      await pool.end();
      await recorder.end();
      await shop.close();
      await product.stop();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function addCustomer(pool: DatabasePool): Promise<string> {
  const id = newId();
  await pool.query('INSERT INTO customers (id, name, email, created_at, updated_at) VALUES ($1, $2, $3, now(), now())', [id, 'Bench Buyer', `${id}@example.com`]);
  return id;
}

/** Rows as starting a payment leaves them, written in bulk: the bench measures their settling. */
async function prepare(pool: DatabasePool, customers: readonly string[], count: number, account: (i: number) => string): Promise<Waiting[]> {
  const made = Array.from({ length: count }, (_, i) => ({ customer: customers[i % customers.length]!, invoice: newId(), payment: newId(), account: account(i) }));
  const column = (key: keyof (typeof made)[number]) => made.map((one) => one[key]);
  await pool.query(
    `INSERT INTO invoices (id, customer_id, number, currency, amount, tax_amount, total, due_date, issued_at, created_at, updated_at)
     SELECT id, customer, 'B-' || id, 'USD', 18500, 0, 18500, '2030-01-01', now(), now(), now() FROM unnest($1::uuid[], $2::uuid[]) AS n (id, customer)`,
    [column('invoice'), column('customer')]);
  await pool.query(
    `INSERT INTO payments (id, customer_id, processor, account, external_id, state, currency, amount, created_at, updated_at)
     SELECT id, customer, 'stripe', account, 'pi_' || replace(id::text, '-', ''), 'open', 'USD', 18500, now(), now()
     FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS n (id, customer, account)`, [column('payment'), column('customer'), column('account')]);
  await pool.query(
    `INSERT INTO payment_targets (payment_id, position, kind, subject_id, amount, live)
     SELECT payment, 0, 'invoice', invoice, 18500, true FROM unnest($1::uuid[], $2::uuid[]) AS n (payment, invoice)`, [column('payment'), column('invoice')]);
  return made.map((one) => toWaiting(one.payment, one.invoice, one.account));
}

function toWaiting(paymentId: string, invoiceId: string, account: string): Waiting {
  const externalId = `pi_${paymentId.replaceAll('-', '')}`;
  const eventId = `evt_${newId().replaceAll('-', '')}`;
  const body = JSON.stringify({
    id: eventId, object: 'event', api_version: '2026-10-28.endive', created: Math.floor(Date.now() / 1000), livemode: false, pending_webhooks: 1,
    request: { id: null, idempotency_key: null }, type: 'payment_intent.succeeded',
    data: { object: {
      id: externalId, object: 'payment_intent', amount: 18500, amount_received: 18500, amount_capturable: 0, currency: 'usd', status: 'succeeded',
      created: Math.floor(Date.now() / 1000), customer: null, description: 'Carpet cleaning', latest_charge: `ch_${externalId.slice(3)}`, livemode: false,
      metadata: { paydesk_payment: paymentId }, payment_method: 'pm_bench', payment_method_types: ['card'], capture_method: 'automatic',
      confirmation_method: 'automatic', receipt_email: null, shipping: null, statement_descriptor: null, transfer_data: null, next_action: null,
      last_payment_error: null, client_secret: null, padding: 'x'.repeat(900),
    } },
  });
  const received: ReceivedEvent = {
    payload: Buffer.from(body),
    event: { processor: 'stripe', account, eventId, externalType: 'payment_intent.succeeded', type: 'intent.changed', intent: {
      processor: 'stripe', account, externalId, paymentId, status: 'succeeded', currency: 'USD', amount: 18_500n, amountReceived: 18_500n, customerExternalId: null,
      chargeExternalId: `ch_${externalId.slice(3)}`, methodExternalId: 'pm_bench', clientSecret: null, card: null, fee: null, failureCode: null,
    } },
  };
  return { paymentId, invoiceId, body, received };
}

/** The header with which Stripe signs a body now. */
export function stripeSignature(body: string, secret: string): string {
  const at = Math.floor(Date.now() / 1000);
  return `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`;
}
