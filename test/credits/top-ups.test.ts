import { afterAll, beforeAll, expect, it } from 'vitest';
import { grantCredits, readCreditBalance, readTopUp, spendCredits, topUpCredits } from '../../src/core/credits/index.js';
import { ensureProcessorCustomer } from '../../src/core/payments/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { verifyBooks } from '../../src/core/verification/index.js';
import { oneDay } from '../one-day.js';
import { openTestServer } from '../contract/server.js';
import type { TestServer } from '../contract/server.js';
import { creditsStage } from './stage.js';

const DAY = 86_400_000;

let t: TestServer;
let stage: ReturnType<typeof creditsStage>;
beforeAll(async () => {
  t = await openTestServer({ factor: 1_000_000 });
  stage = creditsStage(t);
});
afterAll(() => t.close());

/** Somebody with credits, a saved card, and (unless told otherwise) his word that it may buy more. */
async function holder({ card = 'pm_card_visa', below = 5, most = 10, given = 1_000n }: { card?: string; below?: number; most?: number; given?: bigint } = {}) {
  const customerId = await t.customer('Card Holder');
  const token = await t.token(['customer'], customerId);
  const { user_id: userId } = (await t.call('GET', '/api/app/credits', { token })).body as { user_id: string };
  const external = await ensureProcessorCustomer(t.world, customerId, t.processor);
  const { id: methodId } = await stage.asStripe(`payment_methods/${card}/attach`, { customer: external });
  const offered = await stage.offer({ price: 1_500n, credits: 1_600n });
  const allow = (over: object = {}) => t.call('PUT', '/api/app/credits/top-up', { token, body: { package_id: offered.id, payment_method_id: methodId, below, most_a_month: most, agreed: true, ...over } });
  if (given > 0n) await t.world.transact((tx) => grantCredits(tx, { userId, amount: given, reason: 'a gift', expiresAt: null, priority: 100 }, SYSTEM));
  return {
    userId, token, methodId, offered, allow, customerId, external,
    spend: (amount: bigint) => t.world.transact((tx) => spendCredits(tx, { userId, amount, purpose: 'a test', hold: false, requestKey: null, actor: { userId } })),
    balance: async () => (await readCreditBalance(t.world, userId)).balance,
    /** Without a token, which a day later is too old. */
    read: async () => {
      const found = await readTopUp(t.world.read, userId);
      return { active: found?.topUp.active ?? false, off_because: found?.topUp.offBecause ?? null, charges: (found?.charges ?? []).map(({ state, failure }) => ({ status: state, failure })) };
    },
    letters: async () => (await t.pool.query<{ template: string; data: Record<string, string | null> }>(`SELECT template, data FROM outbox_messages WHERE recipient = (SELECT email FROM users WHERE id = $1) OR subject_id IN (SELECT id::text FROM payments WHERE user_id = $1) ORDER BY id`, [userId])).rows,
    /** Counted outside: what Stripe took from this card. */
    taken: async () => ((await (await fetch(`${t.sandbox.urls.stripe}/v1/charges?customer=${external}&limit=100`, { headers: { authorization: `Bearer ${t.secretKey}` } })).json()) as { data: { paid: boolean; amount: number }[] }).data.filter((one) => one.paid).map((one) => one.amount),
  };
}

