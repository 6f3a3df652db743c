import { setTimeout as sleep } from 'node:timers/promises';
import { createAppointment } from '../../src/core/appointments/index.js';
import { createSetup, findPayment } from '../../src/core/payments/index.js';
import { createReward, readPoints } from '../../src/core/rewards/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { saveCardInBrowser } from '../../src/demo/payer.js';
import { newId } from '../../src/kernel/ids.js';
import { formatMajor } from '../../src/kernel/money.js';
import { call } from './call.js';
import type { Answered } from './call.js';
import { until } from '../until.js';
import { allAtOnce, AT_ONCE, note, race } from './races.js';
import type { Arena, Report } from './races.js';

const DAY_MS = 86_400_000;
/** A head start at most this long makes both sides win some rounds. */
const HEAD_START_MS = 60;

type Wish = () => Promise<Answered | null>;

/** Points for one reward, asked for twenty times at once: one redemption, and nothing left. */
export async function raceRedeem(arena: Arena, rounds: number): Promise<Report> {
  return race(rounds, async (report) => {
    const { paymentId } = await earn(arena);
    const { id, price } = await priceOfEverything(arena);
    const answers = await allAtOnce(times(AT_ONCE, redeem(arena, id)));
    note(report, answers);
    const redemptions = await redemptionsOf(arena, id);
    const balance = await points(arena);
    if (redemptions !== 1) report.wrong.push(`${redemptions} redemptions at a balance for one`);
    if (succeeded(answers) !== 1) report.wrong.push(`${succeeded(answers)} were told that they got it`);
    if (balance !== 0n) report.wrong.push(`${balance} points after ${price} of ${price} were given (payment ${paymentId})`);
  });
}

/** A reward taken while the money behind its points goes back: below zero only because points were taken back. */
export async function raceClawback(arena: Arena, adminToken: string, rounds: number): Promise<Report> {
  return race(rounds, async (report) => {
    const { random } = arena;
    const { paymentId, earned } = await earn(arena);
    const before = await points(arena);
    const { id, price } = await priceOfEverything(arena);
    const delay = random.below(HEAD_START_MS);
    const refundFirst = random.below(2) === 0;
    const refund = later(refundFirst ? 0 : delay, () => call(arena.product.url, 'POST', `/api/app/payments/${paymentId}/refund`, adminToken, {}));
    const wishes = [refund, ...times(AT_ONCE - 1, later(refundFirst ? delay : 0, redeem(arena, id)))];
    const answers = await allAtOnce(wishes);
    note(report, answers);
    const redemptions = await redemptionsOf(arena, id);
    const balance = await points(arena);
    if (answers[0]?.status !== 200) report.wrong.push(`the refund was answered ${JSON.stringify(answers[0])}`);
    if (redemptions > 1) report.wrong.push(`${redemptions} redemptions at a balance for one`);
    const expected = before - earned - BigInt(redemptions) * price;
    if (balance !== expected) report.wrong.push(`${balance} points left of ${before}, of which ${earned} were taken back and ${redemptions} × ${price} given`);
  });
}

/** A customer cancels while the work is written down as done: one of the two. */
export async function raceVisit(arena: Arena, staffToken: string, rounds: number): Promise<Report> {
  return race(rounds, async (report) => {
    const { product, shop, buyer, random } = arena;
    const visit = await shop.world.transact((tx) => createAppointment(tx, {
      customerId: buyer.customerId, startsAt: new Date(tx.now.getTime() + 3 * DAY_MS), minutes: 60, services: ['Carpet cleaning'], bookedViaPortal: true, actor: SYSTEM,
    }));
    const cancel: Wish = () => call(product.url, 'POST', `/api/appointments/${visit.id}/cancel`, buyer.token);
    const complete: Wish = () => call(product.url, 'POST', `/api/app/appointments/${visit.id}/complete`, staffToken, {});
    const answers = await allAtOnce(random.shuffle([...times(AT_ONCE / 2, cancel), ...times(AT_ONCE / 2, complete)]));
    note(report, answers);
    const ended = await shop.world.read.db.selectFrom('audit_log').select('action').where('resource_id', '=', visit.id)
      .where('action', 'in', ['appointment_cancelled', 'appointment.completed']).execute();
    const { state } = await shop.world.read.db.selectFrom('appointments').select('state').where('id', '=', visit.id).executeTakeFirstOrThrow();
    const winner = ended[0]?.action === 'appointment_cancelled' ? 'cancelled' : 'completed';
    if (ended.length !== 1 || state !== winner) report.wrong.push(`the visit is ${state} after ${ended.map(({ action }) => action).join(', ') || 'nothing'}`);
    if (succeeded(answers) !== 1) report.wrong.push(`${succeeded(answers)} were told that it was done`);
  });
}

