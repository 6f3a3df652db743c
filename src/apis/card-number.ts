/** 13 to 19 digits in a row, or in the groups cards are printed in; not a part of a longer word, id or fraction. */
const CANDIDATES = /(?<![\w-]|\d\.)(?:[2-9]\d{12,18}|[2-9]\d{3}([ -])\d{4}\1\d{4}\1\d{1,7}|3\d{3}[ -]\d{6}[ -]\d{5})(?![\w-])/g;

/** How the numbers of each network begin, with their lengths (ISO/IEC 7812): a moment in milliseconds or an EAN is none. */
const NETWORKS = new RegExp(`^(?:${[
  '4(?:\\d{12}|\\d{15}|\\d{18})', // Visa
  '(?:5[1-5]|2[2-7])\\d{14}', // Mastercard
  '5[06-9]\\d{11,17}', // Maestro
  '3[47]\\d{13}', // American Express
  '3(?:0[0-5]|[689]\\d)\\d{11}', // Diners Club
  '35\\d{14,17}', // JCB
  '6\\d{12,18}', // Discover, UnionPay, Maestro
].join('|')})$`);

/** Is there something in `text` that is a card number by its beginning, its length and its check digit? */
export function holdsCardNumber(text: string): boolean {
  for (const [candidate] of text.matchAll(CANDIDATES)) {
    const digits = candidate.replaceAll(/[ -]/g, '');
    if (NETWORKS.test(digits) && passesLuhn(digits)) return true;
  }
  return false;
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  let double = false;
  for (let at = digits.length - 1; at >= 0; at--) {
    const digit = digits.charCodeAt(at) - 48;
    sum += double ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit;
    double = !double;
  }
  return sum % 10 === 0;
}
