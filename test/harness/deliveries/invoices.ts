import { draftInvoice, issueInvoice, payInvoices } from '../../../src/core/invoices/index.js';
import { confirmPayment, ensureProcessorCustomer, refundPayment } from '../../../src/core/payments/index.js';
import { SYSTEM } from '../../../src/core/tx.js';
import { newId } from '../../../src/kernel/ids.js';
import { atBank, byHand, byHandLate, CARDS, dispute, losing, type } from './payer.js';
import type { Fate, Form, Stage } from './payer.js';

interface Opened extends Form {
  readonly customerId: string;
  readonly invoiceId: string;
}

export async function customer({ core }: Stage): Promise<string> {
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

async function paid(stage: Stage, cents?: bigint, number: string = CARDS.good): Promise<Opened> {
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

/** Charges a saved card; the answer gets lost. What the processor made of it is the newest intent of the customer. */
async function chargeSaved(stage: Stage, card: string): Promise<string> {
  const customerId = await customer(stage);
  const [invoiceId, holder] = [await invoice(stage, customerId, 7_700n), await ensureProcessorCustomer(stage.core.world, customerId, stage.core.processor)];
  const method = await stage.sdk.paymentMethods.attach(card, { customer: holder });
  await losing(stage, 'payment_intents', () => payInvoices(stage.core.world, { customerId, lines: [{ invoiceId }], methodId: method.id, actor: SYSTEM }));
  return (await stage.sdk.paymentIntents.list({ customer: holder, limit: 1 })).data[0]!.id;
}

/** Everything that can happen to the payment of an invoice while we do not look. */
export const INVOICES: readonly Fate[] = [
  (stage) => open(stage),
  (stage) => paid(stage),
  (stage) => paid(stage, 18_500n),
  async (stage) => {
    const opened = await paid(stage, 9_900n, CARDS.declined);
    await type(stage, opened, CARDS.poor);
    await type(stage, opened);
  },
  (stage) => paid(stage, 5_000n, CARDS.declined),
  async (stage) => atBank(stage, await paid(stage, 8_000n, CARDS.proof), 'approve'),
  async (stage) => atBank(stage, await paid(stage, 8_000n, CARDS.proof), 'refuse'),
  async (stage) => stage.sdk.paymentIntents.cancel((await open(stage)).externalId),
  async (stage) => {
    const opened = await paid(stage, 10_001n);
    await byHand(stage, opened, 3_333);
    await byHand(stage, opened, 3_334);
  },
  async (stage) => byHand(stage, await paid(stage, 4_321n)),
  async (stage) => byHandLate(stage, await paid(stage, 10_000n, CARDS.lateRefund), 2_000),
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
  async (stage) => dispute(stage, await paid(stage, 6_000n), null),
  async (stage) => dispute(stage, await paid(stage, 6_000n), 'win'),
  async (stage) => dispute(stage, await paid(stage, 6_000n), 'lose'),
  (stage) => stage.sdk.paymentIntents.create({ amount: 999, currency: 'usd', confirm: true, payment_method: 'pm_card_visa', automatic_payment_methods: { enabled: true, allow_redirects: 'never' } }),
];