it('buys the package once when a spend leaves too little, by the path of every bought package, with the word kept', async () => {
  const one = await holder();
  expect(await one.allow()).toMatchObject({ status: 200, body: { active: true, below: 5, price: 15, most_a_month: 10, charges: [] } });
  await one.spend(500n);
  await topUpCredits(t.world);
  expect(await one.taken()).toEqual([]);
  await one.spend(1n);
  await one.spend(1n);
  await Promise.all(Array.from({ length: 10 }, () => topUpCredits(t.world)));
  expect(await one.taken()).toEqual([1_500]);
  expect(await one.balance()).toBe(498n + 1_600n);
  expect((await t.call('GET', '/api/app/credits/top-up', { token: one.token })).body).toMatchObject({ active: true, charges: [{ status: 'succeeded', failure: null, at: expect.any(String) }] });
  await stage.deliver();
  expect(await stage.books(one.userId)).toMatchObject({ granted: 2_600n, lots: 2, debt: 0n });
  expect((await one.letters()).map((letter) => letter.template)).toEqual(['payment_receipt']);
  const { rows: [word] } = await t.pool.query(`SELECT consent, consented_at FROM credit_top_ups WHERE user_id = $1`, [one.userId]);
  expect(word.consent).toMatchObject({ how: 'account', user_id: one.userId, package: one.offered.name, price: '1500', text: expect.stringContaining('without asking me each time') });
  const history = (await t.call('GET', '/api/stripe/payment-history', { token: one.token })).body['data'];
  expect(history).toMatchObject([{ status: 'succeeded', amount: 15, creditAmount: 16 }]);
});

it('charges once for twenty spends and twenty runs at the same moment', async () => {
  const one = await holder({ given: 500n });
  await one.allow();
  // Whoever waits too long for the lock on a slow machine has spent nothing.
  await Promise.allSettled([...Array.from({ length: 20 }, () => one.spend(5n)), ...Array.from({ length: 20 }, () => topUpCredits(t.world))]);
  await Promise.allSettled(Array.from({ length: 20 }, () => topUpCredits(t.world)));
  expect(await one.taken()).toEqual([1_500]);
  const { granted, spent } = await stage.books(one.userId);
  expect([granted, await one.balance()]).toEqual([2_100n, 2_100n - spent]);
});

it('stays within three a day and what the holder allowed for the month', async () => {
  oneDay(t.clock);
  const one = await holder({ below: 1_000, most: 4 });
  await one.allow();
  for (let n = 0; n < 6; n++) { await one.spend(1n); await topUpCredits(t.world); }
  expect(await one.taken()).toHaveLength(3);
  t.clock.advance(DAY);
  for (let n = 0; n < 3; n++) { await topUpCredits(t.world); await one.spend(1n); }
  expect((await one.taken()).length).toBeLessThanOrEqual(6);
  const months = (await t.pool.query(`SELECT count(*)::int AS n FROM credit_top_up_charges WHERE user_id = $1 AND state = 'succeeded' GROUP BY date_trunc('month', created_at AT TIME ZONE 'UTC')`, [one.userId])).rows.map((row) => row.n as number);
  for (const n of months) expect(n).toBeLessThanOrEqual(4);
});

it('tells of a decline, leaves the card in peace for a day, and switches itself off after the third', async () => {
  const one = await holder({ card: 'pm_card_chargeCustomerFail' });
  await one.allow();
  for (let declines = 1; declines <= 3; declines++) {
    await one.spend(declines === 1 ? 600n : 1n);
    await topUpCredits(t.world);
    await topUpCredits(t.world);
    await stage.deliver();
    expect((await one.letters()).map(({ template, data }) => [template, data['next_on'] === null])).toEqual(Array.from({ length: declines }, (_none, n) => ['top_up_failed', n === 2]));
    expect(await one.read()).toMatchObject(declines < 3 ? { active: true } : { active: false, off_because: 'declined' });
    t.clock.advance(DAY + 1_000);
  }
  await one.spend(1n);
  await topUpCredits(t.world);
  expect((await one.read()).charges).toHaveLength(3);
  expect(await one.taken()).toEqual([]);
});

it('hands a charge over to its holder when the bank wants him', async () => {
  const one = await holder({ card: 'pm_card_authenticationRequired' });
  await one.allow();
  await one.spend(600n);
  await topUpCredits(t.world);
  expect(await one.letters()).toMatchObject([{ template: 'top_up_failed', data: { failure_code: 'authentication_required' } }]);
  expect(await one.taken()).toEqual([]);
});

