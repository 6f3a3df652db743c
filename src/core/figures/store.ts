import { CompiledQuery } from 'kysely';
import type { Day } from '../../kernel/period.js';
import type { Reader, Statement } from '../tx.js';

/** An invoice that is owed, with what the ledger still has on it. */
const OWED = `invoices i
  JOIN ledger_accounts a ON a.kind = 'receivable' AND a.unit = i.currency AND a.owner_id = i.id::text
  JOIN ledger_balances b ON b.account_id = a.id AND b.balance > 0
  WHERE i.issued_at IS NOT NULL AND i.voided_at IS NULL AND i.paid_at IS NULL`;

export interface OpenRow { outstanding: bigint; overdue: bigint; up_to_30: bigint; up_to_60: bigint; up_to_90: bigint }

/** $1 currency, $2 today. */
const open = `SELECT coalesce(sum(balance), 0)::bigint AS outstanding,
      coalesce(sum(balance) FILTER (WHERE late > 0), 0)::bigint AS overdue,
      coalesce(sum(balance) FILTER (WHERE late BETWEEN 1 AND 30), 0)::bigint AS up_to_30,
      coalesce(sum(balance) FILTER (WHERE late BETWEEN 31 AND 60), 0)::bigint AS up_to_60,
      coalesce(sum(balance) FILTER (WHERE late BETWEEN 61 AND 90), 0)::bigint AS up_to_90
    FROM (SELECT b.balance, $2::date - i.due_date AS late FROM ${OWED} AND i.currency = $1) owed`;

export interface CountRow {
  draft: bigint; pending: bigint; paid: bigint; overdue: bigint; cancelled: bigint; customers: bigint; active: bigint; fees: bigint; offers: bigint;
}

/** Customers for whom something may recur today ($1). */
const RECURRING = `billing_settings s JOIN customers k ON k.id = s.customer_id AND k.archived_at IS NULL AND s.billing_frequency <> 'one_time' AND s.currency = $2
  AND NOT EXISTS (SELECT 1 FROM recurring_pauses z WHERE z.customer_id = s.customer_id AND z.paused_on <= $1::date AND (z.resumed_on IS NULL OR z.resumed_on > $1::date))`;

/** $1 today, $2 currency. Invoices are counted in indexes, which have most of them by what became of them. */
const counts = `SELECT n.*, c.*,
      (SELECT coalesce(sum(s.monthly_fee), 0)::bigint FROM ${RECURRING} WHERE s.fee_since <= $1::date) AS fees,
      (SELECT coalesce(sum(p.monthly_recurring_amount), 0)::bigint FROM ${RECURRING} JOIN proposals p ON p.customer_id = s.customer_id
        WHERE p.state = 'accepted' AND p.deleted_at IS NULL AND p.currency = s.currency
          AND p.recurring_since <= $1::date AND (p.recurring_until IS NULL OR p.recurring_until >= $1::date)) AS offers
    FROM (SELECT v.cancelled, d.draft, o.overdue, o.open - o.overdue AS pending, every.count - v.cancelled - d.draft - o.open AS paid
      FROM (SELECT count(*) FROM invoices) every, (SELECT count(*) AS cancelled FROM invoices WHERE voided_at IS NOT NULL) v,
        (SELECT count(*) AS draft FROM invoices WHERE voided_at IS NULL AND issued_at IS NULL) d,
        (SELECT count(*) AS open, count(*) FILTER (WHERE due_date < $1::date) AS overdue FROM invoices WHERE voided_at IS NULL AND issued_at IS NOT NULL AND paid_at IS NULL) o) n,
      (SELECT count(*) AS customers, count(*) FILTER (WHERE status = 'active') AS active FROM customers WHERE archived_at IS NULL) c`;

export interface StatsRows { readonly open: OpenRow; readonly counts: CountRow }

/** What is open and what there is. On connections of their own: reads by key must not wait behind what counts everything. */
export async function readStatsRows(reader: Reader, currency: string, today: Day): Promise<StatsRows> {
  const [{ rows: [openRow] }, { rows: [countRow] }] = await Promise.all([
    reader.db.executeQuery<OpenRow>(CompiledQuery.raw(open, [currency, today])), reader.db.executeQuery<CountRow>(CompiledQuery.raw(counts, [today, currency])),
  ]);
  return { open: openRow!, counts: countRow! };
}

export interface OverviewRow {
  billed: bigint; paid: bigint; disputed: bigint; credit: bigint; outstanding: bigint; overdue: bigint; next_due: string | null; recent: string[];
}

