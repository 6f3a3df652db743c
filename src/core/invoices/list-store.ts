import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { Failure } from '../../kernel/failure.js';
import { isUuid } from '../../kernel/ids.js';
import type { Reader } from '../tx.js';
import type { Invoice } from './invoice.js';
import type { ListInvoices } from './list-wish.js';
import { INVOICE_COLUMNS, INVOICE_SOURCE, rowToInvoice } from './store.js';
import type { InvoiceRow } from './store.js';

type Condition = RawBuilder<unknown>;

/** Newest first, from behind `after` (creation in milliseconds, id). */
export async function listInvoiceRows(reader: Reader, wish: ListInvoices & { after: (string | number)[] | undefined; numbers: readonly string[] }): Promise<Invoice[]> {
  const conditions: Condition[] = [sql`true`];
  if (wish.customerId) conditions.push(sql`i.customer_id = ${wish.customerId} AND i.issued_at IS NOT NULL`);
  if (wish.status) conditions.push(statusCondition(wish.status, wish.today));
  if (wish.search) conditions.push(wish.customerId ? ownSearch(wish.search) : searchEverybody(wish.search, wish.numbers));
  if (wish.after) conditions.push(afterCondition(wish.after));
  const { rows } = await sql<InvoiceRow>`
    SELECT ${sql.raw(INVOICE_COLUMNS)} FROM ${sql.raw(INVOICE_SOURCE)}
    WHERE ${sql.join(conditions, sql` AND `)}
    ORDER BY i.created_at DESC, i.id DESC LIMIT ${wish.limit}`.execute(reader.db);
  return rows.map(rowToInvoice);
}

function statusCondition(status: NonNullable<ListInvoices['status']>, today: string): Condition {
  const owed = sql`i.issued_at IS NOT NULL AND i.voided_at IS NULL AND i.paid_at IS NULL`;
  const conditions: Record<typeof status, Condition> = {
    draft: sql`i.issued_at IS NULL AND i.voided_at IS NULL`,
    cancelled: sql`i.voided_at IS NOT NULL`,
    paid: sql`i.paid_at IS NOT NULL AND i.voided_at IS NULL`,
    open: owed,
    overdue: sql`${owed} AND i.due_date < ${today}::date`,
    pending: sql`${owed} AND (i.due_date IS NULL OR i.due_date >= ${today}::date)`,
  };
  return conditions[status];
}

/** A customer's own are few: any part of a number or a memo. */
function ownSearch(search: string): Condition {
  const pattern = `%${literal(search)}%`;
  return sql`(i.number ILIKE ${pattern} OR i.memo ILIKE ${pattern})`;
}

/** Among everybody's only what indexes find: a number or its beginning, or a part of a customer's name or address. */
function searchEverybody(search: string, numbers: readonly string[]): Condition {
  const pattern = `%${literal(search)}%`;
  return sql`(i.number = ANY (${numbers}) OR i.number LIKE ${`${literal(search.trim().toUpperCase())}%`}
    OR i.customer_id = ANY (ARRAY(SELECT id FROM customers WHERE name ILIKE ${pattern} OR email ILIKE ${pattern} LIMIT 100)))`;
}

function literal(text: string): string {
  return text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
}

/** Beyond the year 9999 nothing was ever shown, and PostgreSQL takes other years than JavaScript. */
const LATEST = 253_402_300_799_999;

function afterCondition(after: (string | number)[]): Condition {
  const [createdAt, id] = after;
  if (typeof createdAt !== 'number' || !(createdAt >= 0 && createdAt <= LATEST) || typeof id !== 'string' || !isUuid(id)) throw new Failure('input_invalid', { field: 'cursor' });
  return sql`(i.created_at, i.id) < (${new Date(createdAt)}, ${id}::uuid)`;
}
