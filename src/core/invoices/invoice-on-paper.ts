import { exponentOf } from '../../kernel/currency.js';
import { formatMajor } from '../../kernel/money.js';
import type { Minor } from '../../kernel/money.js';
import { ppmToPercent } from '../../kernel/percent.js';
import type { Day } from '../../kernel/period.js';
import type { Customer } from '../customers/index.js';
import type { DocumentPayment, InvoiceDocument } from '../ports/documents.js';
import type { Settings } from '../settings/index.js';
import type { InvoiceDetails, InvoicePayment } from './invoice-details.js';
import { openAmount, statusOf } from './invoice.js';

/** What an invoice says on paper, on `today` in the business's zone. */
export function onPaper(invoice: InvoiceDetails, customer: Customer | null, settings: Settings, today: Day): InvoiceDocument {
  const money = (minor: Minor) => formatMajor(minor, exponentOf(invoice.currency));
  const some = (minor: Minor) => (minor === 0n ? null : money(minor));
  return {
    number: invoice.number, status: statusOf(invoice, today), currency: invoice.currency, timeZone: settings.time_zone,
    issuedAt: instant(invoice.issuedAt), dueDate: invoice.dueDate, milestone: invoice.milestone, paidAt: instant(invoice.paidAt), voidedAt: instant(invoice.voidedAt), changedAt: invoice.updatedAt.toISOString(),
    business: {
      name: settings.business_name, address: settings.business_address, supportEmail: settings.support_email, logoUrl: settings.logo_url, footer: settings.receipt_footer,
    },
    customer: { ...invoice.customer, addressLines: addressLines(customer) },
    lines: invoice.lines.map((line) => ({
      description: line.description, quantity: String(line.quantity), unitPrice: money(line.unitPrice), taxPercent: String(ppmToPercent(line.taxPpm)), amount: money(line.amount),
    })),
    subtotal: money(invoice.amount), infrastructureCosts: some(invoice.infrastructureCosts), tax: money(invoice.taxAmount), total: money(invoice.total),
    paid: money(invoice.amountPaid), credited: some(invoice.amountCredited), refunded: some(invoice.amountRefunded), due: money(invoice.issuedAt ? openAmount(invoice) : invoice.total),
    payments: invoice.payments.filter((payment) => payment.state !== 'failed').map((payment) => onePayment(payment, money, some)),
    creditNotes: invoice.creditNotes.map((note) => ({ number: note.number, issuedAt: note.issuedAt.toISOString(), reason: note.reason, amount: money(note.amount) })),
    memo: invoice.memo,
  };
}

function onePayment(payment: InvoicePayment, money: (minor: Minor) => string, some: (minor: Minor) => string | null): DocumentPayment {
  return {
    at: payment.receivedOn ?? (payment.settledAt ?? payment.createdAt).toISOString(), method: payment.method, reference: payment.reference, cardBrand: payment.cardBrand, cardLast4: payment.cardLast4, pending: payment.state !== 'succeeded',
    amount: money(payment.amount), refunded: some(payment.refunded),
  };
}

function addressLines(customer: Customer | null): string[] {
  if (!customer) return [];
  const { companyName, address: { line1, line2, city, state, postalCode, country } } = customer;
  const place = [[city, state].filter(Boolean).join(', '), postalCode].filter(Boolean).join(' ');
  return [companyName, line1, line2, place, country].filter((line): line is string => line !== null && line !== '');
}

function instant(date: Date | null): string | null {
  return date === null ? null : date.toISOString();
}
