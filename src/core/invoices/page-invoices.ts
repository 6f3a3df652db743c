import type { Day } from '../../kernel/period.js';
import type { Reader } from '../tx.js';
import type { InvoiceStatus } from './invoice.js';
import { countInvoiceIds, listInvoiceIds } from './list-store.js';

export interface PageInvoices {
  readonly customerId: string;
  /** Drafts too. */
  readonly drafts: boolean;
  readonly status?: InvoiceStatus | undefined;
  readonly limit: number;
  readonly offset: number;
  readonly today: Day;
}

/** A page of a customer's invoices by its place in the list, newest first, and how many there are in all. */
export async function pageInvoices(reader: Reader, wish: PageInvoices): Promise<{ ids: string[]; total: number }> {
  const [ids, total] = await Promise.all([listInvoiceIds(reader, wish), countInvoiceIds(reader, wish)]);
  return { ids, total };
}