it('takes up what a crash left, and a lost answer, without charging twice', async () => {
  const one = await holder();
  await one.allow();
  await one.spend(600n);
  // The answer is lost after Stripe has charged; then the process is gone.
  await stage.control('POST', 'faults', { mode: 'reset_after', method: 'POST', path: '/v1/payment_intents$', count: 10 });
  await topUpCredits(t.world);
  expect(await one.read()).toMatchObject({ charges: [{ status: 'charging' }] });
  await stage.control('DELETE', 'faults');
  t.clock.advance(3 * 60_000);
  await topUpCredits(t.world);
  t.clock.advance(3 * 60_000);
  await topUpCredits(t.world);
  expect(await one.taken()).toEqual([1_500]);
  expect(await one.balance()).toBe(400n + 1_600n);
  // A row that was written, and nobody called.
  await one.spend(1_900n);
  await t.pool.query(`INSERT INTO credit_top_up_charges (user_id, attempt, state, package_id, method_id, created_at, updated_at) VALUES ($1, 2, 'charging', $2, $3, $4, $4)`, [one.userId, one.offered.id, one.methodId, t.clock.now()]);
  await topUpCredits(t.world);
  expect(await one.taken()).toHaveLength(1);
  t.clock.advance(3 * 60_000);
  await topUpCredits(t.world);
  expect(await one.taken()).toEqual([1_500, 1_500]);
});

it('buys nothing that the word does not cover: taken back, dearer since, card gone', async () => {
  const [taken, dearer, gone] = [await holder(), await holder(), await holder()];
  for (const one of [taken, dearer, gone]) { await one.allow(); await one.spend(600n); }
  expect((await t.call('DELETE', '/api/app/credits/top-up', { token: taken.token })).body).toMatchObject({ active: false, off_because: 'holder' });
  await t.call('PATCH', `/api/app/credit-packages/${dearer.offered.id}`, { token: await t.token(['admin']), body: { price: 16, credits: 16 } });
  await t.processor.detachMethod(gone.methodId);
  await topUpCredits(t.world);
  for (const one of [taken, dearer, gone]) expect(await one.taken()).toEqual([]);
  expect([(await dearer.read()).off_because, (await gone.read()).off_because]).toEqual(['package_gone', 'card_gone']);
  expect([await taken.letters(), (await dearer.letters())[0]?.data['failure_code'], (await gone.letters())[0]?.data['failure_code']]).toEqual([[], 'package_gone', 'card_gone']);
});

it('is over at once when its card is removed, and only then', async () => {
  const [one, other] = [await holder(), await holder()];
  for (const each of [one, other]) { await each.allow(); await each.spend(400n); }
  expect((await t.call('DELETE', `/api/payments/methods/${one.methodId}`, { token: one.token })).status).toBe(200);
  expect([await one.read(), await other.read()]).toMatchObject([{ active: false, off_because: 'card_gone' }, { active: true, off_because: null }]);
  await one.spend(300n);
  await topUpCredits(t.world);
  expect([await one.taken(), await one.letters()]).toEqual([[], []]);
});

it('takes only one’s own card, a package on offer, and a word', async () => {
  const [one, other] = [await holder(), await holder()];
  expect(await one.allow({ payment_method_id: other.methodId })).toMatchObject({ status: 404, body: { code: 'payment_method_not_found' } });
  expect(await one.allow({ package_id: '00000000-0000-4000-8000-000000000000' })).toMatchObject({ status: 404, body: { code: 'credit_package_not_found' } });
  expect(await one.allow({ below: 0 })).toMatchObject({ status: 400, body: { code: 'amount_invalid' } });
  expect((await one.allow({ agreed: false })).status).toBe(400);
  expect((await one.allow({ most_a_month: 31 })).status).toBe(400);
  expect(await one.read()).toMatchObject({ active: false, charges: [] });
});

it('leaves books that add up', async () => {
  expect((await verifyBooks(t.world)).findings).toEqual([]);
});
