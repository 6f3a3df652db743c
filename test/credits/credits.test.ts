import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buyCredits, commitSpend, expireCredits, grantCredits, readCreditBalance, releaseHolds, spendCredits, voidSpend } from '../../src/core/credits/index.js';
import { account, post } from '../../src/core/ledger/index.js';
import { ensureProcessorCustomer, refundPayment, resolveRefunds } from '../../src/core/payments/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { verifyBooks } from '../../src/core/verification/index.js';
import { Failure } from '../../src/kernel/failure.js';
import { newId } from '../../src/kernel/ids.js';
import { seeded } from '../random.js';
import { playUntilRed } from '../harness/play-until-red.js';
import { openTestServer } from '../contract/server.js';
import type { TestServer } from '../contract/server.js';
import { creditsStage } from './stage.js';

const FULL = process.env['PAYDESK_FULL'] === '1';
const AT_ONCE = 20;
const ROUNDS = FULL ? 100 : 10;
const DAY = 86_400_000;

let t: TestServer;
let stage: ReturnType<typeof creditsStage>;
const random = seeded('credits');
beforeAll(async () => {
  t = await openTestServer({ factor: 1_000_000 });
  stage = creditsStage(t);
});
afterAll(() => t.close());

const begin = (userId: string, packageId: string) => buyCredits(t.world, { userId, customerId: null, packageId, requestKey: null });
/** Buys and settles; gives our payment's id. */
async function bought(userId: string, packageId: string): Promise<string> {
  const { clientSecret, externalId } = await begin(userId, packageId);
  await t.payAtProcessor(clientSecret);
  await stage.confirm(externalId);
  return (await t.world.read.db.selectFrom('payments').select('id').where('external_id', '=', externalId).executeTakeFirstOrThrow()).id;
}
const gift = (userId: string, amount: bigint, expiresAt: Date | null = null, priority = 100) => t.world.transact((tx) => grantCredits(tx, { userId, amount, reason: 'a gift', expiresAt, priority }, SYSTEM));
const spend = (userId: string, amount: bigint, hold = false, holdMinutes?: number) => t.world.transact((tx) => spendCredits(tx, { userId, amount, purpose: 'a test', hold, holdMinutes, requestKey: null, actor: { userId } }));
const balance = async (userId: string) => (await readCreditBalance(t.world, userId)).balance;

/** The tables and the book say the same, and nothing is lost. */
async function consistent(userId: string) {
  const books = await stage.books(userId);
  expect(books.granted).toBe(books.spent + books.held + books.expired + books.clawedBack + books.remaining);
  expect(books.ledger).toBe(books.remaining - books.debt);
  expect(books.ledgerHeld).toBe(books.held);
  if (books.debt > 0n) expect(books.remaining).toBe(0n);
  return books;
}

/** Everything in the same turn; answers decide nothing, but nothing may break. */
async function allAtOnce(wishes: readonly (() => Promise<unknown>)[], expected: readonly string[]): Promise<void> {
  const codes = (await Promise.allSettled(random.shuffle([...wishes]).map((wish) => wish()))).flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code?: string }).code ?? String(one.reason)] : []));
  expect(codes.filter((code) => !expected.includes(code))).toEqual([]);
}

