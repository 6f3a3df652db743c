import { record } from '../audit/index.js';
import type { PaymentFailed, PaymentSettled, RefundBounced, RefundFailed, RefundSettled } from '../events.js';
import { SYSTEM } from '../tx.js';
import type { Tx } from '../tx.js';

/** Writes down every payment that arrived. */
export async function auditSettlements(tx: Tx, events: readonly PaymentSettled[]): Promise<void> {
  for (const e of events) {
    record(tx, {
      actor: SYSTEM, action: 'payment.settled', resourceType: 'payment', resourceId: e.paymentId,
      details: { amount: e.amountReceived, currency: e.currency, processor: e.processor, external_id: e.externalId, for: e.targets.map((t) => t.subjectId) },
    });
  }
}

/** Writes down every attempt that was declined. */
export async function auditPaymentFailures(tx: Tx, events: readonly PaymentFailed[]): Promise<void> {
  for (const e of events) {
    record(tx, {
      actor: SYSTEM, action: 'payment.failed', resourceType: 'payment', resourceId: e.paymentId, outcome: 'failure',
      details: { amount: e.amount, currency: e.currency, processor: e.processor, external_id: e.externalId, code: e.failureCode },
    });
  }
}

/** Writes down all money that went back. */
export async function auditRefunds(tx: Tx, events: readonly RefundSettled[]): Promise<void> {
  for (const e of events) {
    record(tx, {
      actor: SYSTEM, action: 'refund.settled', resourceType: 'payment', resourceId: e.paymentId,
      details: { refund_id: e.refundId, amount: e.refundAmount, currency: e.currency, keep_owing: e.keepOwing },
    });
  }
}

/** Writes down all money that could not go back: its customer has to be given it some other way. */
export async function auditBouncedRefunds(tx: Tx, events: readonly RefundBounced[]): Promise<void> {
  for (const e of events) {
    record(tx, {
      actor: SYSTEM, action: 'refund.bounced', resourceType: 'payment', resourceId: e.paymentId, outcome: 'failure',
      details: { refund_id: e.refundId, amount: e.refundAmount, currency: e.currency, code: e.failureCode },
    });
  }
}

/** Writes down every refund that came to nothing. */
export async function auditFailedRefunds(tx: Tx, events: readonly RefundFailed[]): Promise<void> {
  for (const e of events) {
    record(tx, {
      actor: SYSTEM, action: 'refund.failed', resourceType: 'payment', resourceId: e.paymentId, outcome: 'failure',
      details: { refund_id: e.refundId, amount: e.refundAmount, currency: e.currency, code: e.failureCode },
    });
  }
}
