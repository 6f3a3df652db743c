import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyBooks } from '../../src/core/verification/index.js';
import { sealTransactions } from '../../src/core/ledger/index.js';
import { fromSeed, seeded } from '../random.js';
import { openTestWorld } from '../world.js';
import type { TestWorld } from '../world.js';
import { liveThrough } from './history.js';

const [SEQUENCES, STEPS] = process.env['PAYDESK_FULL'] ? [2_000, 50] : [200, 30];
const AT_ONCE = 8;

describe(`${SEQUENCES} invoices live through ${STEPS} random commands each`, () => {
  let t: TestWorld;
  beforeAll(async () => { t = await openTestWorld(); });
  afterAll(() => t.close());

  it('and are at every step what plain numbers say; in the end the books agree in every row', async () => {
    const random = seeded('history');
    // Each has its own numbers: those of one must not depend on how fast the others are.
    const seeds = Array.from({ length: SEQUENCES }, () => random.below(2 ** 31));
    await Promise.all(Array.from({ length: AT_ONCE }, async () => { for (let seed = seeds.pop(); seed !== undefined; seed = seeds.pop()) await liveThrough(t, fromSeed(seed), STEPS); }));
    while ((await sealTransactions(t.world)) > 0);
    const books = await verifyBooks(t.world);
    expect(books.findings).toEqual([]);
  }, SEQUENCES * 3_000);
});
