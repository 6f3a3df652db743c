import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { Failure } from '../../kernel/failure.js';
import { isUuid } from '../../kernel/ids.js';
import type { Meant } from '../settings/index.js';
import type { Reader } from '../tx.js';
import type { Invoice } from './invoice.js';
import type { ListInvoices, PageInvoices } from './list-wish.js';
import { INVOICE_COLUMNS, INVOICE_SOURCE, rowToInvoice } from './store.js';
import type { InvoiceRow } from './store.js';

type Condition = RawBuilder<unknown>;

/** Newest first, from behind `after` (creation in milliseconds, id). The page is cut before anything is joined to it. */
export async function listInvoiceRows(reader: Reader, wish: ListInvoices & { after: (string | number)[] | undefined; meant: Meant | undefined }): Promise<Invoice[]> {
  const conditions: Condition[] = [sql`true`];
  if (wish.customerId) conditions.push(isOf(wish.customerId));
  if (wish.customerId && !wish.drafts) conditions.push(sql`i.issued_at IS NOT NULL`);
  if (wish.status) conditions.push(statusCondition(wish.status, wish));
  if (wish.after) conditions.push(afterCondition(wish.after));
  const filter = sql.join(conditions, sql` AND `);
  const page = sql`ORDER BY i.created_at DESC, i.id DESC LIMIT ${wish.limit}`;
  const searched = wish.search && wish.meant ? sql`AND ${wish.customerId ? ownSearch(wish.search, wish.meant, wish.customerId) : searchEverybody(wish.search, wish.meant, sql`${filter} ${page}`)}` : sql``;
  const { rows } = await sql<InvoiceRow>`
    WITH page AS MATERIALIZED (SELECT i.* FROM invoices i WHERE ${filter} ${searched} ${page})
    SELECT ${sql.raw(INVOICE_COLUMNS)} FROM ${sql.raw(INVOICE_SOURCE.replace('invoices i', 'page i'))} ORDER BY i.created_at DESC, i.id DESC`.execute(reader.db);
  return rows.map(rowToInvoice);
}

/**
 * One customer's, by a value that the planner cannot see: it takes him for one of many and reads through his own index.
 * For whoever has nearly all invoices it would read everybody's, and throw away what is not his.
 */
function isOf(customerId: string): Condition {
  return sql`i.customer_id = (SELECT ${customerId}::uuid)`;
}

function ofCustomer({ customerId, drafts, status, today }: PageInvoices): Condition {
  const conditions = [isOf(customerId), ...(drafts ? [] : [sql`i.issued_at IS NOT NULL`]), ...(status ? [statusCondition(status, { today, customerId })] : [])];
  return sql.join(conditions, sql` AND `);
}

/** A page of one customer's by its place, newest first, and how many there are in all. */
export async function pageInvoices(reader: Reader, wish: PageInvoices): Promise<{ ids: string[]; total: number }> {
  const own = sql`FROM invoices i WHERE ${ofCustomer(wish)}`;
  const { rows: [row] } = await sql<{ ids: string[]; total: bigint }>`
    SELECT ARRAY(SELECT i.id ${own} ORDER BY i.created_at DESC, i.id DESC LIMIT ${wish.limit} OFFSET ${wish.offset}) AS ids, (SELECT count(*) ${own}) AS total`.execute(reader.db);
  return { ids: row!.ids, total: Number(row!.total) };
}

/** What one customer owes is said as its index says it, so that nobody else's is read (migration 0015). */
function statusCondition(status: NonNullable<ListInvoices['status']>, { today, customerId }: Pick<ListInvoices, 'today' | 'customerId'>): Condition {
  const owed = sql`i.issued_at IS NOT NULL AND ${customerId ? sql`coalesce(i.paid_at, i.voided_at) IS NULL` : sql`i.voided_at IS NULL AND i.paid_at IS NULL`}`;
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

/** Most customers have fewer; whoever has more finds older ones by their whole number. */
const SEARCHED_BY_PARTS = 1_000;

/** Among one's own any part of a number or a memo, as long as that is quick. */
function ownSearch(search: string, { numbers }: Meant, customerId: string): Condition {
  const pattern = `%${literal(search)}%`;
  return sql`i.id = ANY (ARRAY(
    SELECT id FROM invoices WHERE number = ANY (${numbers}) AND customer_id = ${customerId} UNION
    SELECT newest.id FROM (SELECT i.id, i.number, i.memo FROM invoices i WHERE ${isOf(customerId)} ORDER BY i.created_at DESC, i.id DESC LIMIT ${SEARCHED_BY_PARTS}) newest
    WHERE newest.number ILIKE ${pattern} OR newest.memo ILIKE ${pattern}))`;
}

/**
 * Among everybody's only what indexes find: a number, or a part of a customer's name or address, and of each such
 * customer no more than a page.
 */
function searchEverybody(search: string, { numbers, numberOnly }: Meant, page: Condition): Condition {
  if (numberOnly) return sql`i.number = ANY (${numbers})`;
  const pattern = `%${literal(search)}%`;
  return sql`i.id = ANY (ARRAY(
    SELECT id FROM invoices WHERE number = ANY (${numbers}) UNION
    SELECT of_one.id FROM (SELECT id FROM customers WHERE name ILIKE ${pattern} OR email ILIKE ${pattern} LIMIT 100) found
    CROSS JOIN LATERAL (SELECT i.id FROM invoices i WHERE i.customer_id = found.id AND ${page}) of_one))`;
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
