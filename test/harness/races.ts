import { createHmac } from 'node:crypto';
import { confirmInBrowser } from '../../src/demo/payer.js';
import { formatMajor } from '../../src/kernel/money.js';
import type { Random } from '../random.js';
import { call } from './call.js';
import type { Answered } from './call.js';
import type { Product } from './product.js';
import type { Buyer, Shop } from './shop.js';

/** What a race did: counted in the database and at the sandbox, never from the answers. */
export interface Report {
  rounds: number;
  readonly wrong: string[];
  /** 5xx answers. */
  readonly broken: string[];
}

export const AT_ONCE = 20;
/** Where Stripe may report. */
export const ADDRESSES = ['/api/webhooks/stripe', '/billing/webhooks/stripe', '/api/stripe/webhook'];

export interface Arena {
  readonly product: Product;
  readonly shop: Shop;
  readonly buyer: Buyer;
  readonly random: Random;
}

/** Confirmations, the webhook and its repetitions for one payment, all at once: one settlement, one receipt, one award. */
export async function raceSettlement(arena: Arena, rounds: number): Promise<Report> {
  return race(rounds, async (report) => {
    const { product, shop, buyer, random } = arena;
    const invoice = await shop.invoice(buyer.customerId, BigInt(1_000 + random.below(9_000)));
    const secret = await createIntent(arena, invoice.id, invoice.total);
    await confirmInBrowser({ url: product.sandbox.stripe, publishableKey: product.sandbox.publishableKey }, secret);
    const intentId = secret.split('_secret_')[0]!;
    const event = succeededEvent(await paymentOf(shop, invoice.id), intentId, invoice.total, random);
    const wishes = Array.from({ length: AT_ONCE }, (_, i) => () => (i % 2 === 0
      ? call(product.url, 'POST', '/api/payments/confirm', buyer.token, { invoiceId: invoice.id, paymentIntentId: intentId })
      : deliver(product, ADDRESSES[i % ADDRESSES.length]!, event)));
    note(report, await allAtOnce(random.shuffle(wishes)));
    await expectOneSettlement(shop, invoice.id, report);
  });
}

/** Two tabs and a saved card for one invoice, all at once; every form that is handed out is then filled in: one charge. */
export async function raceTabs(arena: Arena, rounds: number): Promise<Report> {
  return race(rounds, async (report) => {
    const { product, shop, buyer, random } = arena;
    const invoice = await shop.invoice(buyer.customerId, BigInt(1_000 + random.below(9_000)));
    const tab = async (): Promise<Answered | null> => {
      const answer = await call(product.url, 'POST', '/api/payments/create-intent', buyer.token, { invoiceId: invoice.id, amount: Number(formatMajor(invoice.total)) });
      const secret = answer?.body['clientSecret'];
      if (typeof secret === 'string') await confirmInBrowser({ url: product.sandbox.stripe, publishableKey: product.sandbox.publishableKey }, secret).catch(() => undefined);
      return answer;
    };
    const card = () => call(product.url, 'POST', `/api/app/invoices/${invoice.id}/pay`, buyer.token, { payment_method_id: buyer.cardId });
    const wishes = Array.from({ length: AT_ONCE }, (_, i) => (i % 4 === 3 ? card : tab));
    note(report, await allAtOnce(random.shuffle(wishes)));
    await expectOneCharge(arena, invoice.id, report);
  });
}

/** One refresh token used twenty times at once: all get the same child, or the family is revoked by rule. */
export async function raceRefresh(arena: Arena, rounds: number): Promise<Report> {
  return race(rounds, async (report) => {
    const { product, shop } = arena;
    const { refreshToken } = await shop.buyer();
    const answers = await allAtOnce(Array.from({ length: AT_ONCE }, () => () => call(product.url, 'POST', '/auth/refresh', null, { refresh_token: refreshToken })));
    note(report, answers);
    const children = new Set(answers.flatMap((a) => (a?.status === 200 ? [a.body['refresh_token']] : [])));
    const [session] = await shop.world.read.db.selectFrom('sessions').select(['generation', 'revoked_at']).where('id', '=', refreshToken.split('.')[0]!).execute();
    if (children.size > 1) report.wrong.push(`${children.size} different children of one refresh token`);
    if (session?.revoked_at === null && session.generation !== 1) report.wrong.push(`generation ${session.generation} after one rotation`);
    if (session?.revoked_at === null && children.size !== 1) report.wrong.push('the family lives and nobody got its child');
  });
}

/** Rounds of one race, one after the other. */
export async function race(rounds: number, round: (report: Report) => Promise<void>): Promise<Report> {
  const report: Report = { rounds: 0, wrong: [], broken: [] };
  for (; report.rounds < rounds; report.rounds++) await round(report);
  return report;
}

