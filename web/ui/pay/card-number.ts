export type CardBrand = 'visa' | 'mastercard' | 'amex' | 'discover' | 'diners' | 'jcb' | 'unionpay';

const brands: readonly (readonly [CardBrand, RegExp])[] = [
  ['visa', /^4/],
  ['mastercard', /^(5[1-5]|2(22[1-9]|2[3-9]|[3-6]|7[01]|720))/],
  ['amex', /^3[47]/],
  ['discover', /^6(011|4[4-9]|5)/],
  ['diners', /^3(0[0-5]|[689])/],
  ['jcb', /^35(2[89]|[3-8])/],
  ['unionpay', /^62/],
];

export const digitsOf = (text: string) => text.replace(/\D/g, '');

export function brandOf(digits: string): CardBrand | undefined {
  return brands.find(([, pattern]) => pattern.test(digits))?.[0];
}

const lengthOf = (digits: string) => ({ amex: 15, diners: 14 })[String(brandOf(digits))] ?? 16;

/** "4242424242424242" → "4242 4242 4242 4242"; American Express groups 4-6-5. Up to 19 digits, as UnionPay has. */
export function formatCardNumber(text: string): string {
  const digits = digitsOf(text).slice(0, brandOf(digitsOf(text)) === 'unionpay' ? 19 : lengthOf(digitsOf(text)));
  const groups = brandOf(digits) === 'amex' ? /^(\d{1,4})(\d{1,6})?(\d{1,5})?$/ : /(\d{1,4})/g;
  const parts = brandOf(digits) === 'amex' ? (groups.exec(digits)?.slice(1).filter(Boolean) ?? []) : (digits.match(groups) ?? []);
  return parts.join(' ');
}

/** The check digit that catches a mistyped number. */
export function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return digits.length > 0 && sum % 10 === 0;
}

export function isCardNumber(digits: string): boolean {
  const long = brandOf(digits) === 'unionpay' ? digits.length >= 16 : digits.length === lengthOf(digits);
  return long && passesLuhn(digits);
}

/** "1228" → "12 / 28"; "4" → "04 / ", because no month starts with it. */
export function formatExpiry(text: string): string {
  const raw = digitsOf(text);
  const digits = (/^[2-9]/.test(raw) ? `0${raw}` : raw).slice(0, 4);
  return digits.length > 2 ? `${digits.slice(0, 2)} / ${digits.slice(2)}` : digits;
}

/** Month and full year of "12 / 28", or undefined where it is none or lies in the past. */
export function readExpiry(text: string, today: Date): { month: number; year: number } | undefined {
  const match = /^(\d{2}) \/ (\d{2})$/.exec(text);
  const month = Number(match?.[1]);
  const year = 2000 + Number(match?.[2]);
  if (!match || month < 1 || month > 12) return undefined;
  return year * 12 + month < today.getFullYear() * 12 + today.getMonth() + 1 ? undefined : { month, year };
}

export const cvcLength = (digits: string) => (brandOf(digits) === 'amex' ? 4 : 3);
