import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { PaymentTarget } from '../events.js';
import type { Meant } from '../settings/index.js';
import type { Reader } from '../tx.js';
import type { ListedPayment, ListPayments } from './list-wish.js';

export interface ListWish extends Pick<ListPayments, 'customerId' | 'status' | 'search' | 'limit'> {
  readonly bounds: { readonly from: Date; readonly until: Date } | undefined;
  readonly meant: Meant | undefined;
  readonly after: { readonly createdAt: Date; readonly id: string } | undefined;
}

interface Row {
  id: string; state: string; currency: string; amount: bigint; amount_refunded: bigint; card_brand: string | null; card_last4: string | null;
  customer_name: string | null; created_at: Date; settled_at: Date | null;
  targets: { kind: PaymentTarget['kind']; subject_id: string; label: string | null; amount: string }[];
}

const STATES: Readonly<Record<NonNullable<ListPayments['status']> | 'any', string>> = {
  pending: `'processing', 'unknown'`, succeeded: `'succeeded'`, failed: `'failed'`, any: `'processing', 'unknown', 'succeeded', 'failed'`,
};

/** One's own failed ones are looked for among one's own: for whoever has nearly all payments the planner would read everybody's (migration 0015). */
function stateCondition({ status, customerId }: ListWish): RawBuilder<unknown> {
  const states = sql.raw(STATES[status ?? 'any']);
  return customerId && (status === 'failed' || status === 'pending') ? sql`p.settled_at IS NULL AND p.state = ANY (ARRAY(SELECT unnest(ARRAY[${states}])))` : sql`p.state IN (${states})`;
}

/** One page with all that is shown of it, in one statement. */
export async function listPaymentRows(reader: Reader, wish: ListWish): Promise<ListedPayment[]> {
  const conditions: RawBuilder<unknown>[] = [stateCondition(wish)];
  // By a value that the planner cannot see: whoever has nearly all payments is looked for through his own index all the same.
  if (wish.customerId) conditions.push(sql`p.customer_id = (SELECT ${wish.customerId}::uuid)`);
  if (wish.bounds) conditions.push(sql`p.created_at >= ${wish.bounds.from} AND p.created_at < ${wish.bounds.until}`);
  if (wish.after) conditions.push(sql`(p.created_at, p.id) < (${wish.after.createdAt}, ${wish.after.id}::uuid)`);
  const filter = sql.join(conditions, sql` AND `);
  const page = sql`ORDER BY p.created_at DESC, p.id DESC LIMIT ${wish.limit}`;
  const search = wish.search && wish.meant ? sql`AND ${searched(wish.customerId, wish.search, wish.meant, sql`${filter} ${page}`)}` : sql``;
  const { rows } = await sql<Row>`
    WITH page AS MATERIALIZED (SELECT p.* FROM payments p WHERE ${filter} ${search} ${page})
    SELECT p.id, p.state, p.currency, p.amount, p.amount_refunded, p.card_brand, p.card_last4, c.name AS customer_name, p.created_at, p.settled_at,
      (SELECT coalesce(json_agg(json_build_object('kind', t.kind, 'subject_id', t.subject_id, 'label', coalesce(i.number, t.label), 'amount', t.amount::text) ORDER BY t.position), '[]')
       FROM payment_targets t LEFT JOIN invoices i ON t.kind = 'invoice' AND i.id = t.subject_id WHERE t.payment_id = p.id) AS targets
    FROM page p LEFT JOIN customers c ON c.id = p.customer_id
    ORDER BY p.created_at DESC, p.id DESC`.execute(reader.db);
  return rows.map(toListed);
}

/** By number through the invoice; a customer searches only what is his, so people are looked for by staff alone. */
function searched(customerId: string | undefined, search: string, { numbers, numberOnly }: Meant, page: RawBuilder<unknown>): RawBuilder<unknown> {
  const byNumber = sql`SELECT t.payment_id FROM invoices i JOIN payment_targets t ON t.kind = 'invoice' AND t.subject_id = i.id WHERE i.number = ANY (${numbers})`;
  if (customerId || numberOnly) return sql`p.id = ANY (ARRAY(${byNumber}))`;
  const pattern = `%${search.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return sql`p.id = ANY (ARRAY(${byNumber} UNION
    SELECT of_one.id FROM (SELECT id FROM customers WHERE name ILIKE ${pattern} OR email ILIKE ${pattern} LIMIT 100) found
    CROSS JOIN LATERAL (SELECT p.id FROM payments p WHERE p.customer_id = found.id AND ${page}) of_one))`;
}

function toListed(row: Row): ListedPayment {
  return {
    id: row.id, state: row.state as ListedPayment['state'], currency: row.currency, amount: row.amount, amountRefunded: row.amount_refunded,
    cardBrand: row.card_brand, cardLast4: row.card_last4, customerName: row.customer_name, createdAt: row.created_at, settledAt: row.settled_at,
    targets: row.targets.map((target) => ({ kind: target.kind, subjectId: target.subject_id, label: target.label, amount: BigInt(target.amount) })),
  };
}
