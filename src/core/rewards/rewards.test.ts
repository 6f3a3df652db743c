import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestWorld } from '../../../test/world.js';
import type { TestWorld } from '../../../test/world.js';
import { connectOnce } from '../../adapters/database/connect.js';
import { POINTS } from '../../kernel/currency.js';
import { newId } from '../../kernel/ids.js';
import { payInvoices } from '../invoices/index.js';
import { account, accountId } from '../ledger/index.js';
import { confirmPayment, refundPayment } from '../payments/index.js';
import { saveSettings } from '../settings/index.js';
import { SYSTEM } from '../tx.js';
import { verifyBooks } from '../verification/index.js';
import { cancelRedemption, changeReward, createReward, expirePoints, fulfilRedemption, listPointsEntries, listRedemptions, listRewards, readPoints, redeemReward, summarizePoints } from './index.js';
import type { Reward } from './index.js';

let t: TestWorld;
beforeAll(async () => {
  t = await openTestWorld();
});
afterAll(() => t.close());

/** Pays an invoice as a customer does; 10 points a dollar. Gives our payment's id. */
async function earn(customerId: string, cents: bigint): Promise<string> {
  return pay(customerId, (await t.invoice(customerId, cents)).id);
}

async function pay(customerId: string, invoiceId: string, amount: bigint | null = null): Promise<string> {
  const { payment, clientSecret } = await payInvoices(t.world, { customerId, lines: [{ invoiceId, amount }], actor: SYSTEM });
  await t.payAtProcessor(clientSecret!);
  await confirmPayment(t.world, { customerId, target: { kind: 'invoice', subjectId: invoiceId }, externalId: payment.externalId! });
  return payment.id;
}

const reward = (pointsRequired: bigint, active = true): Promise<Reward> => t.world.transact((tx) => createReward(tx, { name: 'A reward', pointsRequired, active }, SYSTEM));
const redeem = (customerId: string, rewardId: string, requestKey?: string) => t.world.transact((tx) => redeemReward(tx, { customerId, rewardId, actor: SYSTEM, ...(requestKey !== undefined && { requestKey }) }));
const rows = async (customerId: string) => (await t.pool.query('SELECT * FROM reward_redemptions WHERE customer_id = $1', [customerId])).rows as { state: string; points: bigint }[];

describe('redeeming', () => {
  it('takes the points, says what is left, and can be told apart in the book', async () => {
    const customer = await t.customer();
    await earn(customer, 18_509n);
    const one = await reward(1_000n);
    expect((await redeem(customer, one.id)).newBalance).toBe(850n);
    expect(await readPoints(t.world.read, customer)).toBe(850n);
    expect(await rows(customer)).toMatchObject([{ state: 'pending', points: 1_000n }]);
    await expect(redeem(customer, one.id)).rejects.toMatchObject({ code: 'points_insufficient' });
    expect(await readPoints(t.world.read, customer)).toBe(850n);
    const audited = await t.pool.query(`SELECT details FROM audit_log WHERE action = 'reward.redeemed' AND details->>'reward_id' = $1`, [one.id]);
    expect(audited.rows).toEqual([{ details: { points: '1000', reward_id: one.id } }]);
  });

  it('refuses what is unknown or no longer offered, whoever has the points', async () => {
    const customer = await t.customer();
    await earn(customer, 10_000n);
    await expect(redeem(customer, newId())).rejects.toMatchObject({ code: 'reward_not_found' });
    await expect(redeem(customer, (await reward(10n, false)).id)).rejects.toMatchObject({ code: 'reward_not_found' });
    await expect(redeem(await t.customer(), (await reward(1n)).id)).rejects.toMatchObject({ code: 'points_insufficient' });
    expect(await rows(customer)).toEqual([]);
  });

  it('happens once for one request, also when its reward is gone by then', async () => {
    const customer = await t.customer();
    await earn(customer, 10_000n);
    const one = await reward(100n);
    const key = newId();
    const all = await Promise.all(Array.from({ length: 10 }, () => redeem(customer, one.id, key)));
    expect(new Set(all.map((r) => r.redemptionId)).size).toBe(1);
    expect(new Set(all.map((r) => r.newBalance))).toEqual(new Set([900n]));
    await t.world.transact((tx) => changeReward(tx, one.id, { active: false }, SYSTEM));
    expect((await redeem(customer, one.id, key)).redemptionId).toBe(all[0]!.redemptionId);
    expect(await rows(customer)).toHaveLength(1);
  });

  it('costs what it costs at that moment; what was redeemed keeps its price', async () => {
    const customer = await t.customer();
    await earn(customer, 10_000n);
    const one = await reward(100n);
    const first = await redeem(customer, one.id);
    await t.world.transact((tx) => changeReward(tx, one.id, { pointsRequired: 300n }, SYSTEM));
    expect((await redeem(customer, one.id)).newBalance).toBe(600n);
    await t.world.transact((tx) => cancelRedemption(tx, first.redemptionId, SYSTEM));
    expect(await readPoints(t.world.read, customer)).toBe(700n);
  });
});

