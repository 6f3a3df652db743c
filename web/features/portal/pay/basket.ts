import type { PaidInvoices } from '../../../api.js';
import { decimalsOf } from '../../../ui/money.js';
import type { Invoice } from '../../../wire.js';

/** One invoice of a payment, with what of it is paid now (null while the amount makes no sense). */
export interface BasketLine {
  invoice: Invoice;
  amount: number | null;
}

/** What one payment is for. `amount` is the sum of its lines, decimal money. */
export interface Basket {
  lines: readonly { invoice: Invoice; amount: number }[];
  amount: number;
  currency: string;
}

/** Decimals are added as whole cents: 0.1 + 0.2 is 0.3 here. */
export function sumOf(amounts: readonly number[], currency: string): number {
  const scale = 10 ** decimalsOf(currency);
  return amounts.reduce((sum, amount) => sum + Math.round(amount * scale), 0) / scale;
}

/** "12.50" as 12.5; null for what is no amount, nothing, more than is owed, or leaves less to pay than a card takes. */
export function readAmount(typed: string | number, { amount_due, currency }: Pick<Invoice, 'amount_due' | 'currency'>, smallestRest = 0): number | null {
  const text = String(typed).trim();
  const decimals = decimalsOf(currency);
  if (!new RegExp(decimals > 0 ? `^\\d+(\\.\\d{0,${decimals}})?$` : '^\\d+$').test(text)) return null;
  const amount = Number(text);
  const rest = sumOf([amount_due, -amount], currency);
  return amount > 0 && rest >= 0 && (rest === 0 || rest >= smallestRest) ? amount : null;
}

/** Undefined while one of the amounts makes no sense. */
export function basketOf(lines: readonly BasketLine[]): Basket | undefined {
  const currency = lines[0]?.invoice.currency;
  const sound = lines.filter((line): line is Basket['lines'][number] => line.amount !== null);
  if (currency === undefined || sound.length < lines.length) return undefined;
  return { lines: sound, amount: sumOf(sound.map(({ amount }) => amount), currency), currency };
}

/** As our server takes it. */
export const ordered = (basket: Basket): PaidInvoices => basket.lines.map(({ invoice, amount }) => ({ id: invoice.id, amount }));
