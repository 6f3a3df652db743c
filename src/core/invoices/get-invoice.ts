import { Failure } from '../../kernel/failure.js';
import type { Minor } from '../../kernel/money.js';
import type { Reader } from '../tx.js';
import { listCreditNotes, listInvoicePayments } from './details-store.js';
import type { Invoice, InvoiceLine } from './invoice.js';
import { findInvoiceOf, findInvoices, findLines } from './store.js';

export interface InvoicePayment {
  readonly id: string;
  readonly state: string;
  readonly amount: Minor;
  readonly refunded: Minor;
  readonly cardBrand: string | null;
  readonly cardLast4: string | null;
  readonly failureCode: string | null;
  readonly createdAt: Date;
  readonly settledAt: Date | null;
}

export interface InvoiceCreditNote {
  readonly id: string;
  readonly number: string;
  readonly amount: Minor;
  readonly taxAmount: Minor;
  readonly reason: string | null;
  readonly issuedAt: Date;
}

export interface InvoiceDetails extends Invoice {
  readonly lines: readonly InvoiceLine[];
  readonly payments: readonly InvoicePayment[];
  readonly creditNotes: readonly InvoiceCreditNote[];
}

/** One invoice with its lines, payments and credit notes; limited to a customer's issued ones where given. `invoice_not_found`. */
export async function getInvoice(reader: Reader, id: string, customerId?: string): Promise<InvoiceDetails> {
  const invoice = customerId === undefined ? (await findInvoices(reader, [id]))[0] : await findInvoiceOf(reader, customerId, id);
  if (!invoice) throw new Failure('invoice_not_found');
  const [lines, payments, creditNotes] = await Promise.all([findLines(reader, id), listInvoicePayments(reader, id), listCreditNotes(reader, id)]);
  return { ...invoice, lines, payments, creditNotes };
}
