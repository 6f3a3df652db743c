import { isDatabaseGone } from '../../src/adapters/database/failures.js';
import { verifyBooks } from '../../src/core/verification/index.js';
import { confirmInBrowser } from '../../src/demo/payer.js';
import { isFailure } from '../../src/kernel/failure.js';
import { formatMajor } from '../../src/kernel/money.js';
import type { Random } from '../random.js';
import { call } from './call.js';
import type { Product } from './product.js';
import { until } from './product.js';
import type { Buyer, Shop } from './shop.js';

/** What the product said yes to: each of these must be there whatever happened afterwards. */
export interface Acknowledged {
  readonly paid: { readonly invoiceId: string; readonly cents: bigint }[];
  readonly refunded: { readonly paymentId: string; readonly refundId: string }[];
  /** 5xx answers while the server was up, by path. */
  readonly broken: string[];
}

export interface Load {
  readonly acknowledged: Acknowledged;
  stop(): Promise<void>;
}

const WORKERS = 12;

/** Buyers who pay by form and by saved card, and an admin who refunds, until told to stop. Broken connections are part of it. */
export function startLoad(product: Product, shop: Shop, buyers: readonly Buyer[], admin: string, random: Random): Load {
  const acknowledged: Acknowledged = { paid: [], refunded: [], broken: [] };
  let running = true;
  const one = async (): Promise<void> => {
    while (running) {
      const buyer = random.pick(buyers);
      const invoice = await unlessGone(shop.invoice(buyer.customerId, BigInt(1_000 + random.below(20_000))));
      if (!invoice) continue;
      const byForm = random.below(2) === 0;
      const paid = byForm ? await payByForm(product, buyer, invoice.id, invoice.total, acknowledged) : await payBySavedCard(product, buyer, invoice.id, acknowledged);
      if (paid) acknowledged.paid.push({ invoiceId: invoice.id, cents: invoice.total });
      if (paid && random.below(4) === 0) await refund(product, shop, admin, invoice.id, invoice.total, random, acknowledged);
      if (!paid) await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const workers = Array.from({ length: WORKERS }, one);
  return { acknowledged, async stop() { running = false; await Promise.all(workers); } };
}

/** What the harness itself reads and writes beside the product; null while the database is killed. */
async function unlessGone<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (!isFailure(error, 'database_unavailable') && !isDatabaseGone(error)) throw error;
    await new Promise((resolve) => setTimeout(resolve, 50));
    return null;
  }
}

async function payByForm(product: Product, buyer: Buyer, invoiceId: string, cents: bigint, said: Acknowledged): Promise<boolean> {
  const started = await tell(product, said, 'POST', '/api/payments/create-intent', buyer.token, { invoiceId, amount: Number(formatMajor(cents)) });
  const secret = started?.status === 200 ? started.body['clientSecret'] : undefined;
  if (typeof secret !== 'string') return false;
  await confirmInBrowser({ url: product.sandbox.stripe, publishableKey: product.sandbox.publishableKey }, secret);
  const confirmed = await tell(product, said, 'POST', '/api/payments/confirm', buyer.token, { invoiceId, paymentIntentId: secret.split('_secret_')[0] });
  return confirmed?.status === 200;
}

async function payBySavedCard(product: Product, buyer: Buyer, invoiceId: string, said: Acknowledged): Promise<boolean> {
  const paid = await tell(product, said, 'POST', `/api/app/invoices/${invoiceId}/pay`, buyer.token, { payment_method_id: buyer.cardId });
  return paid?.status === 200;
}

async function refund(product: Product, shop: Shop, admin: string, invoiceId: string, cents: bigint, random: Random, said: Acknowledged): Promise<void> {
  const row = await unlessGone(shop.world.read.db.selectFrom('payment_targets').innerJoin('payments', 'payments.id', 'payment_targets.payment_id').select('payments.id')
    .where('subject_id', '=', invoiceId).where('state', '=', 'succeeded').executeTakeFirst());
  if (!row) return;
  const amount = Number(formatMajor(cents / BigInt(1 + random.below(3))));
  const refunded = await tell(product, said, 'POST', `/api/app/payments/${row.id}/refund`, admin, { amount, reason: 'kill harness' });
  if (refunded?.status === 200) said.refunded.push({ paymentId: row.id, refundId: String(refunded.body['refund_id']) });
}

async function tell(product: Product, said: Acknowledged, method: string, path: string, token: string, body: unknown) {
  const answer = await call(product.url, method, path, token, body);
  if (answer && answer.status >= 500) said.broken.push(`${answer.status} ${path.replace(/[0-9a-f-]{36}/, '{id}')} ${JSON.stringify(answer.body)}`);
  return answer;
}

