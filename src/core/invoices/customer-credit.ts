import type { Minor } from '../../kernel/money.js';
import { account, lockBalance, readBalance } from '../ledger/index.js';
import type { Account } from '../ledger/index.js';
import type { Reader, Tx } from '../tx.js';

export function creditAccount(customerId: string | null, currency: string): Account {
  return account('customer_credit', currency, customerId ?? '');
}

/** What a customer has in credit: money that came and that nobody owed. */
export async function creditOf(reader: Reader, customerId: string, currency: string): Promise<Minor> {
  return readBalance(reader, creditAccount(customerId, currency));
}

/** What this transaction moved and will write at its end. */
const moved = new WeakMap<Tx, Map<string, Minor>>();

/** The same as this transaction leaves it so far; `lock` keeps others from spending it meanwhile. */
export async function creditAtHand(tx: Tx, customerId: string | null, currency: string, lock = false): Promise<Minor> {
  const written = await (lock ? lockBalance : readBalance)(tx, creditAccount(customerId, currency));
  return written + (moved.get(tx)?.get(`${customerId}:${currency}`) ?? 0n);
}

/** Remembers that a posting of this transaction gives to the credit of a customer, or takes from it. */
export function creditMoves(tx: Tx, customerId: string | null, currency: string, delta: Minor): void {
  if (delta === 0n) return;
  const sums = moved.get(tx) ?? new Map<string, Minor>();
  const key = `${customerId}:${currency}`;
  moved.set(tx, sums.set(key, (sums.get(key) ?? 0n) + delta));
}
