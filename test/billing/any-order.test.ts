import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifyBooks } from '../../src/core/verification/index.js';
import { faultsOf } from '../invoices/commands.js';
import { seeded } from '../random.js';
import { ASKING, DECLINING, GOOD, openStage } from '../recurring/stage.js';
import type { Stage } from '../recurring/stage.js';
import { carryOut, commands, faultsOfOffers, pursuedInVain } from './any-order.js';
import type { Client } from './any-order.js';

/** The clock is everybody's: customers of one business take turns, a business after the other. */
const [BUSINESSES, CUSTOMERS, STEPS] = process.env['PAYDESK_FULL'] === '1' ? [100, 20, 50] : [2, 6, 40];
const random = seeded('any order of billing');

let t: Stage;
beforeAll(async () => { t = await openStage('America/New_York', { points_per_dollar: 10 }); });
afterAll(() => t.close());

async function clientOf(number: number): Promise<Client> {
  const card = [undefined, GOOD, DECLINING, ASKING][number % 4];
  const customerId = await t.billed(`Client ${number}`, { monthlyFee: number % 3 === 0 ? 4_900n : 0n, billingDay: 1 + (number % 31), taxPpm: [0, 82_500][number % 2]!, paymentTermsDays: 5 }, card);
  return { t, random, customerId, invoices: [], payments: [], proposals: [], leftAlone: new Map() };
}

it(`any order of offers, bills, payments, refunds and days keeps states legal and Σ allocations = paid, and pursues nothing that went back, ${BUSINESSES * CUSTOMERS} customers × ${STEPS} commands`, { timeout: 3_600_000 }, async () => {
  const counts: Record<string, number> = {};
  const everybody: Client[] = [];
  const often = ['offer', 'offer', 'accept', 'accept', 'bill', 'deposit', 'deposit', 'savedCard', 'refund', 'refund', 'days'];
  const names = [...often, ...Object.keys(commands)];
  for (let business = 0; business < BUSINESSES; business++) {
    const clients = await Promise.all(Array.from({ length: CUSTOMERS }, (_, i) => clientOf(business * CUSTOMERS + i)));
    for (const client of clients) for (const name of ['offer', 'offer', 'issue']) await carryOut(name, client);
    everybody.push(...clients);
    for (let step = 0; step < CUSTOMERS * STEPS; step++) {
      const client = random.pick(clients);
      const name = random.pick(names);
      const outcome = await carryOut(name, client);
      counts[`${name} ${outcome}`] = (counts[`${name} ${outcome}`] ?? 0) + 1;
      // A night brings something to everybody.
      for (const one of name === 'days' || name === 'night' ? clients : [client]) {
        const told = `seed ${random.seed}, business ${business}, step ${step}: ${name} ${outcome}`;
        expect(await Promise.all([faultsOf(one), faultsOfOffers(one), pursuedInVain(one)]), told).toEqual([[], [], []]);
      }
    }
  }
  process.stderr.write(`any order: ${Object.entries(counts).sort().map(([name, count]) => `${name} ${count}`).join(', ')}\n`);
  for (const name of ['offer', 'accept', 'deposit', 'refund', 'days']) expect(counts[`${name} done`] ?? 0, name).toBeGreaterThan(0);
  const { rows: [charged] } = await t.pool.query(`SELECT count(*)::int AS n FROM payments WHERE charged_by = 'us' AND NOT payer_present`);
  const { rows: [reminded] } = await t.pool.query(`SELECT count(*)::int AS n FROM outbox_messages WHERE template = 'payment_reminder'`);
  expect(charged.n).toBeGreaterThan(0);
  expect(reminded.n).toBeGreaterThan(0);
  expect(await noticed(everybody)).toBe(true);
  const { ok, findings } = await verifyBooks(t.world);
  expect(findings.slice(0, 5)).toEqual([]);
  expect(ok).toBe(true);
});

/** A reminder that was sent is said to be about money that went back: the oracle has to see it. */
async function noticed(clients: readonly Client[]): Promise<boolean> {
  const client = clients.find(({ leftAlone }) => leftAlone.size > 0);
  if (!client) return false;
  const [invoiceId] = [...client.leftAlone.keys()];
  await t.pool.query(`UPDATE outbox_messages SET data = jsonb_set(data, '{invoice_id}', to_jsonb($1::text)) WHERE id = (SELECT id FROM outbox_messages WHERE template = 'payment_reminder' LIMIT 1)`, [invoiceId]);
  return (await pursuedInVain(client)).length > 0;
}
