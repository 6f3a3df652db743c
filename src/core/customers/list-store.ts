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
  readonly after?: (string | number)[] | undefined;
  readonly offset?: number;
  readonly limit: number;
}

/** Newest first, from behind `after` (creation in milliseconds, id) or `offset`. */
export async function listCustomerRows(reader: Reader, filter: CustomerFilter, { after, offset = 0, limit }: Window): Promise<Customer[]> {
  const behind = after === undefined ? sql`` : sql`AND ${afterCondition(after)}`;
  const { rows } = await sql<CustomerRow>`SELECT c.* FROM customers c WHERE ${conditionOf(filter)} ${behind}
    ORDER BY c.created_at DESC, c.id DESC LIMIT ${limit} OFFSET ${offset}`.execute(reader.db);
  return rows.map(toCustomer);
}

export async function countCustomerRows(reader: Reader, filter: CustomerFilter): Promise<number> {
  const { rows } = await sql<{ count: bigint }>`SELECT count(*) AS count FROM customers c WHERE ${conditionOf(filter)}`.execute(reader.db);
  return Number(rows[0]!.count);
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
