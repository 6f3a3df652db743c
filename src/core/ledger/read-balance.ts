import type { Reader } from '../tx.js';
import { accountId, inNormalSign } from './accounts.js';
import type { Account } from './accounts.js';
import { findBalance } from './store.js';

/** The running balance of an owned account in its normal sign; zero when nothing was ever posted to it. */
export async function readBalance(reader: Reader, account: Account): Promise<bigint> {
  return inNormalSign(account.kind, await findBalance(reader, accountId(account)));
}