/** $1 customer, $2 currency, $3 today, $4 how many recent invoices. */
const overview: Statement<OverviewRow> = {
  name: 'figures_overview',
  text: `WITH own AS (SELECT p.id FROM payments p WHERE p.customer_id = $1 AND EXISTS (SELECT 1 FROM payment_targets g WHERE g.payment_id = p.id AND g.kind = 'invoice'))
    SELECT
      (SELECT coalesce(sum(e.amount), 0)::bigint FROM invoices i
        JOIN ledger_accounts a ON a.kind = 'receivable' AND a.unit = $2 AND a.owner_id = i.id::text
        JOIN ledger_entries e ON e.account_id = a.id JOIN ledger_transactions t ON t.id = e.transaction_id AND t.kind = 'invoice'
        WHERE i.customer_id = $1) AS billed,
      (SELECT coalesce(sum(e.amount), 0)::bigint
        FROM (SELECT 'payment.settled:' || id AS occasion FROM own UNION ALL SELECT effect || r.id FROM refunds r JOIN own ON own.id = r.payment_id, unnest(ARRAY['refund.settled:', 'refund.bounced:']) AS effect) moved
        JOIN ledger_transactions t ON t.occasion = moved.occasion JOIN ledger_entries e ON e.transaction_id = t.id
        JOIN ledger_accounts a ON a.id = e.account_id AND a.kind = 'cash' AND a.unit = $2) AS paid,
      (SELECT coalesce(sum(b.balance), 0)::bigint FROM ledger_accounts a JOIN ledger_balances b ON b.account_id = a.id
        WHERE a.kind = 'disputed_receivable' AND a.unit = $2 AND a.owner_id = $1::text) AS disputed,
      (SELECT coalesce(-sum(b.balance), 0)::bigint FROM ledger_accounts a JOIN ledger_balances b ON b.account_id = a.id
        WHERE a.kind = 'customer_credit' AND a.unit = $2 AND a.owner_id = $1::text) AS credit,
      o.outstanding, o.overdue, o.next_due::text AS next_due,
      ARRAY(SELECT id FROM invoices WHERE customer_id = $1 AND issued_at IS NOT NULL ORDER BY created_at DESC, id DESC LIMIT $4) AS recent
    FROM (SELECT coalesce(sum(b.balance), 0)::bigint AS outstanding, coalesce(sum(b.balance) FILTER (WHERE i.due_date < $3::date), 0)::bigint AS overdue, min(i.due_date) AS next_due
      FROM ${OWED} AND i.customer_id = $1 AND i.currency = $2) o`,
};

export async function readOverviewRow(reader: Reader, wish: { customerId: string; currency: string; today: Day; recent: number }): Promise<OverviewRow> {
  return (await reader.run(overview, [wish.customerId, wish.currency, wish.today, wish.recent]))[0]!;
}

/** $1 customers, $2 currency. */
const balances: Statement<{ customer_id: string; open: bigint }> = {
  name: 'figures_balances',
  text: `SELECT i.customer_id, sum(b.balance)::bigint AS open FROM ${OWED} AND i.customer_id = ANY($1::uuid[]) AND i.currency = $2 GROUP BY 1`,
};

export async function readBalances(reader: Reader, customerIds: readonly string[], currency: string): Promise<Map<string, bigint>> {
  return new Map((await reader.run(balances, [customerIds, currency])).map((row) => [row.customer_id, row.open]));
}

export interface WayRow { open: bigint; credit: bigint; disputed: bigint; moving: bigint }

/** $1 customer. How many of each; whatever its currency. */
const inTheWay: Statement<WayRow> = {
  name: 'figures_in_the_way',
  text: `SELECT
      (SELECT count(*) FROM invoices WHERE customer_id = $1 AND issued_at IS NOT NULL AND voided_at IS NULL AND paid_at IS NULL) AS open,
      (SELECT count(*) FROM ledger_accounts a JOIN ledger_balances b ON b.account_id = a.id AND b.balance <> 0 WHERE a.kind = 'customer_credit' AND a.owner_id = $1::text) AS credit,
      (SELECT count(*) FROM disputes d JOIN payments p ON p.id = d.payment_id WHERE p.customer_id = $1 AND d.state = 'open') AS disputed,
      (SELECT count(*) FROM payments WHERE customer_id = $1 AND state IN ('processing', 'unknown'))
        + (SELECT count(*) FROM refunds r JOIN payments p ON p.id = r.payment_id WHERE p.customer_id = $1 AND r.state IN ('requested', 'processing', 'unknown')) AS moving`,
};

export async function readWay(reader: Reader, customerId: string): Promise<WayRow> {
  return (await reader.run(inTheWay, [customerId]))[0]!;
}
