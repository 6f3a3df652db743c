import { badParameter } from './failure.js';

const KNOWN = new Set(Intl.supportedValuesOf('currency').map((code) => code.toLowerCase()));
const MINIMUM: Record<string, number> = { usd: 50, eur: 50, gbp: 30, chf: 50, aud: 50, cad: 50, jpy: 50, mxn: 1000, sek: 300 };
const MAXIMUM = 99_999_999;

/** The currency in lower case, refused when nobody issues it. */
export function readCurrency(code: string): string {
  const lower = code.toLowerCase();
  if (KNOWN.has(lower)) return lower;
  throw badParameter(`Invalid currency: ${lower}. Stripe currently supports these currencies: usd, eur, gbp, …`, 'currency');
}

/** Refuses what is too little or too much to charge. */
export function checkAmount(amount: number, currency: string): number {
  if (amount < 0) throw badParameter('This value must be greater than or equal to 1.', 'amount', 'parameter_invalid_integer');
  if (amount < (MINIMUM[currency] ?? 50)) {
    throw badParameter(`Amount must be at least ${MINIMUM[currency] ?? 50} in the smallest unit of ${currency}`, 'amount', 'amount_too_small');
  }
  if (amount > MAXIMUM) throw badParameter('Amount must be no more than 99999999', 'amount', 'amount_too_large');
  return amount;
}

/** What Stripe keeps of a charge: 2.9 % + 30, half up. */
export function feeOf(amount: number): number {
  return Math.floor((amount * 29 + 500) / 1000) + 30;
}
