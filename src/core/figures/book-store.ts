import { sql } from 'kysely';
import type { Reader } from '../tx.js';
import type { BillingMonth } from './figures.js';

export interface BookPage {
  /** Of the seal before the page: all that was sealed up to there is what it was. Null at the beginning. */
  readonly before: string | null;
  /** The last seal of the page, and its hash. */
  readonly seq: bigint;
  readonly hash: string | null;
  /** No seal is behind it. */
  readonly last: boolean;
  readonly sealed: readonly BillingMonth[];
  /** What has no seal yet. */
  readonly waiting: readonly BillingMonth[];
}

interface Row extends BillingMonth { readonly before: Buffer | null; readonly seq: bigint; readonly hash: Buffer | null; readonly last: boolean; readonly sealed: boolean | null }

/**
 * What `most` seals behind `after` say of each month, and what waits for its seal, as of one moment. Begins with the
 * transactions (OFFSET 0 keeps it so): beginning with the accounts, of which a few have nearly all entries, means
 * reading the whole book. On a connection of its own, behind which no read by key waits.
 */
export async function readBookPage(reader: Reader, wish: { readonly currency: string; readonly zone: string; readonly after: bigint; readonly most: number }): Promise<BookPage> {
  const { currency, zone, after, most } = wish;
  const { rows } = await sql<Row>`
    WITH known AS MATERIALIZED (SELECT coalesce(max(seq), 0) AS last, greatest(${after}::bigint, least(coalesce(max(seq), 0), ${after}::bigint + ${most}::int)) AS seq FROM ledger_seals),
      fresh AS MATERIALIZED (
        SELECT transaction_id AS id, true AS sealed FROM ledger_seals WHERE seq > ${after}::bigint AND seq <= ${after}::bigint + ${most}::int
        UNION ALL SELECT transaction_id, false FROM ledger_unsealed),
      moves AS MATERIALIZED (
        SELECT f.id, f.sealed, to_char(t.occurred_at AT TIME ZONE ${zone}, 'YYYY-MM') AS month, t.kind = 'invoice' AS bills,
          t.kind = 'invoice' AND EXISTS (SELECT 1 FROM invoices i WHERE i.id = (t.reference ->> 'invoice_id')::uuid AND i.recurring_period IS NOT NULL OFFSET 0) AS recurs,
          t.kind <> 'invoice' AND EXISTS (SELECT 1 FROM payment_targets g WHERE g.payment_id = (t.reference ->> 'payment_id')::uuid AND g.kind = 'invoice' OFFSET 0) AS pays
        FROM fresh f CROSS JOIN LATERAL (SELECT * FROM ledger_transactions t WHERE t.id = f.id OFFSET 0) t),
      accounts AS MATERIALIZED (
        SELECT array_agg(id) FILTER (WHERE kind IN ('revenue', 'tax_payable')) AS billed, array_agg(id) FILTER (WHERE kind IN ('cash', 'processor_fees')) AS money,
          array_agg(id) FILTER (WHERE kind NOT IN ('tax_payable', 'cash', 'processor_fees')) AS sales
        FROM ledger_accounts WHERE unit = ${currency}
          AND kind IN ('revenue', 'tax_payable', 'cash', 'processor_fees', 'sales_returned', 'program_revenue', 'program_returned', 'credits_expired'))
    SELECT known.seq, known.seq >= known.last AS last, s.*,
      (SELECT hash FROM ledger_seals WHERE seq = ${after}::bigint) AS before, (SELECT hash FROM ledger_seals l WHERE l.seq = known.seq) AS hash
    FROM known LEFT JOIN (
      SELECT m.sealed, m.month, coalesce(-sum(e.amount) FILTER (WHERE m.bills AND e.account_id = ANY (a.billed)), 0)::bigint AS invoiced,
        coalesce(-sum(e.amount) FILTER (WHERE e.account_id = ANY (a.sales)), 0)::bigint AS revenue,
        coalesce(sum(e.amount) FILTER (WHERE m.pays AND e.account_id = ANY (a.money)), 0)::bigint AS received,
        coalesce(-sum(e.amount) FILTER (WHERE m.recurs AND e.account_id = ANY (a.billed)), 0)::bigint AS recurring
      FROM accounts a CROSS JOIN moves m CROSS JOIN LATERAL (SELECT e.account_id, e.amount FROM ledger_entries e WHERE e.transaction_id = m.id AND e.unit = ${currency} OFFSET 0) e
      GROUP BY m.sealed, m.month) s ON true`.execute(reader.db);
  const { before, seq, hash, last } = rows[0]!;
  const months = (sealed: boolean) => rows.filter((row) => row.sealed === sealed).map(({ month, invoiced, revenue, received, recurring }) => ({ month, invoiced, revenue, received, recurring }));
  return { before: before?.toString('hex') ?? null, seq, hash: hash?.toString('hex') ?? null, last, sealed: months(true), waiting: months(false) };
}
