import type { Invoice, InvoiceDetails as CoreInvoiceDetails, InvoiceCreditNote } from '../../core/invoices/index.js';
import { openAmount, statusOf } from '../../core/invoices/index.js';
import type { Operation as CoreOperation } from '../../core/operations/index.js';
import type { Payment as CorePayment, PaymentState, Refund } from '../../core/payments/index.js';
import type { Settings } from '../../core/settings/index.js';
import { exponentOf } from '../../kernel/currency.js';
import { formatMajor, parseMajor } from '../../kernel/money.js';
import { ppmToPercent } from '../../kernel/percent.js';
import type { Minor } from '../../kernel/money.js';
import type { InvoiceDetails, InvoiceItem, Operation, Payment, Refunded } from './contract.js';

/** Decimal units of the currency, as the web app shows money. */
export function toMajor(minor: Minor, currency: string): number {
  return Number(formatMajor(minor, exponentOf(currency)));
}

/** `amount_invalid` for more digits than the currency has. */
export function fromMajor(amount: number, currency: string): Minor {
  return parseMajor(amount, exponentOf(currency));
}

const PAYMENT_STATUS: Readonly<Record<PaymentState, Payment['status']>> = {
  created: 'pending', open: 'requires_action', processing: 'pending', unknown: 'pending', succeeded: 'succeeded', failed: 'failed', canceled: 'canceled',
};

export function toPaymentStatus(state: PaymentState): Payment['status'] {
  return PAYMENT_STATUS[state];
}

export function toInvoiceItem(invoice: Invoice, today: string): InvoiceItem {
  const money = (minor: Minor) => toMajor(minor, invoice.currency);
  return {
    id: invoice.id,
    invoice_number: invoice.number,
    status: statusOf(invoice, today),
    issued_at: instant(invoice.issuedAt),
    due_date: invoice.dueDate,
    total: money(invoice.total),
    amount_paid: money(invoice.amountPaid),
    amount_due: money(openAmount(invoice)),
    amount_refunded: money(invoice.amountRefunded),
    currency: invoice.currency,
    customer_name: invoice.customer.name,
  };
}

export function toInvoiceDetails(invoice: CoreInvoiceDetails, settings: Settings, today: string): InvoiceDetails {
  const money = (minor: Minor) => toMajor(minor, invoice.currency);
  return {
    ...toInvoiceItem(invoice, today),
    amount: money(invoice.amount),
    tax_amount: money(invoice.taxAmount),
    infrastructure_costs: money(invoice.infrastructureCosts),
    infrastructure_tax_percent: ppmToPercent(invoice.infrastructureTaxPpm),
    amount_credited: money(invoice.amountCredited),
    credit_available: money(invoice.creditAvailable),
    milestone: invoice.milestone,
    auto_charge: invoice.autoCharge,
    version: invoice.version,
    memo: invoice.memo,
    business: { name: settings.business_name, logo_url: settings.logo_url, address: settings.business_address, support_email: settings.support_email },
    customer: { id: invoice.customerId, name: invoice.customer.name, email: invoice.customer.email },
    lines: invoice.lines.map((line) => ({
      description: line.description, quantity: line.quantity, unit_price: money(line.unitPrice), amount: money(line.amount), tax_amount: money(line.taxAmount), tax_percent: ppmToPercent(line.taxPpm),
    })),
    payments: invoice.payments.map((payment) => ({
      id: payment.id, state: PAYMENT_STATUS[payment.state as PaymentState], amount: money(payment.amount), refunded: money(payment.refunded),
      card_brand: payment.cardBrand, card_last4: payment.cardLast4, created_at: payment.createdAt.toISOString(), settled_at: instant(payment.settledAt),
      method: payment.method, reference: payment.reference, received_on: payment.receivedOn,
    })),
    credit_notes: invoice.creditNotes.map((note) => ({ id: note.id, number: note.number, amount: money(note.amount), tax_amount: money(note.taxAmount), reason: note.reason, issued_at: note.issuedAt.toISOString() })),
    points_awarded: Number(invoice.pointsAwarded),
  };
}

export function toPayment(payment: CorePayment): Payment {
  const money = (minor: Minor) => toMajor(minor, payment.currency);
  return {
    id: payment.id,
    status: PAYMENT_STATUS[payment.state],
    amount: money(payment.amount),
    amount_refunded: money(payment.amountRefunded),
    currency: payment.currency,
    failure_code: payment.failureCode,
    invoice_ids: payment.targets.filter((target) => target.kind === 'invoice').map((target) => target.subjectId),
    created_at: payment.createdAt.toISOString(),
    settled_at: instant(payment.settledAt),
  };
}

export function toRefunded(refund: Refund, payment: CorePayment, note: InvoiceCreditNote | undefined): Refunded {
  return {
    refund_id: refund.id,
    status: refund.state === 'succeeded' ? 'succeeded' : 'pending',
    amount: toMajor(refund.amount, payment.currency),
    payment: toPayment(payment),
    credit_note: note ? { number: note.number, amount: toMajor(note.amount, payment.currency) } : null,
  };
}

export function toOperation(operation: CoreOperation): Operation {
  const { id, kind, state, done, total, message, result } = operation;
  return { id, kind, state, done, total, message, result, created_at: operation.createdAt.toISOString(), updated_at: operation.updatedAt.toISOString() };
}

function instant(date: Date | null): string | null {
  return date === null ? null : date.toISOString();
}
