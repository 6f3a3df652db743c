import { POINTS } from '../../kernel/currency.js';
import type { InvoicePaymentsChanged } from '../events.js';
import { account, post } from '../ledger/index.js';
import { mailPointsEarned } from '../notifications/index.js';
import { businessSettings } from '../settings/index.js';
import type { Tx } from '../tx.js';
import { forgiveExpired } from './forgive-expired.js';
import { matchPoints } from './points.js';
import { invoicePointsSink } from './store.js';

/**
 * Brings the points of invoices to what their net payments deserve, up or down: each settlement, refund or
 * dispute books the difference to that target. Only such a clawback takes a balance below zero.
 */
export async function matchPointsToPayments(tx: Tx, events: readonly InvoicePaymentsChanged[]): Promise<void> {
  const { points_per_dollar: current } = await businessSettings(tx);
  const matches = matchPoints(events, current);
  await forgiveExpired(tx, matches);
  for (const { event, rate, target, delta } of matches) {
    tx.collect(invoicePointsSink, { invoiceId: event.invoiceId, customerId: event.customerId, points: target, pointsPerDollar: rate });
    post(tx, {
      kind: 'points',
      occasion: `points.matched:${event.cause}:${event.invoiceId}`,
      reference: { invoice_id: event.invoiceId, customer_id: event.customerId },
      lines: [
        { account: account('points_issued', POINTS), amount: delta },
        { account: account('customer_points', POINTS, event.customerId), amount: -delta },
      ],
    });
    if (delta > 0n) mailPointsEarned(tx, [{ customerId: event.customerId, customer: event.customer, invoiceId: event.invoiceId, invoiceNumber: event.invoiceNumber, points: delta, cause: event.cause }]);
  }
}