/** Waits until nothing is under way any more: no payment without an end, no charge unheard of, nothing in inbox, outbox and sealing queue. */
export async function waitForRest(product: Product, shop: Shop, limitMs = 60_000): Promise<void> {
  const db = shop.world.read.db;
  const left = async (): Promise<Record<string, number>> => {
    const count = async (query: { executeTakeFirstOrThrow(): Promise<{ n: bigint | string | number }> }) => Number((await query.executeTakeFirstOrThrow()).n);
    return {
      payments: await count(db.selectFrom('payments').select((eb) => eb.fn.countAll().as('n')).where('state', 'in', ['created', 'processing', 'unknown'])),
      refunds: await count(db.selectFrom('refunds').select((eb) => eb.fn.countAll().as('n')).where('state', 'in', ['requested', 'processing', 'unknown'])),
      inbox: await count(db.selectFrom('inbox_events').select((eb) => eb.fn.countAll().as('n')).where('state', '=', 'pending')),
      outbox: await count(db.selectFrom('outbox_messages').select((eb) => eb.fn.countAll().as('n')).where('state', '=', 'pending')),
      unheard: (await list<SandboxIntent>(product, 'payment_intents')).filter((intent) => intent.status === 'succeeded').length
        - await count(db.selectFrom('payments').select((eb) => eb.fn.countAll().as('n')).where('state', '=', 'succeeded')),
      unsealed: await count(db.selectFrom('ledger_unsealed').select((eb) => eb.fn.countAll().as('n'))),
    };
  };
  let seen: Record<string, number> = {};
  await until(async () => {
    seen = await left();
    return Object.values(seen).every((n) => n <= 0);
  }, 'rest', () => JSON.stringify(seen), limitMs);
}

interface SandboxIntent { id: string; status: string; amount_received: number; metadata: Record<string, string> }
interface SandboxRefund { id: string; status: string; amount: number; metadata: Record<string, string> }
interface Letter { message_id: string; to: string; subject: string }

/** Compares what was acknowledged, our books, the processor's and the mailbox. Gives every disagreement in words. */
export async function reconcile(product: Product, shop: Shop, said: Acknowledged): Promise<string[]> {
  const wrong: string[] = [];
  const db = shop.world.read.db;
  const paid = new Map((await db.selectFrom('invoices').select(['id', 'amount_paid', 'total']).execute()).map((row) => [row.id, row]));
  for (const one of said.paid) if (paid.get(one.invoiceId)?.amount_paid !== one.cents) wrong.push(`invoice ${one.invoiceId} was acknowledged as paid and is not`);
  const refunds = await db.selectFrom('refunds').select(['id', 'state', 'amount', 'external_id']).execute();
  for (const one of said.refunded) if (refunds.find((r) => r.id === one.refundId)?.state !== 'succeeded') wrong.push(`refund ${one.refundId} was acknowledged and is not there`);

  const payments = await db.selectFrom('payments').select(['id', 'external_id', 'state', 'amount_received']).execute();
  const intents = await list<SandboxIntent>(product, 'payment_intents');
  const charged = intents.filter((intent) => intent.status === 'succeeded');
  const ours = new Map(payments.filter((p) => p.state === 'succeeded').map((p) => [p.external_id, p]));
  for (const intent of charged) if (ours.get(intent.id)?.amount_received !== BigInt(intent.amount_received)) wrong.push(`charge ${intent.id} of ${intent.amount_received} is not in our books`);
  if (charged.length !== ours.size) wrong.push(`${charged.length} charges at the processor, ${ours.size} payments here`);
  const doubles = charged.length - new Set(charged.map((intent) => intent.metadata['paydesk_payment'])).size;
  if (doubles > 0) wrong.push(`${doubles} payments were charged twice`);
  const theirRefunds = (await list<SandboxRefund>(product, 'refunds')).filter((r) => r.status === 'succeeded');
  const ourRefunds = refunds.filter((r) => r.state === 'succeeded');
  const same = theirRefunds.filter((r) => ourRefunds.some((o) => o.external_id === r.id && o.amount === BigInt(r.amount))).length;
  if (same !== theirRefunds.length || same !== ourRefunds.length) wrong.push(`${theirRefunds.length} refunds at the processor, ${ourRefunds.length} here, ${same} the same`);

  wrong.push(...await compareMails(product, shop));
  const books = await verifyBooks(shop.world);
  for (const finding of books.findings) wrong.push(`${finding.table} ${finding.id}: ${finding.problem}`);
  return wrong;
}

/** Every settled payment has its receipt; every letter of the outbox arrived under its one Message-ID. */
async function compareMails(product: Product, shop: Shop): Promise<string[]> {
  const wrong: string[] = [];
  const rows = await shop.world.read.db.selectFrom('outbox_messages').select(['id', 'template', 'subject_id', 'state']).where('channel', '=', 'mail').execute();
  const arrived = new Set((await list<Letter>(product, 'messages')).map((letter) => letter.message_id.replace(/^<|@.*$/g, '')));
  for (const row of rows) if (row.state === 'sent' && !arrived.has(row.id)) wrong.push(`mail ${row.template} of ${row.subject_id} never arrived`);
  const unknown = [...arrived].filter((id) => !rows.some((row) => row.id === id));
  if (unknown.length > 0) wrong.push(`${unknown.length} letters arrived under a Message-ID that is not of the outbox`);
  const receipts = new Set(rows.filter((row) => row.template === 'payment_receipt').map((row) => row.subject_id));
  const settled = await shop.world.read.db.selectFrom('payments').select('id').where('state', '=', 'succeeded').execute();
  for (const { id } of settled) if (!receipts.has(id)) wrong.push(`payment ${id} has no receipt`);
  return wrong;
}

async function list<T>(product: Product, what: 'payment_intents' | 'refunds' | 'messages'): Promise<T[]> {
  const url = what === 'messages' ? `${product.sandbox.mailbox}/messages` : `${product.sandbox.stripe}/_sandbox/${what}`;
  const body = await (await fetch(url)).json() as unknown;
  if (Array.isArray(body)) return body as T[];
  const found = Object.values(body as Record<string, unknown>).find(Array.isArray);
  if (!found) throw new Error(`${url} lists nothing: ${JSON.stringify(body).slice(0, 200)}`);
  return found as T[];
}
