import { createHash } from 'node:crypto';
import { StripeFailure, badParameter } from './failure.js';
import type { Card } from './rows.js';

/** What a test card does when it is charged. A name of `refusals` refuses with it. */
export type Behaviour =
  | 'succeeds'
  | 'authenticates'
  | 'always_authenticates'
  | 'disputes'
  | 'refunds_late'
  | 'fails_refund'
  | 'charges_refused'
  | keyof typeof refusals;

interface TestCard {
  brand: string;
  behaviour: Behaviour;
  funding?: string;
}

/** What each refusal is called on the wire. */
export const refusals = {
  generic_decline: { code: 'card_declined', message: 'Your card was declined.' },
  insufficient_funds: { code: 'card_declined', message: 'Your card has insufficient funds.' },
  lost_card: { code: 'card_declined', message: 'Your card was declined.' },
  stolen_card: { code: 'card_declined', message: 'Your card was declined.' },
  fraudulent: { code: 'card_declined', message: 'Your card was declined.' },
  expired_card: { code: 'expired_card', message: 'Your card has expired.' },
  incorrect_cvc: { code: 'incorrect_cvc', message: "Your card's security code is incorrect." },
  processing_error: {
    code: 'processing_error',
    message: 'An error occurred while processing your card. Try again in a little bit.',
  },
  authentication_required: {
    code: 'authentication_required',
    message: 'Your card was declined. This transaction requires authentication.',
  },
} as const;

const cards: Record<string, TestCard> = {
  '4242424242424242': { brand: 'visa', behaviour: 'succeeds' },
  '4000056655665556': { brand: 'visa', behaviour: 'succeeds', funding: 'debit' },
  '5555555555554444': { brand: 'mastercard', behaviour: 'succeeds' },
  '5200828282828210': { brand: 'mastercard', behaviour: 'succeeds', funding: 'debit' },
  '378282246310005': { brand: 'amex', behaviour: 'succeeds' },
  '6011111111111117': { brand: 'discover', behaviour: 'succeeds' },
  '4000000000000002': { brand: 'visa', behaviour: 'generic_decline' },
  '4000000000009995': { brand: 'visa', behaviour: 'insufficient_funds' },
  '4000000000009987': { brand: 'visa', behaviour: 'lost_card' },
  '4000000000009979': { brand: 'visa', behaviour: 'stolen_card' },
  '4100000000000019': { brand: 'visa', behaviour: 'fraudulent' },
  '4000000000000069': { brand: 'visa', behaviour: 'expired_card' },
  '4000000000000127': { brand: 'visa', behaviour: 'incorrect_cvc' },
  '4000000000000119': { brand: 'visa', behaviour: 'processing_error' },
  '4000000000000341': { brand: 'visa', behaviour: 'charges_refused' },
  '4000002500003155': { brand: 'visa', behaviour: 'authenticates' },
  '4000002760003184': { brand: 'visa', behaviour: 'always_authenticates' },
  '4000000000000259': { brand: 'visa', behaviour: 'disputes' },
  '4000000000007726': { brand: 'visa', behaviour: 'refunds_late' },
  '4000000000005126': { brand: 'visa', behaviour: 'fails_refund' },
};

/** The names behind `pm_card_…` and `tok_…`. */
const names: Record<string, string> = {
  visa: '4242424242424242',
  visa_debit: '4000056655665556',
  mastercard: '5555555555554444',
  mastercard_debit: '5200828282828210',
  amex: '378282246310005',
  discover: '6011111111111117',
  chargeDeclined: '4000000000000002',
  visa_chargeDeclined: '4000000000000002',
  chargeDeclinedInsufficientFunds: '4000000000009995',
  visa_chargeDeclinedInsufficientFunds: '4000000000009995',
  visa_chargeDeclinedLostCard: '4000000000009987',
  visa_chargeDeclinedStolenCard: '4000000000009979',
  chargeDeclinedFraudulent: '4100000000000019',
  chargeDeclinedExpiredCard: '4000000000000069',
  chargeDeclinedIncorrectCvc: '4000000000000127',
  chargeDeclinedProcessingError: '4000000000000119',
  chargeCustomerFail: '4000000000000341',
  visa_chargeCustomerFail: '4000000000000341',
  authenticationRequired: '4000002500003155',
  authenticationRequiredOnSetup: '4000002500003155',
  threeDSecureRequired: '4000002760003184',
  createDispute: '4000000000000259',
  pendingRefund: '4000000000007726',
  refundFail: '4000000000005126',
};