describe('a redemption', () => {
  it('is fulfilled or cancelled, once; cancelled, its points come back', async () => {
    const customer = await t.customer();
    await earn(customer, 10_000n);
    const one = await reward(400n);
    const [kept, given] = [await redeem(customer, one.id), await redeem(customer, one.id)];
    await t.world.transact((tx) => fulfilRedemption(tx, kept.redemptionId, SYSTEM));
    await t.world.transact((tx) => cancelRedemption(tx, given.redemptionId, SYSTEM));
    for (const { redemptionId } of [kept, given]) {
      await expect(t.world.transact((tx) => cancelRedemption(tx, redemptionId, SYSTEM))).rejects.toMatchObject({ code: 'redemption_decided' });
      await expect(t.world.transact((tx) => fulfilRedemption(tx, redemptionId, SYSTEM))).rejects.toMatchObject({ code: 'redemption_decided' });
    }
    await expect(t.world.transact((tx) => cancelRedemption(tx, newId(), SYSTEM))).rejects.toMatchObject({ code: 'redemption_not_found' });
    expect(await readPoints(t.world.read, customer)).toBe(600n);
    const { items } = await listRedemptions(t.world.read, { customerId: customer, limit: 10 });
    expect(items.map((r) => r.state).sort()).toEqual(['cancelled', 'fulfilled']);
    const waiting = await listRedemptions(t.world.read, { customerId: customer, state: 'pending', limit: 10 });
    expect(waiting.items).toEqual([]);
  });

  it('is found by a part of the customer’s or the reward’s name, signs taken as they are', async () => {
    const customer = await t.customer();
    await earn(customer, 10_000n);
    const named = await t.world.transact((tx) => createReward(tx, { name: '10% off_once', pointsRequired: 100n, active: true }, SYSTEM));
    const [plain, special] = [await redeem(customer, (await reward(100n)).id), await redeem(customer, named.id)];
    const { rows: [person] } = await t.pool.query<{ name: string; email: string }>('SELECT name, email FROM customers WHERE id = $1', [customer]);
    const found = async (search: string) => (await listRedemptions(t.world.read, { search, limit: 100 })).items.map((one) => one.id);
    expect(await found('10% OFF_')).toEqual([special.redemptionId]);
    expect(await found('10_ off')).toEqual([]);
    for (const word of [person!.name, person!.email]) expect(await found(word)).toEqual(expect.arrayContaining([special.redemptionId, plain.redemptionId]));
    expect((await listRedemptions(t.world.read, { customerId: await t.customer(), search: '10%', limit: 10 })).items).toEqual([]);
  });
});

describe('the history', () => {
  it('names every movement, adds up to the balance, and comes in pages', async () => {
    const customer = await t.customer();
    const payment = await earn(customer, 10_000n);
    const one = await reward(250n);
    const { redemptionId } = await redeem(customer, one.id);
    await redeem(customer, one.id);
    await t.world.transact((tx) => cancelRedemption(tx, redemptionId, SYSTEM));
    await refundPayment(t.world, { paymentId: payment, amount: 3_333n, actor: SYSTEM });
    const first = await listPointsEntries(t.world.read, customer, { limit: 3 });
    const second = await listPointsEntries(t.world.read, customer, { limit: 3, cursor: first.nextCursor! });
    const all = [...first.items, ...second.items];
    expect(second.nextCursor).toBeNull();
    expect(all.map((e) => [e.move, e.points])).toEqual([['taken_back', -334n], ['given_back', 250n], ['redeemed', -250n], ['redeemed', -250n], ['earned', 1_000n]]);
    expect(all[0]!.invoiceNumber).toMatch(/^INV-/);
    expect(all[1]!.rewardName).toBe('A reward');
    expect(await summarizePoints(t.world.read, customer)).toEqual({ balance: 416n, earned: 666n, redeemed: 250n, expired: 0n, expiring: null });
    await expect(listPointsEntries(t.world.read, customer, { limit: 3, cursor: 'x' })).rejects.toMatchObject({ code: 'input_invalid' });
  });

  it('goes below zero by a clawback alone, and nothing can be redeemed then', async () => {
    const customer = await t.customer();
    const payment = await earn(customer, 10_000n);
    const one = await reward(900n);
    await redeem(customer, one.id);
    await refundPayment(t.world, { paymentId: payment, actor: SYSTEM });
    expect(await readPoints(t.world.read, customer)).toBe(-900n);
    await expect(redeem(customer, (await reward(1n)).id)).rejects.toMatchObject({ code: 'points_insufficient' });
    await earn(customer, 10_000n);
    expect(await readPoints(t.world.read, customer)).toBe(100n);
  });
});

