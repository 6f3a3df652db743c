/** 13 to 19 digits in a row, or in the groups cards are printed in; not a part of a longer word or id. */
const CANDIDATES = /(?<![\w-])(?:[2-9]\d{12,18}|[2-9]\d{3}([ -])\d{4}\1\d{4}\1\d{1,7}|3\d{3}[ -]\d{6}[ -]\d{5})(?![\w-])/g;

/** Is there something in `text` that is a card number by its length and check digit? */
export function holdsCardNumber(text: string): boolean {
  for (const [candidate] of text.matchAll(CANDIDATES)) if (passesLuhn(candidate)) return true;
  return false;
}

function passesLuhn(text: string): boolean {
  let sum = 0;
  let double = false;
  for (let at = text.length - 1; at >= 0; at--) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) continue;
    sum += double ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit;
    double = !double;
  }
  return sum % 10 === 0;
}
