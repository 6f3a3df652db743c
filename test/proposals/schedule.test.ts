import { expect, it } from 'vitest';
import { splitStages } from '../../src/core/proposals/index.js';
import { seeded } from '../random.js';
import { amountsOf, readPercent, sharesOf, withAnother } from '../../web/ui/proposals/schedule.js';
import type { TypedStage } from '../../web/ui/proposals/schedule.js';

const stage = (percent: string | number, key = String(percent)): TypedStage => ({ key, milestone: 'M', percent, dueDays: '' });

it('always makes 100 of what is typed, or says that it cannot', () => {
  expect(sharesOf([stage('33.33'), stage('33.33'), stage('whatever')])).toEqual([3_333, 3_333, 3_334]);
  expect(sharesOf([stage('')])).toEqual([10_000]);
  expect(sharesOf([stage('60'), stage('40'), stage('')])).toEqual([6_000, 4_000, null]);
  expect(sharesOf([stage('x'), stage('')])).toEqual([null, 10_000]);
  for (const wrong of ['', '0', '0.001', '-5', '100.01', '1e1', '33.333', ' ']) expect(readPercent(wrong), wrong).toBeNull();
});

it('adds stages until nothing is left to share', () => {
  let stages = [stage('', 'first')];
  for (let i = 0; i < 30; i++) {
    stages = withAnother(stages, `k${i}`);
    const shares = sharesOf(stages);
    expect(shares.reduce((sum: number, bp) => sum + (bp ?? 0), 0)).toBe(10_000);
    expect(shares.every((bp) => bp !== null && bp >= 1)).toBe(true);
  }
});

it('shows the amounts that the server bills', () => {
  const random = seeded('schedule');
  for (let run = 0; run < 2_000; run++) {
    const total = BigInt(1 + random.below(1_000_000_000));
    const shares: number[] = [];
    for (let left = 10_000; left > 0;) {
      const next = shares.length === 11 ? left : 1 + random.below(left);
      shares.push(next);
      left -= next;
    }
    expect(amountsOf(total, shares)).toEqual(splitStages(total, shares, 0).map(({ amount }) => amount));
  }
});