describe('the document', () => {
  it('sells a package: listed, begun, pending in the history, and credited once by the event, however often it comes', async () => {
    const offered = await stage.offer({ name: 'Medium Package', price: 1_500n, credits: 1_500n });
    await stage.offer({ name: 'Gone', active: false });
    const token = await t.token(['customer']);
    const packages = (await t.call('GET', '/api/stripe/credit-packages', { token })).body['data'] as { id: string; amount: number; isActive: boolean }[];
    expect(packages).toContainEqual({ id: offered.id, name: 'Medium Package', description: '', amount: 15, creditAmount: 15, isActive: true });
    expect(packages.every((one) => one.isActive)).toBe(true);
    expect(packages.map((one) => one.amount)).toEqual(packages.map((one) => one.amount).toSorted((a, b) => a - b));
    const begun = await t.call('POST', '/api/stripe/create-payment-intent', { token, body: { creditPackageId: offered.id, paymentMethodId: 'pm_card_visa' } });
    expect(begun).toMatchObject({ status: 200, body: { success: true, data: { clientSecret: expect.stringMatching(/^pi_.+_secret_.+$/), paymentIntentId: expect.stringMatching(/^pi_/) } } });
    const { clientSecret, paymentIntentId } = begun.body['data'] as { clientSecret: string; paymentIntentId: string };
    expect(clientSecret.startsWith(`${paymentIntentId}_secret_`)).toBe(true);
    const again = await t.call('POST', '/api/stripe/create-payment-intent', { token, body: { creditPackageId: offered.id } });
    expect((again.body['data'] as { paymentIntentId: string }).paymentIntentId).toBe(paymentIntentId);
    const history = async () => (await t.call('GET', '/api/stripe/payment-history', { token })).body['data'];
    expect(await history()).toEqual([{ id: expect.any(String), amount: 15, creditAmount: 15, status: 'pending', createdAt: expect.any(String), description: 'Medium Package purchase' }]);
    await t.payAtProcessor(clientSecret);
    expect((await t.call('GET', '/api/stripe/balance', { token })).body).toEqual({ success: true, data: { balance: 0, currency: 'usd' } });
    const events = await stage.fresh();
    for (let times = 0; times < 3; times++) for (const event of random.shuffle(events)) await stage.receive(event);
    expect((await t.call('GET', '/api/stripe/balance', { token })).body).toEqual({ success: true, data: { balance: 15, currency: 'usd' } });
    expect(await history()).toMatchObject([{ status: 'succeeded' }]);
  });

  it('grants what was sold, whatever the package costs by then', async () => {
    const [user, offered] = [await stage.user(), await stage.offer({ price: 1_000n, credits: 1_200n })];
    const { clientSecret, externalId } = await begin(user, offered.id);
    const admin = await t.token(['admin']);
    expect((await t.call('PATCH', `/api/app/credit-packages/${offered.id}`, { token: admin, body: { price: 99, credits: 99, active: false } })).status).toBe(200);
    await t.payAtProcessor(clientSecret);
    await stage.confirm(externalId);
    expect(await balance(user)).toBe(1_200n);
    await expect(begin(user, offered.id)).rejects.toThrow('credit_package_not_found');
  });

  it('says failed when the card is declined, and succeeded when the next one is not', async () => {
    const [user, offered] = [await stage.user(), await stage.offer()];
    const { clientSecret } = await begin(user, offered.id);
    await t.payAtProcessor(clientSecret, '4000000000000002');
    await stage.deliver();
    const states = async () => (await t.world.read.db.selectFrom('credit_purchases').select('state').where('user_id', '=', user).execute()).map((row) => row.state);
    expect(await states()).toEqual(['failed']);
    expect(await balance(user)).toBe(0n);
    const second = await begin(user, offered.id);
    expect(second.clientSecret).toBe(clientSecret);
    await t.payAtProcessor(second.clientSecret);
    await stage.deliver();
    expect(await states()).toEqual(['succeeded']);
    expect(await balance(user)).toBe(1_500n);
  });

  it('puts the card the payer means to use on the payment, and another one when he means that; nothing is charged by it', async () => {
    const customerId = await t.customer('Card Holder');
    const [token, offered] = [await t.token(['customer'], customerId), await stage.offer()];
    const externalId = await ensureProcessorCustomer(t.world, customerId, t.processor);
    const save = async (name: string) => (await stage.asStripe('payment_methods/' + name + '/attach', { customer: externalId })).id;
    const [visa, mastercard] = [await save('pm_card_visa'), await save('pm_card_mastercard')];
    const ask = async (paymentMethodId?: string) => (await t.call('POST', '/api/stripe/create-payment-intent', { token, body: { creditPackageId: offered.id, ...(paymentMethodId && { paymentMethodId }) } }));
    const asked = await ask(visa);
    const { paymentIntentId, clientSecret } = asked.body['data'] as { paymentIntentId: string; clientSecret: string };
    expect(await t.processor.retrieveIntent(paymentIntentId)).toMatchObject({ methodExternalId: visa, customerExternalId: externalId, status: 'awaiting_method', amountReceived: 0n });
    expect((await ask(mastercard)).body).toEqual(asked.body);
    expect(await t.processor.retrieveIntent(paymentIntentId)).toMatchObject({ methodExternalId: mastercard, amountReceived: 0n });
    expect((await ask()).body).toEqual(asked.body);
    expect(await t.processor.retrieveIntent(paymentIntentId)).toMatchObject({ methodExternalId: mastercard });
    const stranger = await t.token(['customer'], await t.customer('Stranger'));
    expect(await t.call('POST', '/api/stripe/create-payment-intent', { token: stranger, body: { creditPackageId: offered.id, paymentMethodId: visa } })).toMatchObject({ status: 400, body: { success: false, error: 'Payment method not found' } });
    // The browser says yes without naming a card again.
    const confirmed = await fetch(`${t.sandbox.urls.stripe}/v1/payment_intents/${paymentIntentId}/confirm`, { method: 'POST', headers: { authorization: `Bearer ${t.publishableKey}` }, body: new URLSearchParams({ client_secret: clientSecret }) });
    expect(await confirmed.json()).toMatchObject({ status: 'succeeded' });
    await stage.confirm(paymentIntentId);
    expect(await t.processor.retrieveIntent(paymentIntentId)).toMatchObject({ methodExternalId: mastercard, card: { brand: 'mastercard' } });
  });

  it.each([
    [{}, 400, 'Credit package ID is required'], [{ creditPackageId: '' }, 400, 'Credit package ID is required'], [{ creditPackageId: 'package-uuid' }, 400, 'Credit package not found'],
    [{ creditPackageId: '00000000-0000-4000-8000-000000000000' }, 400, 'Credit package not found'],
  ])('answers %j in its own words', async (body, status, error) => {
    expect(await t.call('POST', '/api/stripe/create-payment-intent', { token: await t.token(['customer']), body })).toMatchObject({ status, body: { success: false, error } });
  });
});

