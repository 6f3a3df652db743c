import type { Reader, Tx } from '../tx.js';
import { accountId, inNormalSign } from './accounts.js';
import type { Account } from './accounts.js';
import { findBalance, lockBalanceRow } from './store.js';

/** The running balance of an owned account in its normal sign; zero when nothing was ever posted to it. */
export async function readBalance(reader: Reader, account: Account): Promise<bigint> {
  return inNormalSign(account.kind, await findBalance(reader, accountId(account)));
}

/**
 * The same, and nobody else moves it until this transaction ends. What this transaction posted is not in it yet.
 * Lock one balance only: the flush takes its own in the order of their ids.
 */
export async function lockBalance(tx: Tx, account: Account): Promise<bigint> {
  return inNormalSign(account.kind, await lockBalanceRow(tx, accountId(account)));
}
