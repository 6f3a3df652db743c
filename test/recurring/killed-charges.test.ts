import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { resolvePayments } from '../../src/core/payments/index.js';
import { checkBooks } from '../../src/core/verification/index.js';
import { bundled } from '../bundled.js';
import { seeded } from '../random.js';
import { GOOD, openStage } from './stage.js';
import type { Stage } from './stage.js';
import { until } from '../until.js';

const KILLS = process.env['PAYDESK_FULL'] === '1' ? 12 : 4;
const CUSTOMERS = KILLS * 5;

let t: Stage;
let program: string;
const children = new Set<ChildProcess>();
beforeAll(async () => {
  t = await openStage('Europe/Berlin', { points_per_dollar: 0 });
  program = await bundled(new URL('schedules-process.ts', import.meta.url));
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await t.close();
});

function startSchedules(): ChildProcess {
  const ahead = String(t.clock.now().getTime() - Date.now());
  const child = spawn(process.execPath, [program, t.database.url, t.sandbox.urls.stripe, t.secretKey, t.webhookSecret, ahead], { stdio: ['ignore', 'ignore', 'inherit'] });
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

const charged = async (): Promise<number> => (await t.charges()).filter((charge) => charge.status === 'succeeded').length;

it(`${KILLS} processes killed between a charge and its record charge nobody twice and forget nobody, of ${CUSTOMERS}`, { timeout: 600_000 }, async () => {
  const random = seeded('killed charges');
  t.at('2027-03-01T12:00:00Z');
  for (let i = 0; i < CUSTOMERS; i += 1) await t.billed(`Customer ${i}`, { monthlyFee: 10_000n, billingDay: 15 }, GOOD);
  t.at('2027-03-15T12:00:00Z');
  // The charge is made at once, and its answer takes a while: that is when the processes die.
  await t.control('POST', 'faults', { mode: 'slow_after', method: 'POST', path: '/v1/payment_intents$', ms: 1_000 });
  for (let kill = 0; kill < KILLS; kill += 1) {
    const [before, victim] = [await charged(), startSchedules()];
    await until(async () => (await charged()) >= Math.min(before + 2, CUSTOMERS));
    await new Promise((resolve) => setTimeout(resolve, random.below(120)));
    victim.kill('SIGKILL');
  }
  const { rows: [torn] } = await t.pool.query(`SELECT count(*)::int AS n FROM payments WHERE state = 'created'`);
  expect(torn.n, 'kills that hit nothing prove nothing').toBeGreaterThan(0);
  await t.control('DELETE', 'faults');
  for (let minute = 0; minute < 5; minute += 1) {
    t.clock.advance(60_000);
    await resolvePayments(t.world);
    await t.run(2);
  }
  const { rows: [counts] } = await t.pool.query(`SELECT count(*)::int AS invoices, count(DISTINCT customer_id)::int AS customers, count(*) FILTER (WHERE paid_at IS NOT NULL)::int AS paid FROM invoices`);
  expect(counts).toEqual({ invoices: CUSTOMERS, customers: CUSTOMERS, paid: CUSTOMERS });
  expect(await t.charges()).toHaveLength(CUSTOMERS);
  expect(await charged()).toBe(CUSTOMERS);
  const { rows: plans } = await t.pool.query(`SELECT DISTINCT state, attempts FROM collection_plans`);
  expect(plans).toEqual([{ state: 'done', attempts: 1 }]);
  expect((await checkBooks(t.world.read)).findings).toEqual([]);
});
