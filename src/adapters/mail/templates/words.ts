import { moneyFormat } from '../../../kernel/currency.js';

/** An amount as people read it: ("185.00", "USD") → "$185.00". The decimal text is never made a float. */
export function money(amount: string, currency: string): string {
  let format = MONEY.get(currency);
  if (!format) MONEY.set(currency, format = moneyFormat(currency));
  return format.format(amount as `${number}`);
}

/** Making one takes longer than a line of an invoice. */
const MONEY = new Map<string, Intl.NumberFormat>();

/** A whole number with separators: "1850" → "1,850". */
export function count(digits: string): string {
  return new Intl.NumberFormat('en-US').format(BigInt(digits));
}

/** An instant in the business's zone, with the zone's name: "March 3, 2026 at 4:05 PM EST". */
export function instant(iso: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-US', {
    year: 'numeric', month: 'long', day: 'numeric', hour: 'numeric', minute: '2-digit', timeZoneName: 'short', timeZone,
  }).format(new Date(iso));
}

/** A calendar day: "2026-03-03" → "March 3, 2026". */
export function day(text: string): string {
  return new Intl.DateTimeFormat('en-US', { year: 'numeric', month: 'long', day: 'numeric', timeZone: 'UTC' }).format(new Date(`${text}T00:00:00Z`));
}

/** How far away something is: 24 → "in 24 hours", 72 → "in 3 days", 0 → "now". */
export function hoursAhead(hours: number): string {
  const whole = Math.round(hours);
  if (whole <= 0) return 'now';
  if (whole >= 48 && whole % 24 === 0) return `in ${whole / 24} days`;
  return whole === 1 ? 'in 1 hour' : `in ${whole} hours`;
}

/** How it was paid: "Visa ending in 4242"; null when that is not known. */
export function card(brand: string | null, last4: string | null): string | null {
  if (last4 === null) return null;
  const known = brand === null ? undefined : BRANDS.get(brand.toLowerCase());
  return `${known ?? 'Card'} ending in ${last4}`;
}

const BRANDS = new Map([
  ['visa', 'Visa'],
  ['mastercard', 'Mastercard'],
  ['amex', 'American Express'],
  ['american_express', 'American Express'],
  ['discover', 'Discover'],
  ['diners', 'Diners Club'],
  ['jcb', 'JCB'],
  ['unionpay', 'UnionPay'],
]);

/** Why a payment did not go through, for the person who tried to pay. */
export function failureReason(code: string): string {
  return FAILURES.get(code) ?? 'The card was declined by its bank.';
}

const FAILURES = new Map([
  ['insufficient_funds', 'The card does not have enough funds.'],
  ['expired_card', 'The card has expired.'],
  ['incorrect_cvc', 'The security code was not right.'],
  ['incorrect_number', 'The card number was not right.'],
  ['invalid_expiry_month', 'The expiry date was not right.'],
  ['invalid_expiry_year', 'The expiry date was not right.'],
  ['processing_error', 'The card could not be processed just now.'],
  ['authentication_required', 'The bank asks you to confirm this payment.'],
  ['payment_intent_authentication_failure', 'The confirmation at your bank was not completed.'],
  ['lost_card', 'The card was declined by its bank.'],
  ['stolen_card', 'The card was declined by its bank.'],
]);

/** Why money went back, for the person who gets it; null for what is nobody's business but ours. */
export function refundReason(reason: string | null): string | null {
  switch (reason) {
    case 'requested_by_customer':
      return 'Requested by you';
    case 'duplicate':
      return 'Paid twice';
    case 'fraudulent':
      return null;
    default:
      return reason;
  }
}

/** A span as people say it: 30 → "30 minutes", 1440 → "24 hours". */
export function within(minutes: number): string {
  const hours = minutes / 60;
  const days = hours / 24;
  if (days >= 3 && Number.isInteger(days)) return `${days} days`;
  if (minutes >= 120 && Number.isInteger(hours)) return `${hours} hours`;
  return minutes === 60 ? '1 hour' : minutes === 1 ? '1 minute' : `${minutes} minutes`;
}