describe('spending', () => {
  it('sets aside, uses a part, gives the rest back; a repeated request is one', async () => {
    const token = await t.token(['customer']);
    const { user_id: userId } = (await t.call('GET', '/api/app/credits', { token })).body as { user_id: string };
    await gift(userId, 1_000n);
    const headers = { 'idempotency-key': 'spend-once-0001' };
    const body = { amount: 6, purpose: 'A booking', hold: true };
    const [first, second] = [await t.call('POST', '/api/app/credits/spends', { token, headers, body }), await t.call('POST', '/api/app/credits/spends', { token, headers, body })];
    expect(first).toMatchObject({ status: 201, body: { status: 'held', amount: 6, committed: 0 } });
    expect(second.body['id']).toBe(first.body['id']);
    expect((await t.call('GET', '/api/app/credits', { token })).body).toMatchObject({ balance: 4, held: 6 });
    expect(await t.call('POST', '/api/app/credits/spends', { token, body: { amount: 4.01, purpose: 'Too much' } })).toMatchObject({ status: 409, body: { code: 'credits_insufficient' } });
    const id = first.body['id'] as string;
    expect(await t.call('POST', `/api/app/credits/spends/${id}/commit`, { token, body: { amount: 2.5 } })).toMatchObject({ status: 200, body: { status: 'committed', committed: 2.5 } });
    expect((await t.call('POST', `/api/app/credits/spends/${id}/void`, { token })).status).toBe(409);
    expect((await t.call('GET', '/api/app/credits', { token })).body).toMatchObject({ balance: 7.5, held: 0 });
    expect((await t.call('POST', `/api/app/credits/spends/${id}/commit`, { token: await t.token(['customer']), body: {} })).status).toBe(404);
    await consistent(userId);
  });

  it('burns what ends first, expires the rest as income, and gives nothing back that ended meanwhile', async () => {
    const user = await stage.user();
    const soon = new Date(t.world.clock.now().getTime() + 2 * DAY);
    await gift(user, 500n, soon);
    await gift(user, 500n);
    await spend(user, 300n);
    const held = await spend(user, 100n, true);
    expect(await balance(user)).toBe(600n);
    t.clock.advance(3 * DAY);
    expect(await balance(user)).toBe(500n);
    await expireCredits(t.world);
    expect(await consistent(user)).toMatchObject({ spent: 300n, held: 100n, expired: 100n, remaining: 500n });
    await t.world.transact((tx) => voidSpend(tx, held.id, SYSTEM));
    expect(await consistent(user)).toMatchObject({ held: 0n, expired: 200n, remaining: 500n });
    await expect(t.world.transact((tx) => commitSpend(tx, held.id, null, SYSTEM))).rejects.toThrow('credit_spend_decided');
  });

  it('gives forgotten holds back', async () => {
    const user = await stage.user();
    await gift(user, 100n);
    await spend(user, 100n, true, 10);
    t.clock.advance(11 * 60_000);
    await releaseHolds(t.world);
    expect(await consistent(user)).toMatchObject({ held: 0n, remaining: 100n });
  });

  it(`is never more than there is: ${ROUNDS} rounds of ${AT_ONCE} at a balance for one`, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const user = await stage.user();
      await gift(user, 600n);
      await gift(user, 400n);
      await allAtOnce(Array.from({ length: AT_ONCE }, (_, n) => () => spend(user, 1_000n, n % 2 === 0)), ['credits_insufficient']);
      expect(await consistent(user)).toMatchObject({ remaining: 0n, debt: 0n });
      const { rows } = await t.pool.query('SELECT count(*)::int AS n FROM credit_spends WHERE user_id = $1', [user]);
      expect(rows[0]).toEqual({ n: 1 });
    }
  });
});

