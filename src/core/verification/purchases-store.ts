import type { Reader, Statement } from '../tx.js';

export interface PurchaseRow {
  id: string; order_number: string; state: string; surplus: boolean; currency: string; final_price: bigint; amount_refunded: bigint; amount_disputed: bigint;
  payment_id: string | null; money: string | null; asked: bigint | null; received: bigint | null; refunded: bigint | null; disputed: bigint | null; for_it: bigint;
}

const purchasesAfter: Statement<PurchaseRow> = {
  name: 'verify_purchases',
  text: `SELECT q.id, q.order_number, q.state, q.surplus, q.currency, q.final_price, q.amount_refunded, q.amount_disputed, q.payment_id,
           p.state AS money, p.amount AS asked, p.amount_received AS received, p.amount_refunded AS refunded, p.amount_disputed AS disputed,
           coalesce((SELECT sum(t.amount) FROM payment_targets t WHERE t.payment_id = q.payment_id AND t.kind = 'program' AND t.subject_id = q.id), 0)::bigint AS for_it
         FROM purchases q LEFT JOIN payments p ON p.id = q.payment_id WHERE q.id > $1 ORDER BY q.id LIMIT 1000`,
};

export async function readPurchases(reader: Reader, after: string): Promise<PurchaseRow[]> {
  return reader.run(purchasesAfter, [after]);
}

const lost: Statement<{ id: string; payment_id: string }> = {
  name: 'verify_lost_purchases',
  text: `SELECT t.subject_id AS id, t.payment_id FROM payment_targets t
         WHERE t.kind = 'program' AND NOT EXISTS (SELECT 1 FROM purchases q WHERE q.id = t.subject_id) LIMIT 500`,
};

/** Orders that payments are for and that are not there. */
export async function lostPurchases(reader: Reader): Promise<{ id: string; payment_id: string }[]> {
  return reader.run(lost);
}

export interface OrderDay { series: string; next: bigint; given: bigint; highest: bigint }

const orderDays: Statement<OrderDay> = {
  name: 'verify_order_days',
  text: `SELECT s.series, s.next, count(q.id) AS given, coalesce(max(split_part(q.order_number, '-', 3)::bigint), 0) AS highest
         FROM number_series s LEFT JOIN purchases q ON q.order_number LIKE 'ORD-' || substr(s.series, 7) || '-%'
         WHERE s.series LIKE 'order:%' GROUP BY s.series, s.next ORDER BY s.series`,
};

/** Days on which orders were made, with the counter of each and the numbers it gave. */
export async function readOrderDays(reader: Reader): Promise<OrderDay[]> {
  return reader.run(orderDays);
}
