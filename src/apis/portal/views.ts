import type { Card, SavedMethod } from '../../core/ports/processor.js';
import type { Minor } from '../../kernel/money.js';
import { formatMajor, parseMajor } from '../../kernel/money.js';
import type { PaymentMethod } from './contract.js';

/** Decimal dollars, as this document writes money. */
export function toDollars(minor: Minor): number {
  return Number(formatMajor(minor));
}

/** `amount_invalid` for what is no positive amount of whole cents. */
export function fromDollars(dollars: number): Minor {
  return parseMajor(dollars);
}

const UNKNOWN_CARD: Card = { brand: 'unknown', last4: '0000', expMonth: 1, expYear: 2000 };

export function toPaymentMethod({ externalId, card, isDefault }: SavedMethod): PaymentMethod {
  const { brand, last4, expMonth, expYear } = card ?? UNKNOWN_CARD;
  return { id: externalId, card: { brand, last4, exp_month: expMonth, exp_year: expYear }, is_default: isDefault };
}
