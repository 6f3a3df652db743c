import type { Day } from '../../kernel/period.js';
import type { InvoiceStatus } from './invoice.js';

/** What a list of invoices is to show. */
export interface ListInvoices {
  /** Only this customer's; absent: everybody's. */
  readonly customerId?: string;
  /** Drafts too; in everybody's list they always are. */
  readonly drafts?: boolean;
  /** A status, or `open` for whatever can be paid. */
  readonly status?: InvoiceStatus | 'open';
  /** A number, or a part of a customer's name or address; among one customer's own newest thousand, any part of a number or a memo. */
  readonly search?: string;
  readonly cursor?: string;
  readonly limit: number;
  /** The business day, which decides what is overdue. */
  readonly today: Day;
}

/** A page by its place in the list of one customer. */
export interface PageInvoices {
  readonly customerId: string;
  /** Drafts too. */
  readonly drafts: boolean;
  readonly status?: InvoiceStatus | undefined;
  readonly limit: number;
  readonly offset: number;
  readonly today: Day;
}
