import { expect, it } from 'vitest';
import { verifyBooks } from '../../src/core/verification/index.js';
import { faultsOf } from '../invoices/commands.js';
import { seeded } from '../random.js';
import { ASKING, DECLINING, GOOD, openStage } from '../recurring/stage.js';
import type { Stage } from '../recurring/stage.js';
import { carryOut, commands, debtsOver, faultsOfOffers, pursuedInVain } from './any-order.js';
import type { Client } from './any-order.js';

const FULL = process.env['PAYDESK_FULL'] === '1';
/** The clock is everybody's: customers of one business take turns. Each business has books of its own, or the last would carry all before it. */
const [BUSINESSES, CUSTOMERS, STEPS] = FULL ? [100, 20, 50] : [2, 6, 40];
const TELL_MS = 60_000;
const random = seeded('any order of billing');
const OFTEN = ['offer', 'offer', 'accept', 'accept', 'bill', 'deposit', 'deposit', 'savedCard', 'refund', 'refund', 'days'];
const NAMES = [...OFTEN, ...Object.keys(commands)];

/** How often what was done, and how often the business charged and reminded by itself. */
interface Tally { readonly outcomes: Record<string, number>; charged: number; reminded: number; noticed: number }

it(`any order of offers, bills, payments, refunds and days keeps states legal and Σ allocations = paid, and pursues nothing that went back, ${BUSINESSES * CUSTOMERS} customers × ${STEPS} commands`, { timeout: 7_200_000 }, async () => {
  const tally: Tally = { outcomes: {}, charged: 0, reminded: 0, noticed: 0 };
  let told = Date.now();
  for (let business = 0; business < BUSINESSES; business++) {
    const t = await openStage('America/New_York', { points_per_dollar: 10 });
    await runBusiness(t, business, tally).finally(() => t.close());
    if (Date.now() - told < TELL_MS) continue;
    told = Date.now();
    process.stderr.write(`any order: ${business + 1} of ${BUSINESSES} businesses\n`);
  }
  process.stderr.write(`any order: ${Object.entries(tally.outcomes).sort().map(([name, count]) => `${name} ${count}`).join(', ')}\n`);
  if (!FULL) return;
  // That everything happened is left to chance, and certain only among so many.
  for (const name of ['offer', 'accept', 'deposit', 'refund', 'days']) expect(tally.outcomes[`${name} done`] ?? 0, name).toBeGreaterThan(0);
  expect(tally.charged).toBeGreaterThan(0);
  expect(tally.reminded).toBeGreaterThan(0);
  expect(tally.noticed).toBeGreaterThan(0);
});

async function runBusiness(t: Stage, business: number, tally: Tally): Promise<void> {
  const clients = await Promise.all(Array.from({ length: CUSTOMERS }, (_, i) => clientOf(t, business * CUSTOMERS + i)));
  for (const client of clients) for (const name of ['offer', 'offer', 'issue']) await carryOut(name, client);
  for (let step = 0; step < CUSTOMERS * STEPS; step++) {
    const client = random.pick(clients);
    const name = random.pick(NAMES);
    const outcome = await carryOut(name, client);
    tally.outcomes[`${name} ${outcome}`] = (tally.outcomes[`${name} ${outcome}`] ?? 0) + 1;
    // A night brings something to everybody.
    for (const one of name === 'days' || name === 'night' ? clients : [client]) {
      const told = `seed ${random.seed}, business ${business}, step ${step}: ${name} ${outcome}`;
      expect(await Promise.all([faultsOf(one), faultsOfOffers(one), pursuedInVain(one)]), told).toEqual([[], [], []]);
    }
  }
  const { ok, findings } = await verifyBooks(t.world);
  expect(findings.slice(0, 5), `seed ${random.seed}, business ${business}`).toEqual([]);
  expect(ok).toBe(true);
  const count = async (question: string) => (await t.pool.query<{ n: number }>(question)).rows[0]!.n;
  tally.charged += await count(`SELECT count(*)::int AS n FROM payments WHERE charged_by = 'us' AND NOT payer_present`);
  tally.reminded += await count(`SELECT count(*)::int AS n FROM outbox_messages WHERE template = 'payment_reminder'`);
  if (await isNoticed(t, clients)) tally.noticed += 1;
}

async function clientOf(t: Stage, number: number): Promise<Client> {
  const card = [undefined, GOOD, DECLINING, ASKING][number % 4];
  const customerId = await t.billed(`Client ${number}`, { monthlyFee: number % 3 === 0 ? 4_900n : 0n, billingDay: 1 + (number % 31), taxPpm: [0, 82_500][number % 2]!, paymentTermsDays: 5 }, card);
  return { t, random, customerId, invoices: [], payments: [], proposals: [], leftAlone: new Map() };
}

/** A reminder that was sent about another debt is said to be about one that is over: the oracle has to see it. */
async function isNoticed(t: Stage, clients: readonly Client[]): Promise<boolean> {
  for (const client of clients) {
    const [over] = await debtsOver(client);
    if (!over) continue;
    const { rowCount } = await t.pool.query(
      `UPDATE outbox_messages SET data = jsonb_set(data, '{invoice_id}', to_jsonb($1::text))
       WHERE id = (SELECT id FROM outbox_messages WHERE template = 'payment_reminder' AND data->>'invoice_id' <> $1::text LIMIT 1)`,
      [over.id],
    );
    const seen = (await pursuedInVain(client)).length > 0;
    expect(seen, 'a planted reminder').toBe(rowCount === 1);
    return seen;
  }
  return false;
}
