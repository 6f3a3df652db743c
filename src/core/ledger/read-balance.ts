import type { Reader } from '../tx.js';
import { accountId, inNormalSign } from './accounts.js';
import type { Account } from './accounts.js';

/** The running balance of an owned account in its normal sign; zero when nothing was ever posted to it. */
export async function readBalance(reader: Reader, account: Account): Promise<bigint> {
  const row = await reader.db.selectFrom('ledger_balances').select('balance').where('account_id', '=', accountId(account)).executeTakeFirst();
  return inNormalSign(account.kind, row?.balance ?? 0n);
}
