import { Failure } from '../../kernel/failure.js';
import type { Reader } from '../tx.js';
import { creditOf } from './customer-credit.js';
import { listCreditNotes, listInvoicePayments } from './details-store.js';
import type { InvoiceDetails, InvoiceWithLines } from './invoice-details.js';
import { findInvoiceOf, findInvoices, findLines, findLinesOf } from './store.js';

/** One invoice with its lines, payments and credit notes; limited to a customer's issued ones where given. `invoice_not_found`. */
export async function getInvoice(reader: Reader, id: string, customerId?: string): Promise<InvoiceDetails> {
  const invoice = customerId === undefined ? (await findInvoices(reader, [id]))[0] : await findInvoiceOf(reader, customerId, id);
  if (!invoice) throw new Failure('invoice_not_found');
  const [lines, payments, creditNotes, credit] = await Promise.all([
    findLines(reader, id), listInvoicePayments(reader, id), listCreditNotes(reader, id), creditOf(reader, invoice.customerId, invoice.currency),
  ]);
  return { ...invoice, lines, payments, creditNotes, creditAvailable: credit > 0n ? credit : 0n };
}

/** Several invoices with their lines, in the order asked for, in two queries; those that are not there are left out. */
export async function getInvoicesWithLines(reader: Reader, ids: readonly string[]): Promise<InvoiceWithLines[]> {
  const [invoices, lines] = await Promise.all([findInvoices(reader, ids), findLinesOf(reader, ids)]);
  const byId = new Map(invoices.map((invoice) => [invoice.id, invoice]));
  return ids.flatMap((id) => {
    const invoice = byId.get(id);
    return invoice ? [{ ...invoice, lines: lines.get(id) ?? [] }] : [];
  });
}
