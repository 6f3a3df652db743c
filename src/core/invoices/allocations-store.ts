import { sql } from 'kysely';
import type { Minor } from '../../kernel/money.js';
import type { Reader, Sink, Statement, Tx } from '../tx.js';

export interface Allocation {
  readonly paymentId: string;
  readonly invoiceId: string;
  readonly amount: Minor;
  /** Went back with a credit note. */
  readonly returned: Minor;
  /** Went back and is owed again. */
  readonly reversed: Minor;
}

const insertAllocations: Statement<never> = {
  name: 'allocations_insert',
  text: `INSERT INTO allocations (payment_id, invoice_id, amount, created_at)
         SELECT payment_id, invoice_id, amount, $4 FROM unnest($1::uuid[], $2::uuid[], $3::bigint[]) AS a (payment_id, invoice_id, amount)`,
};

export const allocationsSink: Sink<Pick<Allocation, 'paymentId' | 'invoiceId' | 'amount'>> = {
  name: 'allocations',
  order: 3,
  async write(tx, rows) {
    await tx.run(insertAllocations, [rows.map((r) => r.paymentId), rows.map((r) => r.invoiceId), rows.map((r) => r.amount), tx.now]);
  },
};

export async function allocationsOf(reader: Reader, paymentIds: readonly string[]): Promise<Allocation[]> {
  const rows = await reader.db.selectFrom('allocations').select(['payment_id', 'invoice_id', 'amount', 'returned', 'reversed'])
    .where('payment_id', 'in', [...paymentIds]).orderBy('payment_id').orderBy('invoice_id').execute();
  return rows.map((row) => ({ paymentId: row.payment_id, invoiceId: row.invoice_id, amount: row.amount, returned: row.returned, reversed: row.reversed }));
}

/** What we still hold of an allocation `a` of payment `p`: a dispute takes from the allocations of its payment in the order of their invoices. */
export const HELD = sql<bigint>`(a.amount - a.returned - a.reversed - CASE WHEN p.amount_disputed = 0 THEN 0 ELSE
  least(a.amount - a.returned - a.reversed, greatest(0, p.amount_disputed - (
    SELECT coalesce(sum(b.amount - b.returned - b.reversed), 0)::bigint FROM allocations b WHERE b.payment_id = p.id AND b.invoice_id < a.invoice_id))) END)`;

/** What a payment gave to an invoice, where its money is, and what of it neither went back nor is held back by a dispute. */
export interface HeldAllocation extends Allocation {
  readonly processor: string;
  readonly account: string;
  readonly held: Minor;
}

/** What payments gave to one invoice, oldest first. */
export async function allocationsToInvoice(reader: Reader, invoiceId: string): Promise<HeldAllocation[]> {
  const rows = await reader.db.selectFrom('allocations as a').innerJoin('payments as p', 'p.id', 'a.payment_id')
    .select(['a.payment_id', 'a.invoice_id', 'a.amount', 'a.returned', 'a.reversed', 'p.processor', 'p.account', HELD.as('held')])
    .where('a.invoice_id', '=', invoiceId).orderBy('a.created_at').orderBy('a.payment_id').execute();
  return rows.map((row) => ({
    paymentId: row.payment_id, invoiceId: row.invoice_id, amount: row.amount, returned: row.returned, reversed: row.reversed, processor: row.processor, account: row.account, held: row.held,
  }));
}

/** What disputes hold back of what payments gave to these invoices, by invoice. */
export async function disputedOf(reader: Reader, invoiceIds: readonly string[]): Promise<Map<string, Minor>> {
  if (invoiceIds.length === 0) return new Map();
  const rows = await reader.db.selectFrom('allocations as a').innerJoin('payments as p', 'p.id', 'a.payment_id')
    .select(['a.invoice_id', sql<bigint>`sum(a.amount - a.returned - a.reversed - ${HELD})::bigint`.as('disputed')])
    .where('a.invoice_id', 'in', [...invoiceIds]).groupBy('a.invoice_id').execute();
  return new Map(rows.map((row) => [row.invoice_id, row.disputed]));
}

export async function updateAllocation(tx: Tx, a: Allocation): Promise<void> {
  await tx.db.updateTable('allocations').set({ returned: a.returned, reversed: a.reversed })
    .where('payment_id', '=', a.paymentId).where('invoice_id', '=', a.invoiceId).execute();
}