describe('a changed rate', () => {
  it('is for invoices that have earned nothing yet', async () => {
    const customer = await t.customer();
    const payment = await earn(customer, 10_000n);
    await saveSettings(t.world, SYSTEM, { points_per_dollar: 1 });
    await refundPayment(t.world, { paymentId: payment, amount: 100n, actor: SYSTEM });
    expect(await readPoints(t.world.read, customer)).toBe(990n);
    await earn(customer, 10_000n);
    expect(await readPoints(t.world.read, customer)).toBe(1_090n);
    await saveSettings(t.world, SYSTEM, { points_per_dollar: 10 });
  });
});

describe('expiry', () => {
  it('takes what nobody spent in time, oldest first, once, and says before which day it goes', async () => {
    const customer = await t.customer();
    await earn(customer, 10_000n);
    const one = await reward(300n);
    await redeem(customer, one.id);
    expect(await expirePoints(t.world)).toEqual({ lost: 0, failed: [] });
    await saveSettings(t.world, SYSTEM, { points_expire_months: 12 });
    const { expiring } = await summarizePoints(t.world.read, customer);
    expect(expiring?.points).toBe(700n);
    t.clock.advance(300 * 86_400_000);
    await earn(customer, 5_000n);
    t.clock.advance(70 * 86_400_000);
    await expirePoints(t.world);
    expect(await summarizePoints(t.world.read, customer)).toMatchObject({ balance: 500n, redeemed: 300n, expired: 700n, expiring: { points: 500n } });
    await Promise.all([expirePoints(t.world), expirePoints(t.world)]);
    expect(await readPoints(t.world.read, customer)).toBe(500n);
    await saveSettings(t.world, SYSTEM, { points_expire_months: 0 });
  });

  it('takes on two days that share a cutoff, when points came back between them', async () => {
    const customer = await t.customer();
    await earn(customer, 10_000n);
    const { redemptionId } = await redeem(customer, (await reward(300n)).id);
    // A month before 30 May and before 31 May is 30 April.
    const now = t.clock.now();
    const may = new Date(Date.UTC(now.getUTCFullYear() + 1, 4, 30, 12));
    t.clock.advance(may.getTime() - now.getTime());
    await saveSettings(t.world, SYSTEM, { points_expire_months: 1 });
    await expirePoints(t.world);
    expect(await summarizePoints(t.world.read, customer)).toMatchObject({ balance: 0n, expired: 700n });
    await t.world.transact((tx) => cancelRedemption(tx, redemptionId, SYSTEM));
    t.clock.advance(86_400_000);
    await expirePoints(t.world);
    expect(await summarizePoints(t.world.read, customer)).toMatchObject({ balance: 0n, redeemed: 0n, expired: 1_000n });
    await saveSettings(t.world, SYSTEM, { points_expire_months: 0 });
  });
});

describe('a refund of what expired', () => {
  it('takes no point twice, and spent ones still', async () => {
    const customer = await t.customer();
    const payment = await earn(customer, 10_000n);
    await redeem(customer, (await reward(300n)).id);
    t.clock.advance(70 * 86_400_000);
    const fresh = await earn(customer, 5_000n);
    await saveSettings(t.world, SYSTEM, { points_expire_months: 1 });
    await expirePoints(t.world);
    expect(await summarizePoints(t.world.read, customer)).toMatchObject({ balance: 500n, expired: 700n });
    await refundPayment(t.world, { paymentId: payment, amount: 5_000n, actor: SYSTEM });
    expect(await summarizePoints(t.world.read, customer), 'of 500 all had expired').toMatchObject({ balance: 500n, earned: 1_000n, expired: 200n });
    expect((await listPointsEntries(t.world.read, customer, { limit: 2 })).items.map((e) => [e.move, e.points]).sort()).toEqual([['forgiven', 500n], ['taken_back', -500n]]);
    await refundPayment(t.world, { paymentId: payment, actor: SYSTEM });
    expect(await summarizePoints(t.world.read, customer), 'of 500 the last 200 had; 300 were spent').toMatchObject({ balance: 200n, earned: 500n, redeemed: 300n, expired: 0n });
    await refundPayment(t.world, { paymentId: fresh, actor: SYSTEM });
    expect(await readPoints(t.world.read, customer)).toBe(-300n);
    await saveSettings(t.world, SYSTEM, { points_expire_months: 0 });
  });
});

