import { decodeCursor, toPage } from '../../kernel/page.js';
import type { Page } from '../../kernel/page.js';
import { businessSettings, numbersMeant } from '../settings/index.js';
import type { Reader } from '../tx.js';
import type { Invoice } from './invoice.js';
import { listInvoiceRows } from './list-store.js';
import type { ListInvoices } from './list-wish.js';

/** A page of invoices, newest first. */
export async function listInvoices(reader: Reader, wish: ListInvoices): Promise<Page<Invoice>> {
  const after = wish.cursor === undefined ? undefined : decodeCursor(wish.cursor, 2);
  const meant = wish.search ? numbersMeant(wish.search, await businessSettings(reader)) : undefined;
  const rows = await listInvoiceRows(reader, { ...wish, after, meant, limit: wish.limit + 1 });
  return toPage(rows, wish.limit, (invoice) => [invoice.createdAt.getTime(), invoice.id]);
}
