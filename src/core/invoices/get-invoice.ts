import { Failure } from '../../kernel/failure.js';
import type { Reader } from '../tx.js';
import { listCreditNotes, listInvoicePayments } from './details-store.js';
import type { InvoiceDetails } from './invoice-details.js';
import { findInvoiceOf, findInvoices, findLines } from './store.js';

/** One invoice with its lines, payments and credit notes; limited to a customer's issued ones where given. `invoice_not_found`. */
export async function getInvoice(reader: Reader, id: string, customerId?: string): Promise<InvoiceDetails> {
  const invoice = customerId === undefined ? (await findInvoices(reader, [id]))[0] : await findInvoiceOf(reader, customerId, id);
  if (!invoice) throw new Failure('invoice_not_found');
  const [lines, payments, creditNotes] = await Promise.all([findLines(reader, id), listInvoicePayments(reader, id), listCreditNotes(reader, id)]);
  return { ...invoice, lines, payments, creditNotes };
}
