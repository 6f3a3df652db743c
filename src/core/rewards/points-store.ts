import { sql } from 'kysely';
import { Failure } from '../../kernel/failure.js';
import { isUuid } from '../../kernel/ids.js';
import type { Reader, Statement } from '../tx.js';

/** A movement of points as the book has it. */
export interface PointsRow {
  readonly id: string;
  readonly occasion: string;
  readonly occurred_at: Date;
  /** In the sign of the customer: positive when he got them. */
  readonly points: bigint;
  readonly invoice_number: string | null;
  readonly reward_name: string | null;
}

/** Latest first, behind the transaction `after`. */
export async function listPointsRows(reader: Reader, accountId: string, after: string | undefined, limit: number): Promise<PointsRow[]> {
  if (after !== undefined && !isUuid(after)) throw new Failure('input_invalid', { field: 'cursor' });
  const behind = after === undefined ? sql`true` : sql`t.id < ${after}::uuid`;
  const { rows } = await sql<PointsRow>`
    SELECT t.id, t.occasion, t.occurred_at, -e.amount AS points, i.number AS invoice_number, w.name AS reward_name
    FROM ledger_entries e JOIN ledger_transactions t ON t.id = e.transaction_id
    LEFT JOIN invoices i ON i.id = (t.reference->>'invoice_id')::uuid
    LEFT JOIN rewards w ON w.id = (t.reference->>'reward_id')::uuid
    WHERE e.account_id = ${accountId}::uuid AND ${behind} ORDER BY e.transaction_id DESC LIMIT ${limit}`.execute(reader.db);
  return rows;
}

/** What happened to a customer's points so far, in his sign (whole points). */
export interface PointsSums {
  readonly earned: bigint;
  readonly redeemed: bigint;
  /** Net of what went back by a refund after it had expired. */
  readonly expired: bigint;
}

const sums: Statement<PointsSums> = {
  name: 'points_sums',
  text: `SELECT coalesce(-sum(e.amount) FILTER (WHERE t.occasion LIKE 'points.matched:%'), 0)::bigint AS earned,
           coalesce(sum(e.amount) FILTER (WHERE t.occasion LIKE 'points.redeemed:%' OR t.occasion LIKE 'points.returned:%'), 0)::bigint AS redeemed,
           coalesce(sum(e.amount) FILTER (WHERE t.occasion LIKE 'points.expired:%' OR t.occasion LIKE 'points.forgiven:%'), 0)::bigint AS expired
         FROM ledger_entries e JOIN ledger_transactions t ON t.id = e.transaction_id WHERE e.account_id = $1`,
};

export async function readPointsSums(reader: Reader, accountId: string): Promise<PointsSums> {
  const [row] = await reader.run(sums, [accountId]);
  return row!;
}

/** Points of one invoice that were last added to at this time. */
export interface Lot {
  readonly invoiceId: string;
  readonly points: bigint;
  /** Of them, those that expired: when more is paid later, the invoice's points are young again, these stay gone. */
  readonly expired: bigint;
  readonly earnedAt: Date;
}

const lots: Statement<{ invoice_id: string; points: bigint; expired: bigint; earned_at: Date }> = {
  name: 'points_lots_with_expired',
  text: `SELECT t.reference->>'invoice_id' AS invoice_id, -sum(e.amount) FILTER (WHERE t.occasion LIKE 'points.matched:%')::bigint AS points,
           coalesce(sum(e.amount) FILTER (WHERE t.occasion NOT LIKE 'points.matched:%'), 0)::bigint AS expired,
           max(t.occurred_at) FILTER (WHERE e.amount < 0 AND t.occasion LIKE 'points.matched:%') AS earned_at
         FROM ledger_entries e JOIN ledger_transactions t ON t.id = e.transaction_id
         WHERE e.account_id = $1 AND (t.occasion LIKE 'points.matched:%' OR t.occasion LIKE 'points.expired:%' OR t.occasion LIKE 'points.forgiven:%')
         GROUP BY t.reference->>'invoice_id' HAVING sum(e.amount) FILTER (WHERE t.occasion LIKE 'points.matched:%') < 0`,
};

/** What each invoice has brought, net of what was taken back. */
export async function readLots(reader: Reader, accountId: string): Promise<Lot[]> {
  return (await reader.run(lots, [accountId])).map((row) => ({ invoiceId: row.invoice_id, points: row.points, expired: row.expired, earnedAt: row.earned_at }));
}

/** What expired of the points of one invoice. */
export interface ExpiredOfInvoice {
  /** Points that expired, whatever became of them. */
  readonly ever: bigint;
  /** Of them, those that no refund has taken besides. */
  readonly left: bigint;
}

const expiredOfInvoices: Statement<ExpiredOfInvoice & { invoice_id: string }> = {
  name: 'points_expired_of_invoices',
  text: `SELECT t.reference->>'invoice_id' AS invoice_id, coalesce(sum(e.amount) FILTER (WHERE t.occasion LIKE 'points.expired:%'), 0)::bigint AS ever,
           coalesce(sum(e.amount) FILTER (WHERE t.occasion LIKE 'points.expired:%' OR t.occasion LIKE 'points.forgiven:%'), 0)::bigint AS "left"
         FROM ledger_entries e JOIN ledger_transactions t ON t.id = e.transaction_id
         WHERE e.account_id = $1 AND t.reference->>'invoice_id' = ANY($2::text[]) GROUP BY 1`,
};

export async function readExpiredOfInvoices(reader: Reader, accountId: string, invoiceIds: readonly string[]): Promise<Map<string, ExpiredOfInvoice>> {
  const rows = await reader.run(expiredOfInvoices, [accountId, invoiceIds]);
  return new Map(rows.map((row) => [row.invoice_id, { ever: row.ever, left: row.left }]));
}

const spendable: Statement<{ owner_id: string }> = {
  name: 'points_spendable_customers',
  text: `SELECT a.owner_id FROM ledger_accounts a JOIN ledger_balances b ON b.account_id = a.id
         WHERE a.kind = 'customer_points' AND b.balance < 0 AND a.owner_id > $1 AND a.created_at < $2 ORDER BY a.owner_id LIMIT 500`,
};

/** Customers with points to spend who had an account before `before`, behind `after`, in order. */
export async function customersWithPoints(reader: Reader, after: string, before: Date): Promise<string[]> {
  return (await reader.run(spendable, [after, before])).map((row) => row.owner_id);
}