/** A card is made the default one while it is removed: it ends removed, and no removed card is the default. */
export async function raceCard(arena: Arena, rounds: number): Promise<Report> {
  const { product, shop, buyer, random } = arena;
  const processorCustomer = await externalCustomer(arena);
  return race(rounds, async (report) => {
    const setup = await createSetup(shop.world, { customerId: buyer.customerId }, newId());
    const card = await saveCardInBrowser({ url: product.sandbox.stripe, publishableKey: product.sandbox.publishableKey }, setup.clientSecret);
    const prefer: Wish = () => call(product.url, 'PATCH', `/api/payments/methods/${card}`, buyer.token, { customerId: processorCustomer });
    const remove: Wish = () => call(product.url, 'DELETE', `/api/payments/methods/${card}`, buyer.token);
    const answers = await allAtOnce(random.shuffle([...times(AT_ONCE / 2, prefer), ...times(AT_ONCE / 2, remove)]));
    note(report, answers);
    const holder = await atSandbox<{ invoice_settings: { default_payment_method: string | null } }>(arena, `customers/${processorCustomer}`);
    const method = await atSandbox<{ customer: string | null }>(arena, `payment_methods/${card}`);
    const listed = await call(product.url, 'GET', `/api/payments/methods?customerId=${processorCustomer}`, buyer.token);
    const cards = listed?.body['paymentMethods'] as { id: string; is_default: boolean }[] | undefined;
    if (method.customer !== null) report.wrong.push(`card ${card} is still attached`);
    if (holder.invoice_settings.default_payment_method === card) report.wrong.push(`the default card ${card} is detached`);
    if (!cards || cards.some(({ id }) => id === card)) report.wrong.push(`card ${card} is still listed`);
  });
}

/** Twenty forms for one invoice at once: one live intent, with us and at the processor. */
export async function raceIntents(arena: Arena, rounds: number): Promise<Report> {
  return race(rounds, async (report) => {
    const { product, shop, buyer, random } = arena;
    const invoice = await shop.invoice(buyer.customerId, BigInt(1_000 + random.below(9_000)));
    // Whole and in part: parts of a debt stand in each other's way.
    const ask = (i: number): Wish => () => call(product.url, 'POST', '/api/payments/create-intent', buyer.token, {
      invoiceId: invoice.id, amount: Number(formatMajor(i % 5 === 4 ? invoice.total / 2n : invoice.total)),
    });
    note(report, await allAtOnce(Array.from({ length: AT_ONCE }, (_, i) => ask(i))));
    const rows = await shop.world.read.db.selectFrom('payment_targets').innerJoin('payments', 'payments.id', 'payment_id')
      .select(['payments.external_id', 'payments.state']).where('subject_id', '=', invoice.id).execute();
    const live = rows.filter(({ state }) => state !== 'failed' && state !== 'canceled');
    const intents = await intentsFor(arena, invoice.id);
    const waiting = intents.filter(({ status }) => status !== 'canceled');
    if (live.length !== 1) report.wrong.push(`invoice ${invoice.id}: ${live.length} live payments`);
    if (waiting.length !== 1) report.wrong.push(`invoice ${invoice.id}: ${waiting.length} live intents at the processor`);
    if (live[0]?.external_id !== waiting[0]?.id) report.wrong.push(`invoice ${invoice.id}: ${live[0]?.external_id} is live with us, ${waiting[0]?.id} at the processor`);
  });
}

