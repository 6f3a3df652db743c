import type Stripe from 'stripe';
import { draftInvoice, issueInvoice, payInvoices } from '../../../src/core/invoices/index.js';
import { confirmPayment, ensureProcessorCustomer, refundPayment } from '../../../src/core/payments/index.js';
import { SYSTEM } from '../../../src/core/tx.js';
import { isFailure } from '../../../src/kernel/failure.js';
import { newId } from '../../../src/kernel/ids.js';
import { asPage, typedCard } from '../../sandbox/start.js';
import type { Running } from '../../sandbox/start.js';
import type { Core } from './core.js';

/** What one payment of the scenario goes through at the processor while nobody tells us. */
export interface Stage {
  readonly core: Core;
  readonly sandbox: Running;
  readonly sdk: Stripe;
}

const GOOD = '4242424242424242';
const DECLINED = '4000000000000002';
const POOR = '4000000000009995';
const PROOF = '4000002760003184';
const LATE_REFUND = '4000000000007726';

interface Opened {
  readonly customerId: string;
  readonly invoiceId: string;
  readonly externalId: string;
  readonly clientSecret: string;
}

async function customer({ core }: Stage): Promise<string> {
  const id = newId();
  await core.world.transact((tx) => tx.db.insertInto('customers').values({ id, name: 'Ada Baker', email: `${id}@example.com`, created_at: tx.now, updated_at: tx.now }).execute());
  return id;
}

async function invoice({ core }: Stage, customerId: string, cents: bigint): Promise<string> {
  const lines = [{ description: 'Carpet cleaning', quantity: 1, unitPrice: cents, taxPpm: 82_500 }];
  return core.world.transact(async (tx) => (await issueInvoice(tx, (await draftInvoice(tx, { customerId, lines, actor: SYSTEM })).id, SYSTEM, { quiet: true })).id);
}

/** An invoice whose payment form is open. `amount` for a part of it. */
async function open(stage: Stage, cents = 10_000n, amount: bigint | null = null, of?: { customerId: string; invoiceId: string }): Promise<Opened> {
  const customerId = of?.customerId ?? (await customer(stage));
  const invoiceId = of?.invoiceId ?? (await invoice(stage, customerId, cents));
  const { payment, clientSecret } = await payInvoices(stage.core.world, { customerId, lines: [{ invoiceId, amount }], actor: SYSTEM });
  return { customerId, invoiceId, externalId: payment.externalId!, clientSecret: clientSecret! };
}

async function type(stage: Stage, opened: Opened, number = GOOD): Promise<void> {
  await asPage(stage.sandbox.urls.stripe, `/v1/payment_intents/${opened.externalId}/confirm`, { client_secret: opened.clientSecret, return_url: 'http://localhost:3009/done', ...typedCard(number) });
}

async function atBank(stage: Stage, opened: Opened, answer: 'approve' | 'refuse'): Promise<void> {
  const form = new URLSearchParams({ key: opened.clientSecret.slice(-12), answer });
  await fetch(`${stage.sandbox.urls.stripe}/3ds/${opened.externalId}`, { method: 'POST', body: form, redirect: 'manual' });
}

async function paid(stage: Stage, cents?: bigint, number = GOOD): Promise<Opened> {
  const opened = await open(stage, cents);
  await type(stage, opened, number);
  return opened;
}

/** Paid, and known to us by the browser's own confirm. */
async function settled(stage: Stage, opened: Opened): Promise<string> {
  await type(stage, opened);
  const payment = await confirmPayment(stage.core.world, { customerId: opened.customerId, target: { kind: 'invoice', subjectId: opened.invoiceId }, externalId: opened.externalId });
  return payment.id;
}

