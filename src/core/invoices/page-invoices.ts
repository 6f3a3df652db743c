import type { Reader } from '../tx.js';
import { countInvoiceIds, listInvoiceIds } from './list-store.js';
import type { PageInvoices } from './list-wish.js';

/** A page of a customer's invoices by its place in the list, newest first, and how many there are in all. */
export async function pageInvoices(reader: Reader, wish: PageInvoices): Promise<{ ids: string[]; total: number }> {
  const [ids, total] = await Promise.all([listInvoiceIds(reader, wish), countInvoiceIds(reader, wish)]);
  return { ids, total };
}
