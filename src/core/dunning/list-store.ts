import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { Failure } from '../../kernel/failure.js';
import { isUuid } from '../../kernel/ids.js';
import type { Day } from '../../kernel/period.js';
import { LARGEST_CHARGE, SMALLEST_CHARGE } from '../payments/index.js';
import type { Reader } from '../tx.js';
import type { ListedPursuit, ListPursuits, PursuitKind } from './list-wish.js';
import type { PlanState } from './plan.js';
import { OPEN, PURSUABLE } from './store.js';

interface Row {
  invoice_id: string; number: string; customer_id: string; customer_name: string; currency: string; open: bigint; due_date: Day; state: string; charges: boolean;
  attempts: number; reminders: number; next_on: Day | null; last_failure: string | null; updated_at: Date;
}

const KINDS: Readonly<Record<PursuitKind, string>> = {
  attention: `(p.state IN ('exhausted', 'action_needed', 'charging') OR (p.state = 'waiting' AND p.last_failure IS NOT NULL))`,
  planned: `p.state = 'waiting' AND p.last_failure IS NULL`,
  stopped: `p.state = 'stopped'`,
  all: `p.state <> 'done'`,
};

/** Is a card charged for it? As in store.ts and plan.ts: recurring ones by the customer's setting, stages by his word alone, what a card can pay at once. */
const CHARGES = `(${OPEN} BETWEEN ${SMALLEST_CHARGE} AND ${LARGEST_CHARGE} AND i.auto_charge AND s.method_id IS NOT NULL AND s.charge_consent_at IS NOT NULL AND (i.recurring_period IS NULL OR s.auto_charge))`;

export async function listPursuitRows(reader: Reader, wish: ListPursuits & { after: (string | number)[] | undefined }): Promise<ListedPursuit[]> {
  const conditions: RawBuilder<unknown>[] = [sql.raw(KINDS[wish.kind]), sql.raw(PURSUABLE)];
  if (wish.customerId) conditions.push(sql`i.customer_id = ${wish.customerId}`);
  if (wish.search) conditions.push(searched(wish.search));
  if (wish.after) conditions.push(behind(wish.after));
  const { rows } = await sql<Row>`
    SELECT i.id AS invoice_id, i.number, i.customer_id, c.name AS customer_name, i.currency, ${sql.raw(OPEN)} AS open, i.due_date, p.state, ${sql.raw(CHARGES)} AS charges,
      p.attempts, p.reminders, p.next_on, p.last_failure, p.updated_at
    FROM collection_plans p JOIN invoices i ON i.id = p.invoice_id JOIN customers c ON c.id = i.customer_id JOIN billing_settings s ON s.customer_id = i.customer_id
    WHERE ${sql.join(conditions, sql` AND `)} ORDER BY i.due_date, i.id LIMIT ${wish.limit}`.execute(reader.db);
  return rows.map((row) => ({
    invoiceId: row.invoice_id, invoiceNumber: row.number, customerId: row.customer_id, customerName: row.customer_name, currency: row.currency, open: row.open,
    dueDate: row.due_date, state: row.state as PlanState, charges: row.charges, attempts: row.attempts, reminders: row.reminders, nextOn: row.next_on,
    lastFailure: row.last_failure, updatedAt: row.updated_at,
  }));
}

function searched(search: string): RawBuilder<unknown> {
  const pattern = `%${search.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return sql`(c.name ILIKE ${pattern} OR c.email ILIKE ${pattern} OR i.number ILIKE ${pattern})`;
}

function behind([dueDate, id]: (string | number)[]): RawBuilder<unknown> {
  if (typeof dueDate !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(dueDate) || Number.isNaN(Date.parse(dueDate)) || typeof id !== 'string' || !isUuid(id)) throw new Failure('input_invalid', { field: 'cursor' });
  return sql`(i.due_date, i.id) > (${dueDate}::date, ${id}::uuid)`;
}
