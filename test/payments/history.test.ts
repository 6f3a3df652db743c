import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyBooks } from '../../src/core/verification/index.js';
import { sealTransactions } from '../../src/core/ledger/index.js';
import { seeded } from '../random.js';
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
    let left = SEQUENCES;
    await Promise.all(Array.from({ length: AT_ONCE }, async () => { while (left-- > 0) await liveThrough(t, random, STEPS); }));
    while ((await sealTransactions(t.world)) > 0);
    const books = await verifyBooks(t.world);
    expect(books.findings).toEqual([]);
  }, SEQUENCES * 3_000);
});