/** Pays so much that there are points to spend; gives the payment, and what it brought. Points owed from the round before are paid for apart: they would grow with every round. */
async function earn(arena: Arena): Promise<{ paymentId: string; earned: bigint }> {
  const owed = await points(arena);
  if (owed < 0n) await pay(arena, -owed * 10n);
  const before = await points(arena);
  const paymentId = await pay(arena, BigInt(1_000 + arena.random.below(9_000)));
  return { paymentId, earned: (await points(arena)) - before };
}

/** Pays an invoice of so much before tax with the saved card, and waits as long as nobody knows whether it is paid. */
async function pay({ product, shop, buyer }: Arena, cents: bigint): Promise<string> {
  const invoice = await shop.invoice(buyer.customerId, cents);
  const paid = await call(product.url, 'POST', `/api/app/invoices/${invoice.id}/pay`, buyer.token, { payment_method_id: buyer.cardId });
  const paymentId = paid?.body['payment_id'];
  if (paid?.status !== 200 || typeof paymentId !== 'string') throw new Error(`no points without a payment of ${invoice.total}: ${JSON.stringify(paid)}`);
  await until(async () => (await findPayment(shop.world.read, paymentId))?.state === 'succeeded', { what: `the end of payment ${paymentId}` });
  return paymentId;
}

/** A reward that costs all there is. */
async function priceOfEverything(arena: Arena): Promise<{ id: string; price: bigint }> {
  const price = await points(arena);
  const reward = await arena.shop.world.transact((tx) => createReward(tx, { name: 'Everything', description: 'All there is.', pointsRequired: price, active: true }, SYSTEM));
  return { id: reward.id, price };
}

function redeem({ product, buyer }: Arena, rewardId: string): Wish {
  return () => call(product.url, 'POST', `/api/rewards/${rewardId}/redeem`, buyer.token);
}

function points({ shop, buyer }: Arena): Promise<bigint> {
  return readPoints(shop.world.read, buyer.customerId);
}

async function redemptionsOf({ shop }: Arena, rewardId: string): Promise<number> {
  return (await shop.world.read.db.selectFrom('reward_redemptions').select('id').where('reward_id', '=', rewardId).execute()).length;
}

async function externalCustomer({ product, buyer }: Arena): Promise<string> {
  const me = await call(product.url, 'GET', '/api/app/me', buyer.token);
  const customer = me?.body['customer'] as { stripe_customer_id: string } | undefined;
  if (!customer) throw new Error(`nobody is signed in: ${JSON.stringify(me)}`);
  return customer.stripe_customer_id;
}

async function intentsFor({ product }: Arena, invoiceId: string): Promise<{ id: string; status: string }[]> {
  const answer = await fetch(`${product.sandbox.stripe}/_sandbox/payment_intents`);
  const { data } = await answer.json() as { data: { id: string; status: string; metadata: Record<string, string> }[] };
  return data.filter(({ metadata }) => metadata['invoice_0'] === invoiceId);
}

async function atSandbox<Shape>({ product }: Arena, path: string): Promise<Shape> {
  const answer = await fetch(`${product.sandbox.stripe}/v1/${path}`, { headers: { authorization: `Bearer ${product.sandbox.secretKey}` } });
  return await answer.json() as Shape;
}

function later(ms: number, wish: Wish): Wish {
  return async () => {
    if (ms > 0) await sleep(ms);
    return wish();
  };
}

function times(count: number, wish: Wish): Wish[] {
  return Array.from({ length: count }, () => wish);
}

function succeeded(answers: readonly (Answered | null)[]): number {
  return answers.filter((answer) => answer?.status === 200).length;
}
