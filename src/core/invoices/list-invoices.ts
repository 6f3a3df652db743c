import { decodeCursor, toPage } from '../../kernel/page.js';
import type { Page } from '../../kernel/page.js';
import type { Day } from '../../kernel/period.js';
import type { Reader } from '../tx.js';
import type { Invoice, InvoiceStatus } from './invoice.js';
import { listInvoiceRows } from './list-store.js';

export interface ListInvoices {
  /** Only this customer's, and only issued ones; absent: everybody's, drafts too. */
  readonly customerId?: string;
  /** A status, or `open` for whatever can be paid. */
  readonly status?: InvoiceStatus | 'open';
  /** Part of a number, a customer's name or address. */
  readonly search?: string;
  readonly cursor?: string;
  readonly limit: number;
  /** The business day, which decides what is overdue. */
  readonly today: Day;
}

/** A page of invoices, newest first. */
export async function listInvoices(reader: Reader, wish: ListInvoices): Promise<Page<Invoice>> {
  const after = wish.cursor === undefined ? undefined : decodeCursor(wish.cursor, 2);
  const rows = await listInvoiceRows(reader, { ...wish, after, limit: wish.limit + 1 });
  return toPage(rows, wish.limit, (invoice) => [invoice.createdAt.getTime(), invoice.id]);
}
