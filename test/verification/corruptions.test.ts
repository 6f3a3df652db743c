import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inSnapshot } from '../../src/adapters/database/snapshot.js';
import { verifyBooks } from '../../src/core/verification/index.js';
import type { Finding } from '../../src/core/verification/index.js';
import { seeded } from '../random.js';
import { openTestWorld } from '../world.js';
import type { TestWorld } from '../world.js';
import { writeBooks } from './books.js';
import { isNamed, openTamperer } from './corruptions.js';

const ROUNDS = process.env['PAYDESK_FULL'] === '1' ? 200 : 20;
const random = seeded('corruptions');

let t: TestWorld;
beforeAll(async () => {
  t = await openTestWorld();
  await writeBooks(t);
  // Everything sealed before the first change: a digest changed before its seal would be sealed as it is.
  await verify();
});
afterAll(() => t.close());

const verify = () => verifyBooks(t.world, { sealWithinMs: 300, snapshot: (work) => inSnapshot(t.database.ownerUrl, work) });

/** Corrupts one row after the other, verifies and undoes; returns those that `verify` did not name. */
async function tamper(rounds: number, seen: (findings: readonly Finding[]) => readonly Finding[] = (all) => all): Promise<{ tried: Map<string, number>; missed: string[] }> {
  const tamperer = await openTamperer(t.database.superuserUrl);
  const tried = new Map<string, number>();
  const missed: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const corruption = await tamperer.corrupt(random);
    const findings = seen((await verify()).findings);
    await corruption.undo();
    tried.set(corruption.table, (tried.get(corruption.table) ?? 0) + 1);
    if (!isNamed(corruption, findings)) missed.push(`${corruption.table} ${JSON.stringify(corruption.key)}: ${corruption.what}; named instead: ${JSON.stringify(findings.slice(0, 4))}`);
  }
  await tamperer.close();
  return { tried, missed };
}

describe('a single row changed by a superuser', () => {
  it(`is named, ${ROUNDS} times out of ${ROUNDS}`, async () => {
    const { tried, missed } = await tamper(ROUNDS);
    expect(missed).toEqual([]);
    expect((await verify()).findings).toEqual([]);
    process.stderr.write(`corruptions: ${ROUNDS} of ${ROUNDS} named; ${[...tried].map(([table, count]) => `${table} ${count}`).join(', ')}\n`);
  });

  it('escapes a verifier that does not look at balances, accounts and payments, so this test can fail', async () => {
    const { missed } = await tamper(20, (all) => all.filter((f) => f.table.startsWith('ledger_t') || f.table.startsWith('ledger_e')));
    expect(missed.length).toBeGreaterThan(0);
    expect((await verify()).findings).toEqual([]);
  });
});
