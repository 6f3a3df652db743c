import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { Failure } from '../../kernel/failure.js';
import { isUuid } from '../../kernel/ids.js';
import type { Reader } from '../tx.js';
import type { Customer } from './customer.js';
import type { CustomerFilter } from './list-wish.js';
import { toCustomer } from './store.js';
import type { CustomerRow } from './store.js';

interface Window {
  readonly after: (string | number)[] | undefined;
  readonly limit: number;
}

/** Newest first, from behind `after` (creation in milliseconds, id). */
export async function listCustomerRows(reader: Reader, filter: CustomerFilter, { after, limit }: Window): Promise<Customer[]> {
  const behind = after === undefined ? sql`` : sql`AND ${afterCondition(after)}`;
  const { rows } = await sql<CustomerRow>`SELECT c.* FROM customers c WHERE ${conditionOf(filter)} ${behind}
    ORDER BY c.created_at DESC, c.id DESC LIMIT ${limit}`.execute(reader.db);
  return rows.map(toCustomer);
}

/** The page behind `offset`, and how many there are in all, also where the page is behind the last one. */
export async function listCountedRows(reader: Reader, filter: CustomerFilter, { offset, limit }: { readonly offset: number; readonly limit: number }): Promise<{ items: Customer[]; total: number }> {
  const condition = conditionOf(filter);
  const { rows } = await sql<{ total: bigint } & (CustomerRow | { id: null })>`
    SELECT page.*, every.total FROM (SELECT count(*) AS total FROM customers c WHERE ${condition}) every
    LEFT JOIN (SELECT c.* FROM customers c WHERE ${condition} ORDER BY c.created_at DESC, c.id DESC LIMIT ${limit} OFFSET ${offset}) page ON true
    ORDER BY page.created_at DESC, page.id DESC`.execute(reader.db);
  return { items: rows.flatMap((row) => (row.id === null ? [] : [toCustomer(row)])), total: Number(rows[0]!.total) };
}

function conditionOf({ status, search }: CustomerFilter): RawBuilder<unknown> {
  const conditions = [status === 'archived' ? sql`c.archived_at IS NOT NULL` : sql`c.archived_at IS NULL`];
  if (status !== undefined && status !== 'archived') conditions.push(sql`c.status = ${status}`);
  if (search) {
    const pattern = `%${search.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    conditions.push(sql`(c.name ILIKE ${pattern} OR c.company_name ILIKE ${pattern} OR c.email ILIKE ${pattern} OR c.phone ILIKE ${pattern})`);
  }
  return sql.join(conditions, sql` AND `);
}

/** Beyond the year 9999 nothing was ever shown, and PostgreSQL takes other years than JavaScript. */
const LATEST = 253_402_300_799_999;

function afterCondition([createdAt, id]: (string | number)[]): RawBuilder<unknown> {
  if (typeof createdAt !== 'number' || !(createdAt >= 0 && createdAt <= LATEST) || typeof id !== 'string' || !isUuid(id)) throw new Failure('input_invalid', { field: 'cursor' });
  return sql`(c.created_at, c.id) < (${new Date(createdAt)}, ${id}::uuid)`;
}
