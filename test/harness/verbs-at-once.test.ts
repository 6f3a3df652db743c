import { afterAll, beforeAll, expect, it } from 'vitest';
import { trackSession } from '../../src/core/analytics/index.js';
import { cancelAppointment, completeAppointment, createAppointment } from '../../src/core/appointments/index.js';
import { payInvoices } from '../../src/core/invoices/index.js';
import { account, post } from '../../src/core/ledger/index.js';
import { confirmPayment, refundPayment } from '../../src/core/payments/index.js';
import { createReward, readPoints, redeemReward } from '../../src/core/rewards/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { Failure } from '../../src/kernel/failure.js';
import { newId } from '../../src/kernel/ids.js';
import { seeded } from '../random.js';
import { openTestWorld } from '../world.js';
import { playUntilRed } from './play-until-red.js';
import type { TestWorld } from '../world.js';

const AT_ONCE = 20;
const ROUNDS = process.env['PAYDESK_FULL'] === '1' ? 100 : 10;
const CENTS = 10_000n;
const POINTS = 1_000n;

let t: TestWorld;
const random = seeded('verbs at once');
beforeAll(async () => {
  t = await openTestWorld();
});
afterAll(() => t.close());

/** A customer with 1,000 points, and the payment that brought them. */
async function earner(): Promise<{ customerId: string; paymentId: string }> {
  const customerId = await t.customer();
  const invoice = await t.invoice(customerId, CENTS);
  const { payment, clientSecret } = await payInvoices(t.world, { customerId, lines: [{ invoiceId: invoice.id }], actor: SYSTEM });
  await t.payAtProcessor(clientSecret!);
  await confirmPayment(t.world, { customerId, target: { kind: 'invoice', subjectId: invoice.id }, externalId: payment.externalId! });
  return { customerId, paymentId: payment.id };
}

const offer = async (points: bigint): Promise<string> => (await t.world.transact((tx) => createReward(tx, { name: 'One', pointsRequired: points }, SYSTEM))).id;
const redeem = (customerId: string, rewardId: string) => () => t.world.transact((tx) => redeemReward(tx, { customerId, rewardId, actor: SYSTEM }));

/** The planted bug: asks for the balance, then takes it, and the book is not told to refuse. */
function carelessly(customerId: string, rewardId: string): () => Promise<void> {
  return () => t.world.transact(async (tx) => {
    if ((await readPoints(tx, customerId)) < POINTS) throw new Failure('points_insufficient');
    const id = newId();
    await tx.db.insertInto('reward_redemptions').values({ id, customer_id: customerId, reward_id: rewardId, points: POINTS, created_at: tx.now }).execute();
    post(tx, {
      kind: 'points', occasion: `points.redeemed:${id}`, reference: { redemption_id: id, reward_id: rewardId, customer_id: customerId },
      lines: [{ account: account('customer_points', 'PTS', customerId), amount: POINTS }, { account: account('points_issued', 'PTS'), amount: -POINTS }],
    });
  });
}

/** Everything in the same turn; answers decide nothing, but nothing may break. */
async function allAtOnce(wishes: readonly (() => Promise<unknown>)[]): Promise<void> {
  const codes = (await Promise.allSettled(random.shuffle([...wishes]).map((wish) => wish()))).flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code?: string }).code ?? String(one.reason)] : []));
  const expected = ['points_insufficient', 'balance_insufficient', 'payment_not_refundable', 'refund_exceeds_payment', 'appointment_not_cancellable', 'appointment_not_changeable'];
  expect(codes.filter((code) => !expected.includes(code))).toEqual([]);
}

async function pointsOf(customerId: string): Promise<{ balance: bigint; redeemed: number; clawedBack: bigint }> {
  const { rows: [row] } = await t.pool.query(
    `SELECT coalesce(-sum(e.amount), 0)::bigint AS balance,
       (SELECT count(*)::int FROM reward_redemptions WHERE customer_id = $1::uuid) AS redeemed,
       coalesce(sum(e.amount) FILTER (WHERE x.occasion LIKE 'points.matched:%' AND e.amount > 0), 0)::bigint AS "clawedBack"
     FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id JOIN ledger_transactions x ON x.id = e.transaction_id
     WHERE a.kind = 'customer_points' AND a.owner_id = $1::text`, [customerId]);
  return row as { balance: bigint; redeemed: number; clawedBack: bigint };
}

