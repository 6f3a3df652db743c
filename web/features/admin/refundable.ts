import type { InvoicePayment } from '../../wire.js';

/** What can still go back of a payment, in decimal money. The rounding takes out what subtracting floats leaves behind. */
export function refundable(payment: InvoicePayment): number {
  return payment.state === 'succeeded' ? Math.round((payment.amount - payment.refunded) * 1000) / 1000 : 0;
}
