import type { Reader } from '../tx.js';
import { readWay } from './store.js';

/** What keeps a customer from being put away. */
export type MoneyInTheWay = 'open_invoices' | 'credit' | 'open_disputes' | 'payments_under_way';

/** Every reason there is, or none. */
export async function moneyInTheWay(reader: Reader, customerId: string): Promise<MoneyInTheWay[]> {
  const { open, credit, disputed, moving } = await readWay(reader, customerId);
  const reasons: [MoneyInTheWay, bigint][] = [['open_invoices', open], ['credit', credit], ['open_disputes', disputed], ['payments_under_way', moving]];
  return reasons.filter(([, count]) => count > 0n).map(([reason]) => reason);
}