/** Starts everything in the same turn, so that no request waits for another. */
export function allAtOnce(wishes: readonly (() => Promise<Answered | null>)[]): Promise<(Answered | null)[]> {
  return Promise.all(wishes.map((wish) => wish()));
}

/** Counts what must never be answered. */
export function note(report: Report, answers: readonly (Answered | null)[]): void {
  for (const answer of answers) {
    if (answer === null) report.broken.push('a connection broke');
    else if (answer.status >= 500) report.broken.push(`${answer.status} ${JSON.stringify(answer.body)}`);
  }
}

async function createIntent({ product, buyer }: Arena, invoiceId: string, total: bigint): Promise<string> {
  const answer = await call(product.url, 'POST', '/api/payments/create-intent', buyer.token, { invoiceId, amount: Number(formatMajor(total)) });
  const secret = answer?.body['clientSecret'];
  if (typeof secret !== 'string') throw new Error(`no intent: ${JSON.stringify(answer)}`);
  return secret;
}

async function paymentOf(shop: Shop, invoiceId: string): Promise<string> {
  return (await shop.world.read.db.selectFrom('payment_targets').select('payment_id').where('subject_id', '=', invoiceId).executeTakeFirstOrThrow()).payment_id;
}

/** As Stripe tells that a payment of ours succeeded; under a new id each time. */
export function succeededEvent(paymentId: string, intentId: string, total: bigint, random: Random): string {
  const cents = Number(total);
  return JSON.stringify({
    id: `evt_race${random.below(2 ** 31)}${random.below(2 ** 31)}`, object: 'event', api_version: '2026-10-28.endive', created: 1, livemode: false, type: 'payment_intent.succeeded',
    data: { object: {
      id: intentId, object: 'payment_intent', amount: cents, amount_received: cents, currency: 'usd', status: 'succeeded', customer: null, livemode: false,
      latest_charge: 'ch_race', metadata: { paydesk_payment: paymentId }, payment_method: 'pm_race', last_payment_error: null,
    } },
  });
}

export function deliver(product: Product, path: string, body: string): Promise<Answered | null> {
  const at = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', product.sandbox.webhookSecret).update(`${at}.${body}`).digest('hex');
  return call(product.url, 'POST', path, null, JSON.parse(body), { 'stripe-signature': `t=${at},v1=${signature}` });
}

async function expectOneSettlement(shop: Shop, invoiceId: string, report: Report): Promise<void> {
  const db = shop.world.read.db;
  const paymentId = await paymentOf(shop, invoiceId);
  const count = async (rows: Promise<unknown[]>): Promise<number> => (await rows).length;
  const settled = await count(db.selectFrom('ledger_transactions').select('id').where('occasion', 'like', `payment.settled:${paymentId}%`).execute());
  const awards = await count(db.selectFrom('ledger_transactions').select('id').where('kind', '=', 'points').where('occasion', 'like', `points.matched:%:${invoiceId}`).execute());
  const receipts = await count(db.selectFrom('outbox_messages').select('id').where('template', '=', 'payment_receipt').where('subject_id', '=', paymentId).execute());
  const invoice = await db.selectFrom('invoices').select(['amount_paid', 'total']).where('id', '=', invoiceId).executeTakeFirstOrThrow();
  if (settled !== 1) report.wrong.push(`invoice ${invoiceId}: ${settled} settlements`);
  if (awards !== 1) report.wrong.push(`invoice ${invoiceId}: ${awards} awards`);
  if (receipts !== 1) report.wrong.push(`invoice ${invoiceId}: ${receipts} receipts`);
  if (invoice.amount_paid !== invoice.total) report.wrong.push(`invoice ${invoiceId}: ${invoice.amount_paid} of ${invoice.total} paid`);
}

interface SandboxIntent { id: string; status: string; metadata: Record<string, string> }

async function expectOneCharge({ product, shop }: Arena, invoiceId: string, report: Report): Promise<void> {
  const ids = await shop.world.read.db.selectFrom('payment_targets').innerJoin('payments', 'payments.id', 'payment_id').select(['payments.id', 'external_id'])
    .where('subject_id', '=', invoiceId).execute();
  let charges = 0;
  for (const { external_id } of ids) {
    if (external_id === null) continue;
    const answer = await fetch(`${product.sandbox.stripe}/v1/payment_intents/${external_id}`, { headers: { authorization: `Bearer ${product.sandbox.secretKey}` } });
    if ((await answer.json() as SandboxIntent).status === 'succeeded') charges += 1;
  }
  if (charges !== 1) report.wrong.push(`invoice ${invoiceId}: ${charges} charges at the processor`);
}
