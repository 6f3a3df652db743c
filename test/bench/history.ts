import type { DatabasePool } from '../../src/adapters/database/connect.js';
import { newId } from '../../src/kernel/ids.js';

/** Lists of few must show as many as lists of many: a page of each kind. */
const LEAST_OTHERS = 40;
/** Ids tell when their rows were made, as the application's own do. */
const idMadeAt = (at: string) => `uuidv7(${at} - clock_timestamp())`;

/**
 * Years of business, written in bulk and in the order of time: one customer with `invoices` paid invoices, and
 * `invoices / 100` others of whom every one owes two that a card did not pay, has a draft and a void one. `big` may
 * exist. Gives its id.
 */
export async function writeHistory(pool: DatabasePool, invoices: number, big = newId()): Promise<string> {
  await pool.query(
    `INSERT INTO customers (id, name, email, created_at, updated_at) VALUES ($1, 'Big Buyer', $2, now(), now()) ON CONFLICT DO NOTHING`, [big, `${big}@example.com`]);
  await pool.query(`CREATE TEMP TABLE IF NOT EXISTS made (n bigint, invoice uuid, payment uuid, customer uuid, at timestamptz, state text)`);
  await pool.query('TRUNCATE made');
  await pool.query(
    `INSERT INTO customers (id, name, email, created_at, updated_at)
     SELECT ${idMadeAt(`timestamptz '2020-01-01'`)}, 'Person ' || n || ' ' || md5(n::text), md5(n::text) || '@example.com', now(), now() FROM generate_series(1, $1::bigint) n`,
    [Math.max(LEAST_OTHERS, Math.ceil(invoices / 100))]);
  await pool.query(
    `INSERT INTO made (n, customer, at, state) SELECT n, $1, timestamptz '2020-01-01' + n * (interval '5 years' / $2::bigint), 'paid' FROM generate_series(1, $2::bigint) n`, [big, invoices]);
  await pool.query(
    `INSERT INTO made (n, customer, at, state) SELECT $1::bigint + row_number() OVER (), c.id, timestamptz '2020-01-01' + random() * interval '5 years', s.state
     FROM customers c, unnest(ARRAY['open', 'open', 'draft', 'void']) AS s (state) WHERE c.name LIKE 'Person%'`, [invoices]);
  await pool.query(`UPDATE made SET invoice = ${idMadeAt('at')}, payment = ${idMadeAt('at')}`);
  await pool.query(
    `INSERT INTO invoices (id, customer_id, number, currency, amount, total, amount_paid, due_date, issued_at, paid_at, voided_at, created_at, updated_at)
     SELECT invoice, customer, CASE WHEN state <> 'draft' THEN 'INV-' || lpad(n::text, 7, '0') END, 'USD', 18500, 18500, CASE WHEN state = 'paid' THEN 18500 ELSE 0 END,
       at::date + 30, CASE WHEN state <> 'draft' THEN at END, CASE WHEN state = 'paid' THEN at END, CASE WHEN state = 'void' THEN at END, at, at FROM made ORDER BY at`);
  await pool.query(`INSERT INTO invoice_lines (invoice_id, position, description, quantity, unit_price, amount) SELECT invoice, 0, 'Carpet cleaning, whole house', 1, 18500, 18500 FROM made ORDER BY at`);
  await pool.query(
    `INSERT INTO payments (id, customer_id, processor, account, external_id, state, currency, amount, amount_received, card_brand, card_last4, created_at, updated_at, settled_at)
     SELECT payment, customer, 'stripe', 'platform', 'pi_' || payment, CASE state WHEN 'paid' THEN 'succeeded' ELSE 'failed' END, 'USD', 18500,
       CASE state WHEN 'paid' THEN 18500 ELSE 0 END, 'visa', '4242', at, at, CASE state WHEN 'paid' THEN at END FROM made WHERE state IN ('paid', 'open') ORDER BY at`);
  await pool.query(`INSERT INTO payment_targets (payment_id, position, kind, subject_id, amount, live) SELECT payment, 0, 'invoice', invoice, 18500, false FROM made WHERE state IN ('paid', 'open') ORDER BY at`);
  await pool.query(`INSERT INTO allocations (payment_id, invoice_id, amount, created_at) SELECT payment, invoice, 18500, at FROM made WHERE state = 'paid' ORDER BY at`);
  await pool.query('DROP TABLE made');
  await pool.query('VACUUM ANALYZE');
  return big;
}
