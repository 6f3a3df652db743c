import { describe, expect, it } from 'vitest';
import { holdsCardNumber } from './card-number.js';

describe('a card number', () => {
  it.each([
    '4242424242424242', '4222222222222', 'mine is 4242 4242 4242 4242, thanks', '5555-5555-5555-4444', '2223003122003222', '378282246310005', '3782 822463 10005',
    '30569309025904', '3566002020360505', '6011111111111117', '6205500000000000004', '6304000000000000',
  ])('is found: %s', (text) => expect(holdsCardNumber(text)).toBe(true));

  it.each([
    ['one digit is wrong', '4242424242424241'],
    ['a moment in milliseconds', '2795274013008'],
    ['a book, by its EAN', '9783161484100'],
    ['a fraction', '0.4242424242424242'],
    ['an id', 'in_4242424242424242'],
    ['a part of an id', 'a-4242424242424242'],
    ['a part of a longer number', '42424242424242424242'],
  ])('is not %s: %s', (_, text) => expect(holdsCardNumber(text)).toBe(false));
});
