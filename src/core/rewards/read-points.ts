import { POINTS } from '../../kernel/currency.js';
import { account, readBalance } from '../ledger/index.js';
import type { Reader } from '../tx.js';

/** The points a customer can spend; below zero only after a clawback. */
export async function readPoints(reader: Reader, customerId: string): Promise<bigint> {
  return readBalance(reader, account('customer_points', POINTS, customerId));
}
