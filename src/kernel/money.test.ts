import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LARGEST_AMOUNT, divideHalfUp, formatMajor, parseMajor, shareOf, splitByWeights } from './money.js';

const RUNS = { numRuns: 10_000 };
const cents = fc.bigInt({ min: 0n, max: LARGEST_AMOUNT });

describe('amounts', () => {
  it('come back from their text, as text and as JSON numbers', () => {
    fc.assert(fc.property(cents, (amount) => {
      expect(parseMajor(formatMajor(amount))).toBe(amount);
      if (amount < 10n ** 11n) expect(parseMajor(Number(formatMajor(amount)))).toBe(amount);
    }), RUNS);
  });

  it.each([['185.00', 18_500n], ['0.1', 10n], ['1.15', 115n], ['4.35', 435n], ['-3.20', -320n], ['7', 700n]])('reads %s', (text, amount) => {
    expect(parseMajor(text)).toBe(amount);
    expect(parseMajor(Number(text))).toBe(amount);
  });

  it.each(['1.005', '185.004999', '1e3', '0x10', '', ' ', 'NaN', '1,5', '١٢', '--1', '1.', '.5', '10000000000.01'])('refuses %j', (text) => {
    expect(() => parseMajor(text)).toThrow('amount_invalid');
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -0, 1e21, 1e-7, 0.001, 185.004999])('refuses the number %d', (value) => {
    expect(() => parseMajor(value)).toThrow('amount_invalid');
  });
});

describe('rounding', () => {
  it('is half up on integers: 2.9 % of 75.00 is 2.18', () => {
    expect(shareOf(7_500n, 29_000)).toBe(218n);
    expect(divideHalfUp(-5n, 2n)).toBe(-3n);
    expect(divideHalfUp(5n, -2n)).toBe(-3n);
  });

  it('is never further than half a cent away', () => {
    fc.assert(fc.property(cents, fc.integer({ min: 0, max: 1_000_000 }), (amount, ppm) => {
      const twice = 2n * (shareOf(amount, ppm) * 1_000_000n - amount * BigInt(ppm));
      expect(twice >= -1_000_000n && twice <= 1_000_000n).toBe(true);
    }), RUNS);
  });
});

describe('a split', () => {
  it('adds up to the whole, each part within a cent of its share', () => {
    const weights = fc.array(fc.bigInt({ min: 0n, max: 1_000_000n }), { minLength: 1, maxLength: 12 }).filter((list) => list.some((w) => w > 0n));
    fc.assert(fc.property(fc.bigInt({ min: -LARGEST_AMOUNT, max: LARGEST_AMOUNT }), weights, (total, list) => {
      const parts = splitByWeights(total, list);
      const sum = list.reduce((a, b) => a + b, 0n);
      expect(parts.reduce((a, b) => a + b, 0n)).toBe(total);
      for (const [i, part] of parts.entries()) {
        const off = part * sum - total * list[i]!;
        expect(off < sum && off > -sum).toBe(true);
      }
    }), RUNS);
  });

  it('of a third three times loses nothing', () => {
    expect(splitByWeights(10_000n, [3_333n, 3_333n, 3_334n])).toEqual([3_333n, 3_333n, 3_334n]);
    expect(splitByWeights(100n, [1n, 1n, 1n])).toEqual([34n, 33n, 33n]);
  });

  it('over nothing is refused', () => {
    expect(() => splitByWeights(1n, [0n])).toThrow(RangeError);
    expect(() => splitByWeights(1n, [2n, -1n])).toThrow(RangeError);
  });
});
