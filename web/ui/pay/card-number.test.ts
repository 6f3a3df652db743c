import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seeded } from '../../../test/random.js';
import { brandOf, cvcLength, digitsOf, formatCardNumber, formatExpiry, isCardNumber, passesLuhn, readExpiry } from './card-number.js';

/** The networks' published test numbers. */
const numbers = [
  ['4242424242424242', 'visa', '4242 4242 4242 4242', 3],
  ['5555555555554444', 'mastercard', '5555 5555 5555 4444', 3],
  ['2223003122003222', 'mastercard', '2223 0031 2200 3222', 3],
  ['378282246310005', 'amex', '3782 822463 10005', 4],
  ['6011111111111117', 'discover', '6011 1111 1111 1117', 3],
  ['30569309025904', 'diners', '3056 9309 0259 04', 3],
  ['3566002020360505', 'jcb', '3566 0020 2036 0505', 3],
  ['6200000000000005', 'unionpay', '6200 0000 0000 0005', 3],
] as const;

const { seed } = seeded('card numbers');

describe('card numbers', () => {
  test.each(numbers)('%s is %s', (digits, brand, written, cvc) => {
    expect(brandOf(digits)).toBe(brand);
    expect(formatCardNumber(digits)).toBe(written);
    expect(cvcLength(digits)).toBe(cvc);
    expect(isCardNumber(digits)).toBe(true);
  });

  test('one wrong digit never passes', () => {
    fc.assert(
      fc.property(fc.constantFrom(...numbers), fc.nat(13), fc.integer({ min: 1, max: 9 }), ([digits], place, by) => {
        const wrong = [...digits].map((digit, at) => (at === place ? String((Number(digit) + by) % 10) : digit)).join('');
        expect(passesLuhn(wrong)).toBe(false);
      }),
      { seed },
    );
  });

  test('whatever is typed or pasted becomes digits in groups, and writing it again changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        const written = formatCardNumber(text);
        expect(written).toMatch(/^[\d ]*$/);
        expect(digitsOf(text).startsWith(digitsOf(written))).toBe(true);
        expect(formatCardNumber(written)).toBe(written);
      }),
      { seed },
    );
  });

  test('nothing at all is no card number', () => {
    expect(isCardNumber('')).toBe(false);
    expect(passesLuhn('')).toBe(false);
  });
});

describe('expiry', () => {
  const today = new Date(2026, 10, 21);

  test.each([['1', '1'], ['4', '04'], ['12', '12'], ['123', '12 / 3'], ['1229', '12 / 29'], ['12/29', '12 / 29'], ['12 / 2', '12 / 2'], ['929', '09 / 29']])('%s is written %s', (typed, written) => {
    expect(formatExpiry(typed)).toBe(written);
  });

  test.each([['11 / 26', { month: 11, year: 2026 }], ['01 / 27', { month: 1, year: 2027 }], ['10 / 26', undefined], ['13 / 27', undefined], ['00 / 27', undefined], ['1', undefined]])('%s', (text, read) => {
    expect(readExpiry(text, today)).toEqual(read);
  });
});
