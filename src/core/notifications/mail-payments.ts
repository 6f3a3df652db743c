import { exponentOf } from '../../kernel/currency.js';
import { formatMajor } from '../../kernel/money.js';
import type { Minor } from '../../kernel/money.js';
import type { PaymentFacts, PaymentFailed, PaymentSettled, RefundBounced, RefundFailed, RefundSettled } from '../events.js';
import type { MoneyText, PaidItem } from '../ports/letters.js';
import { businessSettings } from '../settings/index.js';
import type { Tx } from '../tx.js';
import { queueMail } from './queue-mail.js';

/** A receipt for every payment that arrived. */
export async function mailReceipts(tx: Tx, events: readonly PaymentSettled[]): Promise<void> {
  for (const event of events) {
    // Credit that is spent was receipted when it came.
    if (event.customer === null || event.processor === 'credit' || hasOwnMail(event)) continue;
    queueMail(tx, 'payment_receipt', {
      occasion: 'payment.settled',
      subjectId: event.paymentId,
      recipient: event.customer.email,
      data: {
        name: event.customer.name,
        payment_id: event.paymentId,
        ...moneyText(event.amountReceived, event.currency),
        paid_at: tx.now.toISOString(),
        card_brand: event.cardBrand,
        card_last4: event.cardLast4,
        items: itemsOf(event),
      },
    });
  }
}

/** A word to the payer for every declined attempt of his; of those made without him, who made them tells with what comes next. */
export async function mailPaymentFailures(tx: Tx, events: readonly PaymentFailed[]): Promise<void> {
  for (const event of events) {
    if (event.customer === null || WITHOUT_PAYER.test(event.requestKey ?? '') || hasOwnMail(event)) continue;
    queueMail(tx, 'payment_failed', {
      occasion: `payment.failed:${event.attempt}`,
      subjectId: event.paymentId,
      recipient: event.customer.email,
      data: {
        name: event.customer.name,
        payment_id: event.paymentId,
        ...moneyText(event.amount, event.currency),
        failure_code: event.failureCode,
        card_last4: event.cardLast4,
        items: itemsOf(event),
      },
    });
  }
}

/** A confirmation for every refund; the number of its credit note is read when the mail is sent. */
export async function mailRefunds(tx: Tx, events: readonly RefundSettled[]): Promise<void> {
  for (const event of events) {
    // What was written down by hand and is taken back again never went to anybody.
    if (event.customer === null || event.processor === 'credit' || (event.processor === 'manual' && event.keepOwing) || hasOwnMail(event)) continue;
    queueMail(tx, 'refund_issued', {
      occasion: 'refund.settled',
      subjectId: event.refundId,
      recipient: event.customer.email,
      data: {
        name: event.customer.name,
        refund_id: event.refundId,
        payment_id: event.paymentId,
        ...moneyText(event.refundAmount, event.currency),
        reason: event.reason,
        keep_owing: event.keepOwing,
        card_last4: event.cardLast4,
        items: itemsOf(event),
      },
    });
  }
}

/** What became of a refund that did not arrive: its payer waits for it, and his bank seldom tells him. */
export async function mailBouncedRefunds(tx: Tx, events: readonly RefundBounced[]): Promise<void> {
  for (const event of events) {
    if (event.customer === null) continue;
    queueMail(tx, 'refund_bounced', {
      occasion: 'refund.bounced',
      subjectId: event.refundId,
      recipient: event.customer.email,
      data: { name: event.customer.name, refund_id: event.refundId, payment_id: event.paymentId, ...moneyText(event.refundAmount, event.currency), card_last4: event.cardLast4 },
    });
  }
}

/** A word to the business for every refund that failed with nobody waiting for it: somebody has to see to it by hand. */
export async function mailFailedRefunds(tx: Tx, events: readonly RefundFailed[]): Promise<void> {
  const untold = events.filter((event) => !event.answered);
  if (untold.length === 0) return;
  const { support_email: office, business_name: name } = await businessSettings(tx);
  if (office === null) return;
  for (const event of untold) {
    queueMail(tx, 'refund_failed', {
      occasion: 'refund.failed',
      subjectId: event.refundId,
      recipient: office,
      data: {
        name, refund_id: event.refundId, payment_id: event.paymentId, ...moneyText(event.refundAmount, event.currency),
        failure_code: event.failureCode, customer_name: event.customer?.name ?? null, items: itemsOf(event),
      },
    });
  }
}

/** Names of charges that core/dunning and core/credits make by themselves. */
const WITHOUT_PAYER = /^(collection|top-up):/;

/** Kinds of things whose own module tells their buyer, with all that belongs to them. */
const OWN_MAIL: ReadonlySet<string> = new Set(['program']);

function hasOwnMail(event: PaymentFacts): boolean {
  return event.targets.some((target) => OWN_MAIL.has(target.kind));
}

function itemsOf(event: PaymentFacts): PaidItem[] {
  return event.targets.map((target) => ({ kind: target.kind, label: target.label, ...moneyText(target.amount, event.currency) }));
}

function moneyText(amount: Minor, currency: string): MoneyText {
  return { amount: formatMajor(amount, exponentOf(currency)), currency };
}
