import { Failure } from './failure.js';

/** An amount in the smallest unit of its currency (cents of a dollar). Never a float. */
export type Minor = bigint;

/** Basis points: 1 % = 100. */
export type BasisPoints = number;

/** Parts per million: 1 % = 10,000. Tax rates are kept so (8.25 % = 82,500). */
export type Ppm = number;

/** The largest amount accepted anywhere, 10^12 minor units: far from any overflow, beyond any invoice. */
export const LARGEST_AMOUNT: Minor = 1_000_000_000_000n;

const DECIMAL = /^-?\d{1,16}(\.\d+)?$/;

/**
 * Reads a decimal amount of major units ("185.00", 185) into minor units.
 * Refuses with `amount_invalid` what is no finite decimal or has more digits than the currency:
 * nothing is ever rounded on the way in.
 */
export function parseMajor(value: string | number, exponent = 2): Minor {
  const text = typeof value === 'number' ? decimalText(value) : value.trim();
  if (!DECIMAL.test(text)) throw new Failure('amount_invalid');
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const significant = fraction.replace(/0+$/, '');
  if (significant.length > exponent) throw new Failure('amount_invalid');
  const minor = BigInt(whole + significant.padEnd(exponent, '0'));
  if (minor > LARGEST_AMOUNT) throw new Failure('amount_invalid');
  return text.startsWith('-') ? -minor : minor;
}

/** Shortest decimal text of a double; exponents (1e21, 1e-7) are refused by the caller's pattern. */
function decimalText(value: number): string {
  if (!Number.isFinite(value) || Object.is(value, -0)) throw new Failure('amount_invalid');
  return String(value);
}

/** Minor units as a decimal text of major units: 18500n -> "185.00". */
export function formatMajor(minor: Minor, exponent = 2): string {
  const sign = minor < 0n ? '-' : '';
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, '0');
  return exponent === 0 ? sign + digits : `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/** `numerator / denominator` rounded half away from zero, in integers. */
export function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const rounded = (2n * n + d) / (2n * d);
  return negative ? -rounded : rounded;
}

/** A share of an amount given in parts per million, half-up to the minor unit. */
export function shareOf(amount: Minor, ppm: Ppm): Minor {
  return divideHalfUp(amount * BigInt(ppm), 1_000_000n);
}

/**
 * Splits `total` over `weights` so that the parts add up to it exactly: each gets its floor,
 * the cents left over go to the largest remainders (earlier parts first among equals).
 */
export function splitByWeights(total: Minor, weights: readonly bigint[]): Minor[] {
  const sum = weights.reduce((a, b) => a + b, 0n);
  if (sum <= 0n || weights.some((w) => w < 0n)) throw new RangeError('weights must be positive in sum');
  const size = total < 0n ? -total : total;
  const parts = weights.map((w, index) => ({ index, floor: (size * w) / sum, rest: (size * w) % sum }));
  let left = size - parts.reduce((a, p) => a + p.floor, 0n);
  const byRest = [...parts].sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  for (const part of byRest) {
    if (left === 0n) break;
    part.floor += 1n;
    left -= 1n;
  }
  return parts.map((p) => (total < 0n ? -p.floor : p.floor));
}

export function smaller(a: Minor, b: Minor): Minor {
  return a < b ? a : b;
}

export function larger(a: Minor, b: Minor): Minor {
  return a > b ? a : b;
}