export interface DrawnCard {
  card: Card;
  behaviour: Behaviour;
}

/** The card behind `pm_card_…`, or nothing where Stripe knows no such name. */
export function cardOfMethodName(id: string): DrawnCard | undefined {
  const number = id.startsWith('pm_card_') ? names[id.slice('pm_card_'.length)] : undefined;
  return number === undefined ? undefined : draw(number);
}

/** Every `tok_…` is a card here: a known name behaves by it, any other is a Visa that succeeds. */
export function cardOfToken(token: string): DrawnCard | undefined {
  if (!/^tok_[A-Za-z0-9_]+$/.test(token)) return undefined;
  return draw(names[token.slice('tok_'.length)] ?? '4242424242424242');
}

export interface TypedCard {
  number?: string | null;
  exp_month?: number | null;
  exp_year?: number | null;
  cvc?: string | null;
}

/** Reads what a payer typed. A wrong check digit, a past month or a broken code is refused (402, `card_error`). */
export function cardOfNumber(typed: TypedCard, now: Date): DrawnCard {
  const number = (typed.number ?? '').replaceAll(/[ -]/g, '');
  if (number === '') throw badParameter('Missing required param: card[number].', 'card[number]', 'parameter_missing');
  if (!/^\d{12,19}$/.test(number) || !passesLuhn(number)) throw refusedCard('incorrect_number', 'Your card number is incorrect.', 'number');
  const month = typed.exp_month ?? 0;
  const year = fullYear(typed.exp_year ?? 0);
  if (month < 1 || month > 12) throw refusedCard('invalid_expiry_month', "Your card's expiration month is invalid.", 'exp_month');
  const months = year * 12 + month - (now.getUTCFullYear() * 12 + now.getUTCMonth() + 1);
  if (months < 0 || months > 50 * 12) throw refusedCard('invalid_expiry_year', "Your card's expiration year is invalid.", 'exp_year');
  if (typed.cvc != null && !/^\d{3,4}$/.test(typed.cvc)) throw refusedCard('invalid_cvc', "Your card's security code is invalid.", 'cvc');
  return draw(number, month, year, typed.cvc != null);
}

function draw(number: string, month = 12, year = 2034, cvc = true): DrawnCard {
  const known = cards[number] ?? { brand: brandOf(number), behaviour: 'succeeds' as const };
  const fingerprint = createHash('sha256').update(number).digest('base64').replaceAll(/[^A-Za-z0-9]/g, '').slice(0, 16);
  return {
    behaviour: known.behaviour,
    card: {
      brand: known.brand,
      last4: number.slice(-4),
      exp_month: month,
      exp_year: year,
      fingerprint,
      country: 'US',
      funding: known.funding ?? 'credit',
      cvc,
    },
  };
}

function brandOf(number: string): string {
  if (/^5[1-5]|^2[2-7]/.test(number)) return 'mastercard';
  if (/^3[47]/.test(number)) return 'amex';
  if (/^6(011|5)/.test(number)) return 'discover';
  return 'visa';
}

const fullYear = (year: number): number => (year < 100 ? 2000 + year : year);

function passesLuhn(number: string): boolean {
  let sum = 0;
  for (let place = 0; place < number.length; place++) {
    const digit = Number(number[number.length - 1 - place]);
    const doubled = place % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

function refusedCard(code: string, message: string, param: string): StripeFailure {
  return new StripeFailure(402, 'card_error', message, { code, param });
}