it(`gives one reward at a balance for one, ${ROUNDS} rounds of ${AT_ONCE}`, async () => {
  const rewardId = await offer(POINTS);
  for (let round = 0; round < ROUNDS; round++) {
    const { customerId } = await earner();
    await allAtOnce(Array.from({ length: AT_ONCE }, () => redeem(customerId, rewardId)));
    expect(await pointsOf(customerId)).toEqual({ balance: 0n, redeemed: 1, clawedBack: 0n });
  }
});

it('sees twice what is given without looking under a lock', async () => {
  const rewardId = await offer(POINTS);
  await playUntilRed(async () => {
    const found: string[] = [];
    for (let round = 0; round < 2; round++) {
      const { customerId } = await earner();
      await allAtOnce(Array.from({ length: AT_ONCE }, () => carelessly(customerId, rewardId)));
      const { redeemed } = await pointsOf(customerId);
      if (redeemed > 1) found.push(`${redeemed} redemptions`);
    }
    return found;
  });
});

it(`never gives more than there is while money goes back, ${ROUNDS} rounds of ${AT_ONCE}`, async () => {
  const rewardId = await offer(400n);
  for (let round = 0; round < ROUNDS; round++) {
    const { customerId, paymentId } = await earner();
    const refund = () => refundPayment(t.world, { paymentId, amount: CENTS / 2n, actor: SYSTEM });
    await allAtOnce(Array.from({ length: AT_ONCE }, (_, i) => (i % 5 === 4 ? refund : redeem(customerId, rewardId))));
    const { balance, redeemed, clawedBack } = await pointsOf(customerId);
    // At most what there was before anything went back, and below zero by no more than what was taken back.
    expect(redeemed).toBeLessThanOrEqual(2);
    expect(balance).toBe(POINTS - clawedBack - BigInt(redeemed) * 400n);
    expect(balance + clawedBack).toBeGreaterThanOrEqual(0n);
    expect(clawedBack).toBe(POINTS);
    await expect(redeem(customerId, rewardId)()).rejects.toMatchObject({ code: 'points_insufficient' });
  }
});

it(`lets a visit be cancelled or completed, not both, ${ROUNDS} rounds of ${AT_ONCE}`, async () => {
  const customerId = await t.customer();
  for (let round = 0; round < ROUNDS; round++) {
    const { id } = await t.world.transact((tx) => createAppointment(tx, { customerId, startsAt: new Date('2030-01-01T10:00:00Z'), services: ['x'], actor: SYSTEM }));
    const cancel = () => t.world.transact((tx) => cancelAppointment(tx, { appointmentId: id, customerId, actor: SYSTEM }));
    const complete = () => t.world.transact((tx) => completeAppointment(tx, id, SYSTEM));
    await allAtOnce(Array.from({ length: AT_ONCE }, (_, i) => (i % 2 === 0 ? cancel : complete)));
    const { rows } = await t.pool.query<{ action: string }>(`SELECT action FROM audit_log WHERE resource_id = $1 AND action <> 'appointment.created'`, [id]);
    const { rows: [visit] } = await t.pool.query<{ state: string }>('SELECT state FROM appointments WHERE id = $1', [id]);
    expect(rows).toHaveLength(1);
    expect(rows[0]!.action).toBe(visit!.state === 'completed' ? 'appointment.completed' : 'appointment_cancelled');
  }
});

it(`counts one visit of a page that tells of it from ${AT_ONCE} tabs, ${ROUNDS} rounds`, async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const customerId = await t.customer();
    const userId = newId();
    await t.pool.query(`INSERT INTO users (id, public_id, email, name, created_at, updated_at) VALUES ($1, $2, $3, 'x', now(), now())`, [userId, userId.replaceAll('-', '').slice(8), `${userId}@example.com`]);
    await allAtOnce(Array.from({ length: AT_ONCE }, () => () => t.world.transact((tx) => trackSession(tx, { userId, customerId, ip: '::1', userAgent: null }))));
    expect((await t.pool.query('SELECT 1 FROM portal_sessions WHERE user_id = $1', [userId])).rowCount).toBe(1);
  }
});
