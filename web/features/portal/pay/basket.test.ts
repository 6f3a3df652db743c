import { describe, expect, test } from 'vitest';
import type { Invoice } from '../../../wire.js';
import { basketOf, readAmount, sumOf } from './basket.js';

const invoice = (amount_due: number, currency = 'usd') => ({ id: String(amount_due), amount_due, currency }) as Invoice;

describe('the amounts of a payment', () => {
  test('are added as cents', () => {
    expect(sumOf([0.1, 0.2], 'usd')).toBe(0.3);
    expect(sumOf([19.99, 19.99, 19.99], 'usd')).toBe(59.97);
    expect(sumOf([500, 250], 'jpy')).toBe(750);
  });

  test.each([['12.50', 12.5], ['12.', 12], ['100', 100], ['100.01', null], ['0', null], ['', null], ['1,5', null], ['-3', null], ['1e1', null], ['12.505', null]])(
    '%s of 100 owed is %s', (typed, amount) => expect(readAmount(typed, invoice(100))).toBe(amount));

  test('have no cents where the currency has none', () => {
    expect(readAmount('12.5', invoice(100, 'jpy'))).toBeNull();
    expect(readAmount('12', invoice(100, 'jpy'))).toBe(12);
  });

  test('leave nothing, or what a card takes', () => {
    expect(['99.50', '99.51', '99.99', '100'].map((typed) => readAmount(typed, invoice(100), 0.5))).toEqual([99.5, null, null, 100]);
    expect(['0.29', '0.30'].map((typed) => readAmount(typed, invoice(0.3), 0.5))).toEqual([null, 0.3]);
  });

  test('make a basket only when all of them make sense', () => {
    expect(basketOf([{ invoice: invoice(10), amount: 10 }, { invoice: invoice(20), amount: 5.5 }])?.amount).toBe(15.5);
    expect(basketOf([{ invoice: invoice(10), amount: 10 }, { invoice: invoice(20), amount: null }])).toBeUndefined();
    expect(basketOf([])).toBeUndefined();
  });
});
