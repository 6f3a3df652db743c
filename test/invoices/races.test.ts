import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyCredit, changeCosts, payInvoices, recordManualPayment, reverseManualPayment, voidInvoice } from '../../src/core/invoices/index.js';
import type { Invoice } from '../../src/core/invoices/index.js';
import { lockInvoices } from '../../src/core/invoices/store.js';
import { createSetup, settleByHand } from '../../src/core/payments/index.js';
import { verifyBooks } from '../../src/core/verification/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { saveCardInBrowser } from '../../src/demo/payer.js';
import { Failure } from '../../src/kernel/failure.js';
import { newId } from '../../src/kernel/ids.js';
import { playUntilRed } from '../harness/play-until-red.js';
import { mayWaitInVain } from '../patience.js';
import { seeded } from '../random.js';
import { openTestWorld } from '../world.js';
import type { TestWorld } from '../world.js';

const AT_ONCE = 20;
const ROUNDS = process.env['PAYDESK_FULL'] === '1' ? 100 : 10;
const CENTS = 10_000n;
const COSTS = 2_500n;

let t: TestWorld;
const random = seeded('races at invoices');
beforeAll(async () => { t = await openTestWorld(); });
afterAll(() => t.close());

interface Ground { readonly customerId: string; readonly card: string; readonly invoice: Invoice }

async function ground(): Promise<Ground> {
  const customerId = await t.customer();
  const { clientSecret } = await createSetup(t.world, { customerId }, newId());
  const card = await saveCardInBrowser({ url: t.sandbox.urls.stripe, publishableKey: t.publishableKey }, clientSecret);
  return { customerId, card, invoice: await t.invoice(customerId, CENTS) };
}

const byCard = ({ customerId, card, invoice }: Ground) => () => payInvoices(t.world, { customerId, lines: [{ invoiceId: invoice.id }], methodId: card, actor: SYSTEM });
const openForm = ({ customerId, invoice }: Ground) => () => payInvoices(t.world, { customerId, lines: [{ invoiceId: invoice.id }], actor: SYSTEM });
const byHand = ({ invoice }: Ground) => () => recordManualPayment(t.world, { invoiceIds: [invoice.id], amount: CENTS, method: 'cash', actor: SYSTEM });
const costs = ({ invoice }: Ground) => () => changeCosts(t.world, { invoiceId: invoice.id, infrastructureCosts: COSTS, actor: SYSTEM });
const cancel = ({ invoice }: Ground) => () => voidInvoice(t.world, invoice.id, SYSTEM);

/** The planted bug: looks whether it is open, and writes, and asks nobody whether a card is being charged. */
const carelesslyByHand = ({ customerId, invoice }: Ground) => () => t.world.transact(async (tx) => {
  await lockInvoices(tx, [invoice.id]);
  return settleByHand(tx, {
    customerId, customer: invoice.customer, userId: null, currency: invoice.currency, targets: [{ kind: 'invoice', subjectId: invoice.id, amount: CENTS, label: null }],
    source: { processor: 'manual', method: 'cash', reference: null, receivedOn: '2026-01-01' },
  });
});

/** A card is looked up at the processor before it is charged: the others wait about as long, so that either may be first. */
const soon = (wish: () => Promise<unknown>) => () => new Promise((resolve) => setTimeout(resolve, random.below(40))).then(wish);

/** On a busy machine the stand-in may be too slow for one of twenty: nothing moved then. Counted, since none of them must be on a quiet one. */
const TOO_SLOW = 'processor_unavailable';
const patience = { wishes: 0, inVain: 0 };
const EXPECTED = [TOO_SLOW, 'invoice_already_paid', 'invoice_not_payable', 'invoice_not_editable', 'payment_in_progress', 'amount_invalid'];

/** Everything in the same turn. Answers decide nothing, but nothing may break. */
async function allAtOnce(wishes: readonly (() => Promise<unknown>)[]): Promise<void> {
  const codes = (await Promise.allSettled(random.shuffle([...wishes]).map((wish) => wish())))
    .flatMap((one) => (one.status === 'rejected' ? [one.reason instanceof Failure ? one.reason.code : String(one.reason)] : []));
  patience.wishes += wishes.length;
  patience.inVain += codes.filter((code) => code === TOO_SLOW).length;
  expect(codes.filter((code) => !EXPECTED.includes(code))).toEqual([]);
}

const half = <T>(one: T, other: T): T[] => Array.from({ length: AT_ONCE }, (_, i) => (i % 2 === 0 ? one : other));

interface Outcome { readonly total: bigint; readonly paid: bigint; readonly voided: boolean; readonly arrived: number; readonly received: bigint; readonly charged: bigint; readonly charges: number; readonly waiting: number }

/** Winners, counted in the database and at the processor. */
async function outcomeOf({ customerId, invoice }: Ground): Promise<Outcome> {
  const { rows: [row] } = await t.pool.query(
    `SELECT i.total, i.amount_paid AS paid, i.voided_at IS NOT NULL AS voided,
       (SELECT count(*)::int FROM payments p WHERE p.customer_id = $1 AND p.state = 'succeeded') AS arrived,
       (SELECT coalesce(sum(p.amount_received), 0)::bigint FROM payments p WHERE p.customer_id = $1 AND p.state = 'succeeded') AS received
     FROM invoices i WHERE i.id = $2`, [customerId, invoice.id]);
  const { rows: [known] } = await t.pool.query('SELECT external_id FROM processor_customers WHERE customer_id = $1', [customerId]);
  const response = await fetch(`${t.sandbox.urls.stripe}/v1/payment_intents?limit=100&customer=${known.external_id}`, { headers: { authorization: `Bearer ${t.secretKey}` } });
  const { data } = await response.json() as { data: { status: string; amount_received: number }[] };
  const succeeded = data.filter(({ status }) => status === 'succeeded');
  return {
    ...row, charged: succeeded.reduce((sum, one) => sum + BigInt(one.amount_received), 0n), charges: succeeded.length,
    waiting: data.filter(({ status }) => status !== 'succeeded' && status !== 'canceled').length,
  };
}

