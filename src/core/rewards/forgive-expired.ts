import { POINTS } from '../../kernel/currency.js';
import { smaller } from '../../kernel/money.js';
import type { InvoicePaymentsChanged } from '../events.js';
import { account, accountId, lockBalance, post } from '../ledger/index.js';
import type { Tx } from '../tx.js';
import type { PointsMatch } from './points.js';
import { readExpiredOfInvoices } from './points-store.js';
import { forgivenPosting } from './postings.js';

/** Gives back what refunds and disputes take of points that had expired before: no point goes twice. */
export async function forgiveExpired(tx: Tx, matches: readonly PointsMatch<InvoicePaymentsChanged>[]): Promise<void> {
  const clawbacks = matches.filter(({ delta }) => delta < 0n);
  for (const customerId of [...new Set(clawbacks.map(({ event }) => event.customerId))].sort()) {
    const points = account('customer_points', POINTS, customerId);
    // Nothing may expire between this look and the posting.
    await lockBalance(tx, points);
    const his = clawbacks.filter(({ event }) => event.customerId === customerId);
    const expired = await readExpiredOfInvoices(tx, accountId(points), his.map(({ event }) => event.invoiceId));
    for (const { event: { invoiceId, cause }, delta } of his) {
      const left = expired.get(invoiceId)?.left ?? 0n;
      const forgiven = smaller(-delta, left);
      if (forgiven <= 0n) continue;
      post(tx, forgivenPosting(customerId, invoiceId, cause, forgiven));
      expired.set(invoiceId, { ever: 0n, ...expired.get(invoiceId), left: left - forgiven });
    }
  }
}
