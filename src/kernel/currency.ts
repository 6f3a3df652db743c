import { Failure } from './failure.js';

/** ISO 4217 code in capitals. The documents speak of dollars only; other currencies are refused at the edge. */
export type Currency = string;

/** Something counted in the ledger: a currency, or loyalty points. */
export type Unit = Currency;

export const POINTS: Unit = 'PTS';

const EXPONENTS = new Map<string, number>();

/** Digits behind the point, as ISO 4217 has them (USD 2, JPY 0). */
export function exponentOf(currency: Currency): number {
  const known = EXPONENTS.get(currency);
  if (known !== undefined) return known;
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  EXPONENTS.set(currency, digits);
  return digits;
}

/** The code in capitals; `input_invalid` for anything that is no currency this runtime knows. */
export function parseCurrency(text: string): Currency {
  const code = text.toUpperCase();
  if (!Intl.supportedValuesOf('currency').includes(code)) throw new Failure('input_invalid', { field: 'currency' });
  return code;
}
