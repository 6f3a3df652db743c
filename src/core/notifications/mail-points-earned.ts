import type { Recipient } from '../events.js';
import type { Tx } from '../tx.js';
import { queueMail } from './queue-mail.js';

/** Points that an invoice's payment brought. */
export interface PointsEarned {
  readonly customerId: string;
  readonly customer: Recipient;
  readonly invoiceId: string;
  readonly invoiceNumber: string;
  /** Whole points, more than none. */
  readonly points: bigint;
  /** The payment that caused it: one mail for each. */
  readonly cause: string;
}

/** Tells customers about the points they earned. */
export function mailPointsEarned(tx: Tx, earned: readonly PointsEarned[]): void {
  for (const one of earned) {
    queueMail(tx, 'loyalty_points_earned', {
      occasion: one.cause,
      subjectId: one.invoiceId,
      recipient: one.customer.email,
      data: {
        name: one.customer.name,
        points: one.points.toString(),
        customer_id: one.customerId,
        invoice_id: one.invoiceId,
        invoice_number: one.invoiceNumber,
      },
    });
  }
}
