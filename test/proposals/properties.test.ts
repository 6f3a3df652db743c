import { expect, it } from 'vitest';
import { splitStages } from '../../src/core/proposals/index.js';
import { seeded } from '../random.js';

const RUNS = 10_000;

it(`splits any schedule × amount × tax exactly, ${RUNS} times`, () => {
  const random = seeded('stages');
  const big = (digits: number): bigint => BigInt(1 + random.below(10)) * 10n ** BigInt(random.below(digits)) + BigInt(random.below(1_000_000));
  for (let run = 0; run < RUNS; run += 1) {
    const total = run % 10 === 0 ? BigInt(1 + random.below(20)) : big(11);
    const taxPpm = random.pick([0, 1, 82_500, 190_000, 200_000, 999_999, 1_000_000, random.below(1_000_001)]);
    const shares = scheduleOf(random.below, 1 + random.below(12));
    const name = `run ${run}: ${total} at ${taxPpm} ppm by ${shares.join()}`;
    const stages = splitStages(total, shares, taxPpm);
    // Money as whole numbers, compared with what stands on no line of the product: sums, and distances to the exact share.
    expect(stages.reduce((sum, { amount }) => sum + amount, 0n), name).toBe(total);
    const tax = (2n * total * BigInt(taxPpm) + 1_000_000n) / 2_000_000n;
    expect(stages.reduce((sum, stage) => sum + stage.tax, 0n), name).toBe(tax);
    stages.forEach(({ amount, tax: part }, i) => {
      expect(amount >= 0n && part >= 0n, name).toBe(true);
      expect(distance(amount * 10_000n, total * BigInt(shares[i]!)) < 10_000n, `${name}: stage ${i} is more than a cent beside its share`).toBe(true);
      expect(distance(part * 1_000_000n, amount * BigInt(taxPpm)) <= 1_000_000n, `${name}: the tax of stage ${i} is more than a cent beside its rate`).toBe(true);
    });
  }
});

it('notices a split that rounds each stage by itself', () => {
  const alone = (total: bigint, shares: readonly number[]): bigint => shares.reduce((sum, bp) => sum + (2n * total * BigInt(bp) + 10_000n) / 20_000n, 0n);
  expect(alone(1n, [5_000, 5_000])).not.toBe(1n);
});

function distance(a: bigint, b: bigint): bigint {
  return a < b ? b - a : a - b;
}

/** `count` shares of at least a hundredth of a percent that make the whole. */
function scheduleOf(below: (bound: number) => number, count: number): number[] {
  const cuts = new Set<number>();
  while (cuts.size < count - 1) cuts.add(1 + below(9_999));
  const sorted = [0, ...[...cuts].sort((a, b) => a - b), 10_000];
  return sorted.slice(1).map((cut, i) => cut - sorted[i]!);
}
