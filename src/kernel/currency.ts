import { Failure } from './failure.js';

/** ISO 4217 code in capitals. The documents speak of dollars only; other currencies are refused at the edge. */
export type Currency = string;

/** Something counted in the ledger: a currency, or loyalty points. */
export type Unit = Currency;

export const POINTS: Unit = 'PTS';

/**
 * ISO 4217, list one (six-group.com, maintained by SIX). Not asked of Intl: CLDR has digits of its own (HUF 0),
 * which change from release to release, and with them what stored minor units would mean.
 */
const EXPONENTS = new Map<Currency, number>([
  ...['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF'].map((code) => [code, 0] as const),
  ...['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map((code) => [code, 3] as const),
  ...['CLF', 'UYW'].map((code) => [code, 4] as const),
]);

/** Digits behind the point, as ISO 4217 has them (USD 2, JPY 0). */
export function exponentOf(currency: Currency): number {
  return EXPONENTS.get(currency.toUpperCase()) ?? 2;
}

/** How an amount is written for people, with those digits. */
export function moneyFormat(currency: Currency): Intl.NumberFormat {
  const digits = exponentOf(currency);
  return new Intl.NumberFormat('en-US', { style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** The code in capitals; `input_invalid` for anything that is no currency this runtime knows. */
export function parseCurrency(text: string): Currency {
  const code = text.toUpperCase();
  if (!Intl.supportedValuesOf('currency').includes(code)) throw new Failure('input_invalid', { field: 'currency' });
  return code;
}
