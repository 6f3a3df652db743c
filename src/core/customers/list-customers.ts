import { decodeCursor, toPage } from '../../kernel/page.js';
import type { Page } from '../../kernel/page.js';
import type { Reader } from '../tx.js';
import type { Customer } from './customer.js';
import { listCountedRows, listCustomerRows } from './list-store.js';
import type { CountCustomers, ListCustomers } from './list-wish.js';

/** A page of customers, newest first. */
export async function listCustomers(reader: Reader, { cursor, limit, ...filter }: ListCustomers): Promise<Page<Customer>> {
  const after = cursor === undefined ? undefined : decodeCursor(cursor, 2);
  const rows = await listCustomerRows(reader, filter, { after, limit: limit + 1 });
  return toPage(rows, limit, (customer) => [customer.createdAt.getTime(), customer.id]);
}

/** The same by place, with how many there are in all: for documents that page by numbers. */
export async function listCustomersByPlace(reader: Reader, { offset, limit, ...filter }: CountCustomers): Promise<{ items: Customer[]; total: number }> {
  return listCountedRows(reader, filter, { offset, limit });
}
