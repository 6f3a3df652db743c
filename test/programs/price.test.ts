import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { priceOf } from '../../src/core/programs/index.js';
import { startOfDay } from '../../src/kernel/period.js';
import { seeded } from '../random.js';

const RUNS = 10_000;
const ZONES = ['UTC', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia', 'Europe/Berlin'];
const { seed } = seeded('the price of a program');

const amount = fc.oneof(fc.constantFrom(0n, 1n, 49n, 50n, 9_900n), fc.bigInt({ min: 0n, max: 1_000_000_000_000n }));
const instant = fc.integer({ min: 0, max: 4_102_444_800_000 }).map((at) => new Date(at));
/** Around the deadline, to the millisecond, or anywhere. */
const distance = fc.oneof(fc.constantFrom(-1, 0, 1, -86_400_000, 86_400_000), fc.integer({ min: -(2 ** 40), max: 2 ** 40 }));

describe('the price of a program', () => {
  it(`is between nothing and the full price, and its parts add up (${RUNS} runs)`, () => {
    fc.assert(fc.property(amount, amount, amount, fc.option(instant), distance, fc.boolean(), (price, classRep, earlyBird, until, apart, isClassRep) => {
      const at = new Date((until?.getTime() ?? 1_760_000_000_000) + apart);
      const decided = priceOf({ price, classRepDiscount: classRep, earlyBirdDiscount: earlyBird, earlyBirdUntil: until }, isClassRep, at);
      const early = until !== null && apart <= 0 && earlyBird > 0n;
      const owed = price - (isClassRep ? classRep : 0n) - (early ? earlyBird : 0n);
      expect(decided.final).toBe(owed > 0n ? owed : 0n);
      expect(decided.full - decided.classRep - decided.earlyBird).toBe(decided.final);
      for (const part of [decided.final, decided.classRep, decided.earlyBird]) expect(part >= 0n && part <= price).toBe(true);
      expect(decided).toMatchObject({ isClassRep, isEarlyBird: early, full: price });
    }), { numRuns: RUNS, seed });
  });

  it(`changes at the deadline itself, in any zone (${RUNS} runs)`, () => {
    fc.assert(fc.property(fc.constantFrom(...ZONES), fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 86_399_999 }), (zone, days, within) => {
      const day = new Date(days * 86_400_000).toISOString().slice(0, 10);
      const until = new Date(startOfDay(zone, day).getTime() + within);
      const program = { price: 9_900n, classRepDiscount: 1_000n, earlyBirdDiscount: 1_000n, earlyBirdUntil: until };
      const at = (apart: number) => priceOf(program, true, new Date(until.getTime() + apart)).final;
      expect([at(-1), at(0), at(1)]).toEqual([7_900n, 7_900n, 8_900n]);
    }), { numRuns: RUNS, seed });
  });
});