it(`charges a card once, ${ROUNDS} rounds of ${AT_ONCE} payments and forms`, async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const at = await ground();
    await allAtOnce(half(byCard(at), soon(openForm(at))));
    const { paid, charges, charged, arrived, waiting } = await outcomeOf(at);
    expect({ charges, arrived }).toEqual({ charges: Number(charged / CENTS), arrived: charges });
    expect(paid).toBe(charged);
    // Either a card was charged, once, or one form is open; never both.
    expect(charges + waiting).toBe(1);
  }
}, 600_000);

it(`never charges an amount that was changed, ${ROUNDS} rounds of ${AT_ONCE} changes of costs and payments`, async () => {
  let changed = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const at = await ground();
    await allAtOnce(half(byCard(at), soon(costs(at))));
    const { total, paid, charged, charges } = await outcomeOf(at);
    expect(charges).toBe(1);
    expect({ paid, charged }).toEqual({ paid: total, charged: total });
    if (total > CENTS) changed += 1;
  }
  process.stderr.write(`costs against payments: ${changed} of ${ROUNDS} at the new amount\n`);
}, 600_000);

it(`takes money by hand or by card, never both, ${ROUNDS} rounds of ${AT_ONCE}`, async () => {
  let hands = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const at = await ground();
    await allAtOnce(half(byCard(at), soon(byHand(at))));
    const { paid, arrived, received, charges } = await outcomeOf(at);
    expect({ paid, arrived, received }).toEqual({ paid: CENTS, arrived: 1, received: CENTS });
    hands += 1 - charges;
  }
  process.stderr.write(`by hand against by card: ${hands} of ${ROUNDS} by hand\n`);
}, 600_000);

it(`never spends what is taken back at that moment, ${ROUNDS / 2} rounds`, async () => {
  for (let round = 0; round < ROUNDS / 2; round++) {
    const customerId = await t.customer();
    const [paid, ...others] = await Promise.all([CENTS, CENTS, CENTS].map((cents) => t.invoice(customerId, cents)));
    const cheque = await recordManualPayment(t.world, { invoiceIds: [paid!.id], amount: 3n * CENTS, method: 'cheque', actor: SYSTEM });
    const spend = others.map((invoice) => () => applyCredit(t.world, { invoiceId: invoice.id, actor: SYSTEM }));
    const bounce = () => t.world.transact((tx) => reverseManualPayment(tx, { paymentId: cheque.id, actor: SYSTEM }));
    const outcomes = await Promise.allSettled(random.shuffle([...spend, bounce]).map((wish) => wish()));
    const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason instanceof Failure ? one.reason.code : String(one.reason)] : []));
    expect(refused.filter((code) => code !== 'credit_insufficient')).toEqual([]);
    // Nothing came: all three are owed, and there is no credit, whoever was first.
    const { rows: [left] } = await t.pool.query(
      `SELECT (SELECT sum(amount_paid)::bigint FROM invoices WHERE customer_id = $1) AS paid,
         (SELECT -sum(b.balance)::bigint FROM ledger_accounts a JOIN ledger_balances b ON b.account_id = a.id WHERE a.kind = 'customer_credit' AND a.owner_id = $1::text) AS credit`, [customerId]);
    expect(left).toEqual({ paid: 0n, credit: 0n });
  }
}, 600_000);

it('takes both when nobody asks whether a card is being charged', async () => {
  await playUntilRed(async () => {
    const found: string[] = [];
    for (let round = 0; round < 2; round++) {
      const at = await ground();
      await Promise.allSettled([byCard(at)(), ...Array.from({ length: 4 }, () => carelesslyByHand(at)())]);
      const { arrived } = await outcomeOf(at);
      if (arrived > 1) found.push(`${arrived} payments arrived`);
    }
    return found;
  });
}, 600_000);

it(`cancels or pays, never both, ${ROUNDS} rounds of ${AT_ONCE}`, async () => {
  let cancelled = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const at = await ground();
    await allAtOnce(half(byCard(at), soon(cancel(at))));
    const { voided, paid, charges } = await outcomeOf(at);
    expect({ paid, charges }).toEqual(voided ? { paid: 0n, charges: 0 } : { paid: CENTS, charges: 1 });
    if (voided) cancelled += 1;
  }
  process.stderr.write(`cancelling against paying: ${cancelled} of ${ROUNDS} cancelled\n`);
}, 600_000);

it('hardly ever waits for the processor in vain', () => {
  process.stderr.write(`races at invoices: ${patience.inVain} of ${patience.wishes} waited in vain\n`);
  expect(patience.inVain).toBeLessThanOrEqual(mayWaitInVain(patience.wishes));
});

it('leaves books that agree', async () => {
  expect((await verifyBooks(t.world)).findings).toEqual([]);
});