/** The next call to `path` is carried out, but its answer gets lost; so do the answers to its repetitions. */
async function losing(stage: Stage, path: string, act: () => Promise<unknown>): Promise<void> {
  await stage.sandbox.control('POST', 'faults', { mode: 'reset_after', method: 'POST', path: `${path}$`, count: 2 });
  try {
    await act();
  } catch (error) {
    if (!isFailure(error)) throw error;
  } finally {
    await stage.sandbox.control('DELETE', 'faults');
  }
}

/** Charges a saved card; the answer gets lost. What the processor made of it is the newest intent of the customer. */
async function chargeSaved(stage: Stage, card: string): Promise<string> {
  const customerId = await customer(stage);
  const [invoiceId, holder] = [await invoice(stage, customerId, 7_700n), await ensureProcessorCustomer(stage.core.world, customerId, stage.core.processor)];
  const method = await stage.sdk.paymentMethods.attach(card, { customer: holder });
  await losing(stage, 'payment_intents', () => payInvoices(stage.core.world, { customerId, lines: [{ invoiceId }], methodId: method.id, actor: SYSTEM }));
  return (await stage.sdk.paymentIntents.list({ customer: holder, limit: 1 })).data[0]!.id;
}

const byHand = (stage: Stage, opened: Pick<Opened, 'externalId'>, amount?: number) => stage.sdk.refunds.create({ payment_intent: opened.externalId, ...(amount === undefined ? {} : { amount }) });

async function dispute(stage: Stage, ending: 'win' | 'lose' | null): Promise<void> {
  const opened = await paid(stage, 6_000n);
  const { id } = await stage.sandbox.control<{ id: string }>('POST', 'disputes', { payment_intent: opened.externalId });
  if (ending !== null) await stage.sandbox.control('POST', `disputes/${id}/${ending}`, {});
}

/** Everything that can happen to a payment while we do not look, each as often as the others. */
export const FATES: readonly ((stage: Stage) => Promise<unknown>)[] = [
  (stage) => open(stage),
  (stage) => paid(stage),
  (stage) => paid(stage, 18_500n),
  async (stage) => {
    const opened = await paid(stage, 9_900n, DECLINED);
    await type(stage, opened, POOR);
    await type(stage, opened);
  },
  (stage) => paid(stage, 5_000n, DECLINED),
  async (stage) => atBank(stage, await paid(stage, 8_000n, PROOF), 'approve'),
  async (stage) => atBank(stage, await paid(stage, 8_000n, PROOF), 'refuse'),
  async (stage) => stage.sdk.paymentIntents.cancel((await open(stage)).externalId),
  async (stage) => {
    const opened = await paid(stage, 10_001n);
    await byHand(stage, opened, 3_333);
    await byHand(stage, opened, 3_334);
  },
  async (stage) => byHand(stage, await paid(stage, 4_321n)),
  async (stage) => {
    const late = await byHand(stage, await paid(stage, 10_000n, LATE_REFUND), 2_000);
    await stage.sandbox.control('POST', `refunds/${late.id}/succeed`, {});
  },
  async (stage) => {
    const paymentId = await settled(stage, await open(stage, 12_000n));
    await losing(stage, 'refunds', () => refundPayment(stage.core.world, { paymentId, amount: 1_234n, actor: SYSTEM }));
  },
  async (stage) => {
    const first = await open(stage, 20_000n, 5_000n);
    await settled(stage, first);
    await type(stage, await open(stage, 0n, 7_500n, first));
  },
  (stage) => chargeSaved(stage, 'pm_card_visa'),
  (stage) => chargeSaved(stage, 'pm_card_chargeCustomerFail'),
  async (stage) => byHand(stage, { externalId: await chargeSaved(stage, 'pm_card_visa') }, 700),
  (stage) => dispute(stage, null),
  (stage) => dispute(stage, 'win'),
  (stage) => dispute(stage, 'lose'),
  (stage) => stage.sdk.paymentIntents.create({ amount: 999, currency: 'usd', confirm: true, payment_method: 'pm_card_visa', automatic_payment_methods: { enabled: true, allow_redirects: 'never' } }),
];