/** The planted bug: looks at the balance, then takes, without the wallet's lock, and nobody is told to refuse. */
function carelessly(userId: string, amount: bigint): () => Promise<void> {
  return () => t.world.transact(async (tx) => {
    if ((await stage.books(userId)).ledger < amount) throw new Failure('credits_insufficient');
    const id = newId();
    post(tx, { kind: 'credits', occasion: `credits.planted:${id}`, reference: { user_id: userId }, lines: [{ account: account('user_credits', 'USD', userId), amount }, { account: account('revenue', 'USD'), amount: -amount }] });
  });
}

it('sees what is spent twice without the lock', async () => {
  // Who comes too late to be careless is refused.
  await playUntilRed(async () => {
    const user = await stage.user();
    await gift(user, 1_000n);
    await allAtOnce(Array.from({ length: AT_ONCE }, () => carelessly(user, 1_000n)), ['credits_insufficient']);
    await expect(consistent(user)).rejects.toThrow();
    const { ledger } = await stage.books(user);
    // Put right, so that the books of this file verify.
    await t.world.transact(async (tx) => post(tx, { kind: 'credits', occasion: `credits.mended:${user}`, reference: {}, lines: [{ account: account('user_credits', 'USD', user), amount: ledger - 1_000n }, { account: account('revenue', 'USD'), amount: 1_000n - ledger }] }));
    await consistent(user);
    return ledger < 0n ? [`${ledger} left`] : [];
  });
});

describe('one grant', () => {
  it(`per payment, whoever hears of the money first: ${ROUNDS} rounds of event ∥ confirmation ∥ resolver`, async () => {
    const offered = await stage.offer();
    await stage.fresh();
    for (let round = 0; round < ROUNDS; round++) {
      const user = await stage.user();
      const { clientSecret, externalId } = await begin(user, offered.id);
      await t.payAtProcessor(clientSecret);
      const events = (await stage.fresh()).filter((event) => event.type.startsWith('payment_intent.'));
      await allAtOnce([...Array.from({ length: 4 }, () => events).flat().map((event) => () => stage.receive(event)), ...Array.from({ length: AT_ONCE }, () => () => stage.confirm(externalId))], []);
      expect(await consistent(user)).toMatchObject({ lots: 1, granted: 1_500n, remaining: 1_500n });
    }
  });
});

