import { getInvoicesWithLines, lastPaymentsOf, openAmount, statusOf } from '../../core/invoices/index.js';
import type { InvoiceWithLines, LastPayment } from '../../core/invoices/index.js';
import { businessSettings } from '../../core/settings/index.js';
import type { Settings } from '../../core/settings/index.js';
import type { World } from '../../core/tx.js';
import { exponentOf } from '../../kernel/currency.js';
import { Failure } from '../../kernel/failure.js';
import { formatMajor } from '../../kernel/money.js';
import type { Minor } from '../../kernel/money.js';
import { addDays, dayIn, startOfDay } from '../../kernel/period.js';
import type { Day } from '../../kernel/period.js';
import type { Invoice } from './contract-invoice.js';

/** What a view needs beside the invoice itself. */
export interface InvoiceFacts {
  readonly settings: Settings;
  /** The day in the business's zone. */
  readonly today: Day;
  /** What paid it last. */
  readonly payment?: LastPayment | undefined;
}

/** Invoices in the words of this document, in the order asked for: a constant number of queries. */
export async function invoiceViews(world: World, ids: readonly string[]): Promise<Invoice[]> {
  const [invoices, payments, settings] = await Promise.all([getInvoicesWithLines(world.read, ids), lastPaymentsOf(world.read, ids), businessSettings(world.read)]);
  const today = dayIn(settings.time_zone, world.clock.now());
  return invoices.map((invoice) => invoiceView(invoice, { settings, today, payment: payments.get(invoice.id) }));
}

/** One of them. `invoice_not_found`. */
export async function viewInvoice(world: World, id: string): Promise<Invoice> {
  const [view] = await invoiceViews(world, [id]);
  if (!view) throw new Failure('invoice_not_found');
  return view;
}

/** A draft has no number and no days yet: it says so, and names those it would get by the settings. */
export function invoiceView(invoice: InvoiceWithLines, { settings, today, payment }: InvoiceFacts): Invoice {
  const money = (minor: Minor) => Number(formatMajor(minor, exponentOf(invoice.currency)));
  const dueDay = invoice.dueDate ?? addDays(dayIn(settings.time_zone, invoice.createdAt), settings.invoice_due_days);
  return {
    id: invoice.id, customer_id: invoice.customerId, proposal_id: invoice.proposalId, invoice_number: invoice.number ?? 'DRAFT', status: statusOf(invoice, today),
    amount: money(invoice.amount), tax_amount: money(invoice.taxAmount), total_amount: money(invoice.total), amount_paid: money(invoice.amountPaid),
    amount_due: money(openAmount(invoice)), amount_refunded: money(invoice.amountRefunded), currency: invoice.currency,
    issue_date: (invoice.issuedAt ?? invoice.createdAt).toISOString(), due_date: startOfDay(settings.time_zone, dueDay).toISOString(),
    paid_date: invoice.paidAt?.toISOString() ?? null, description: invoice.memo, infrastructure_costs: money(invoice.infrastructureCosts), milestone: invoice.milestone,
    line_items: invoice.lines.map((line) => ({
      description: line.description, quantity: line.quantity, unit_price: money(line.unitPrice), amount: money(line.amount), tax_amount: money(line.taxAmount),
    })),
    payment_method: payment?.method ?? null, stripe_invoice_id: null, stripe_payment_intent_id: payment?.processor === 'stripe' ? payment.externalId : null,
    created_at: invoice.createdAt.toISOString(), updated_at: invoice.updatedAt.toISOString(),
  };
}