describe('an invoice that is paid further after its points expired', () => {
  it('brings young points, and those that expired stay its own', async () => {
    const customer = await t.customer();
    const day = 86_400_000;
    const invoice = await t.invoice(customer, 20_000n);
    await pay(customer, invoice.id, 10_000n);
    t.clock.advance(20 * day);
    const other = await earn(customer, 10_000n);
    t.clock.advance(20 * day);
    await saveSettings(t.world, SYSTEM, { points_expire_months: 1 });
    await expirePoints(t.world);
    await pay(customer, invoice.id);
    expect(await summarizePoints(t.world.read, customer)).toMatchObject({ balance: 2_000n, earned: 3_000n, expired: 1_000n, expiring: { points: 1_000n } });
    t.clock.advance(20 * day);
    await expirePoints(t.world);
    expect(await summarizePoints(t.world.read, customer)).toMatchObject({ balance: 1_000n, expired: 2_000n, expiring: { points: 1_000n } });
    await refundPayment(t.world, { paymentId: other, actor: SYSTEM });
    expect(await summarizePoints(t.world.read, customer)).toMatchObject({ balance: 1_000n, earned: 2_000n, expired: 1_000n });
    t.clock.advance(20 * day);
    await expirePoints(t.world);
    expect(await summarizePoints(t.world.read, customer)).toMatchObject({ balance: 0n, earned: 2_000n, expired: 2_000n });
    await saveSettings(t.world, SYSTEM, { points_expire_months: 0 });
  });
});

describe('expiry of one customer that cannot be booked', () => {
  it('is told, and stops nobody behind him', async () => {
    const customers = [await t.customer(), await t.customer(), await t.customer()].sort();
    for (const customer of customers) await earn(customer, 10_000n);
    const superuser = await connectOnce(t.database.superuserUrl);
    await superuser.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not this one'; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON ledger_transactions FOR EACH ROW WHEN (NEW.occasion LIKE 'points.expired:%' AND NEW.reference->>'customer_id' = '${customers[0]}') EXECUTE FUNCTION refuse()`);
    t.clock.advance(70 * 86_400_000);
    await saveSettings(t.world, SYSTEM, { points_expire_months: 1 });
    expect((await expirePoints(t.world)).failed).toMatchObject([{ id: customers[0], error: { message: 'not this one' } }]);
    const left = async () => Promise.all(customers.map((customer) => readPoints(t.world.read, customer)));
    expect(await left()).toEqual([1_000n, 0n, 0n]);
    await superuser.query('DROP TRIGGER refuse ON ledger_transactions');
    await superuser.end();
    expect((await expirePoints(t.world)).failed).toEqual([]);
    expect(await left()).toEqual([0n, 0n, 0n]);
    await saveSettings(t.world, SYSTEM, { points_expire_months: 0 });
  });
});

describe('the catalogue', () => {
  it('shows what is offered, cheapest first, as changed a moment ago', async () => {
    const dear = await reward(9_000n);
    expect((await listRewards(t.world.read, { onlyActive: true })).map((r) => r.id)).toContain(dear.id);
    await t.world.transact((tx) => changeReward(tx, dear.id, { active: false }, SYSTEM));
    expect((await listRewards(t.world.read, { onlyActive: true })).map((r) => r.id)).not.toContain(dear.id);
    const all = await listRewards(t.world.read, { onlyActive: false });
    expect(all.map((r) => r.pointsRequired)).toEqual([...all].sort((a, b) => Number(a.pointsRequired - b.pointsRequired)).map((r) => r.pointsRequired));
    await expect(t.world.transact((tx) => createReward(tx, { name: ' ', pointsRequired: 1n }, SYSTEM))).rejects.toMatchObject({ code: 'input_invalid' });
    await expect(t.world.transact((tx) => createReward(tx, { name: 'x', pointsRequired: 0n }, SYSTEM))).rejects.toMatchObject({ code: 'input_invalid' });
    await expect(t.world.transact((tx) => changeReward(tx, newId(), {}, SYSTEM))).rejects.toMatchObject({ code: 'reward_not_found' });
  });
});

it('leaves books that agree', async () => {
  const verified = await verifyBooks(t.world);
  expect(verified.findings).toEqual([]);
  const { rows: [sum] } = await t.pool.query(`SELECT coalesce(sum(amount), 0)::bigint AS sum FROM ledger_entries WHERE unit = 'PTS'`);
  expect(sum).toEqual({ sum: 0n });
  expect(accountId(account('customer_points', POINTS, 'x'))).not.toBe(accountId(account('customer_points', POINTS, 'y')));
});