describe('money that goes back', () => {
  it('takes credits along to the cumulative target, leaves a debt for what was spent, refuses spending, and is paid out of what comes next', async () => {
    const [user, offered] = [await stage.user(), await stage.offer({ price: 1_000n, credits: 1_100n })];
    const paymentId = await bought(user, offered.id);
    await spend(user, 900n);
    await refundPayment(t.world, { paymentId, amount: 100n, reason: 'half a mistake', actor: SYSTEM });
    expect(await consistent(user)).toMatchObject({ clawedBack: 110n, remaining: 90n, debt: 0n });
    await refundPayment(t.world, { paymentId, amount: 500n, reason: 'the rest of it', actor: SYSTEM });
    expect(await consistent(user)).toMatchObject({ clawedBack: 200n, remaining: 0n, debt: 460n });
    expect(await balance(user)).toBe(-460n);
    await expect(spend(user, 1n)).rejects.toThrow('credits_insufficient');
    await bought(user, offered.id);
    expect(await consistent(user)).toMatchObject({ debt: 0n, remaining: 640n });
    const admin = await t.token(['admin']);
    expect((await t.call('GET', `/api/app/credits?user_id=${user}`, { token: admin })).body).toMatchObject({ balance: 6.4 });
  });

  it('comes again when a dispute is won, and owes nobody for what expired unused', async () => {
    const [user, offered] = [await stage.user(), await stage.offer({ validDays: 10 })];
    const { clientSecret, externalId } = await begin(user, offered.id);
    await t.payAtProcessor(clientSecret);
    await stage.deliver();
    await stage.control('POST', 'disputes', { payment_intent: externalId });
    await stage.deliver();
    expect(await consistent(user)).toMatchObject({ clawedBack: 1_500n, remaining: 0n, debt: 0n });
    const { data: disputes } = await stage.control<{ data: { id: string; payment_intent: string }[] }>('GET', 'disputes');
    await stage.control('POST', `disputes/${disputes.find((one) => one.payment_intent === externalId)!.id}/win`);
    await stage.deliver();
    expect(await consistent(user)).toMatchObject({ clawedBack: 0n, remaining: 1_500n, debt: 0n });
    t.clock.advance(11 * DAY);
    await expireCredits(t.world);
    const paymentId = (await t.world.read.db.selectFrom('payments').select('id').where('external_id', '=', externalId).executeTakeFirstOrThrow()).id;
    await refundPayment(t.world, { paymentId, amount: 1_500n, reason: 'kindness', actor: SYSTEM });
    await resolveRefunds(t.world);
    expect(await consistent(user)).toMatchObject({ expired: 0n, clawedBack: 1_500n, debt: 0n });
    expect(await t.world.read.db.selectFrom('credit_purchases').select('state').where('user_id', '=', user).execute()).toEqual([{ state: 'refunded' }]);
  });

  it(`is right to the cent while it is spent: ${ROUNDS} rounds of refund ∥ spend`, async () => {
    const offered = await stage.offer({ price: 1_000n, credits: 1_001n });
    for (let round = 0; round < ROUNDS; round++) {
      const user = await stage.user();
      const paymentId = await bought(user, offered.id);
      const refunds = [333n, 333n, 334n].map((amount) => () => refundPayment(t.world, { paymentId, amount, reason: 'race', actor: SYSTEM }));
      await allAtOnce([...refunds, ...Array.from({ length: AT_ONCE }, () => () => spend(user, 100n))], ['credits_insufficient', 'refund_exceeds_payment', 'payment_not_refundable', 'payment_in_progress']);
      await resolveRefunds(t.world);
      const books = await consistent(user);
      const { amount_refunded: refunded } = await t.world.read.db.selectFrom('payments').select('amount_refunded').where('id', '=', paymentId).executeTakeFirstOrThrow();
      expect(books.clawedBack + books.debt).toBe(refunded >= 1_000n ? 1_001n : (1_001n * refunded * 2n + 1_000n) / 2_000n);
      expect(books.spent - (books.granted - books.clawedBack - books.remaining)).toBe(0n);
    }
  });
});

it('leaves books that verify', async () => {
  const { findings } = await verifyBooks(t.world);
  expect(findings).toEqual([]);
});
