import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyBooks } from '../../src/core/verification/index.js';
import { fromSeed, seeded } from '../random.js';
import { openTestWorld } from '../world.js';
import type { TestWorld } from '../world.js';
import { carryOut, commands, faultsOf } from './commands.js';
import type { Case } from './commands.js';

const [SEQUENCES, LENGTH] = process.env['PAYDESK_FULL'] === '1' ? [2_000, 50] : [200, 30];
const LANES = 6;

let t: TestWorld;
const random = seeded('commands on invoices');
beforeAll(async () => { t = await openTestWorld(); });
afterAll(() => t.close());

async function sequence(seed: number, length = LENGTH): Promise<Record<string, number>> {
  const of: Case = { t, random: fromSeed(seed), customerId: await t.customer(), invoices: [], payments: [] };
  const counts: Record<string, number> = {};
  const names = ['issue', 'issue', ...Object.keys(commands)];
  for (let step = 0; step < length; step++) {
    const name = step === 0 ? 'issue' : of.random.pick(names);
    const outcome = await carryOut(name, of);
    counts[`${name} ${outcome}`] = (counts[`${name} ${outcome}`] ?? 0) + 1;
    expect(await faultsOf(of), `seed ${seed}, step ${step}: ${name} ${outcome}`).toEqual([]);
  }
  return counts;
}

describe('any order of what happens to invoices', () => {
  it(`keeps Σ allocations = paid, states legal and no money lost, ${SEQUENCES} times ${LENGTH} commands, and the books agree`, async () => {
    // One that once spent credit twice comes first, every time.
    const seeds = [...Array.from({ length: SEQUENCES }, () => random.below(2 ** 31)), 404_617_421];
    const total: Record<string, number> = {};
    const lane = async () => {
      for (let seed = seeds.pop(); seed !== undefined; seed = seeds.pop()) for (const [name, count] of Object.entries(await sequence(seed, seed === 404_617_421 ? 50 : LENGTH))) total[name] = (total[name] ?? 0) + count;
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    process.stderr.write(`commands: ${Object.entries(total).sort().map(([name, count]) => `${name} ${count}`).join(', ')}\n`);
    for (const name of Object.keys(commands)) if (name !== 'dispute') expect(total[`${name} done`], name).toBeGreaterThan(0);
    const { ok, findings } = await verifyBooks(t.world);
    expect(findings.slice(0, 5)).toEqual([]);
    expect(ok).toBe(true);
  }, 3_600_000);
});
