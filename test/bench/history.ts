import type { DatabasePool } from '../../src/adapters/database/connect.js';
import { newId } from '../../src/kernel/ids.js';

/**
 * Years of business, written in bulk: one customer with `invoices` paid invoices, and `invoices / 100` others of
 * whom every one owes two, has a draft and a void one. `big` may exist. Gives its id.
 */
export async function writeHistory(pool: DatabasePool, invoices: number, big = newId()): Promise<string> {
  await pool.query(
    `INSERT INTO customers (id, name, email, created_at, updated_at) VALUES ($1, 'Big Buyer', $2, now(), now()) ON CONFLICT DO NOTHING`, [big, `${big}@example.com`]);
  await pool.query(`CREATE TEMP TABLE IF NOT EXISTS made (n bigint PRIMARY KEY, invoice uuid, payment uuid, customer uuid, at timestamptz, state text)`);
  await pool.query('TRUNCATE made');
  await pool.query(
    `INSERT INTO customers (id, name, email, created_at, updated_at)
     SELECT gen_random_uuid(), 'Person ' || n || ' ' || md5(n::text), md5(n::text) || '@example.com', now(), now() FROM generate_series(1, $1::bigint) n`, [Math.ceil(invoices / 100)]);
  await pool.query(
    `INSERT INTO made SELECT n, gen_random_uuid(), gen_random_uuid(), $1, timestamptz '2020-01-01' + n * (interval '5 years' / $2::bigint), 'paid' FROM generate_series(1, $2::bigint) n`, [big, invoices]);
  await pool.query(
    `INSERT INTO made SELECT $1::bigint + row_number() OVER (), gen_random_uuid(), gen_random_uuid(), c.id, timestamptz '2020-01-01' + random() * interval '5 years', s.state
     FROM customers c, unnest(ARRAY['open', 'open', 'draft', 'void']) AS s (state) WHERE c.name LIKE 'Person%'`, [invoices]);
  await pool.query(
    `INSERT INTO invoices (id, customer_id, number, currency, amount, total, amount_paid, due_date, issued_at, paid_at, voided_at, created_at, updated_at)
     SELECT invoice, customer, CASE WHEN state <> 'draft' THEN 'INV-' || lpad(n::text, 7, '0') END, 'USD', 18500, 18500, CASE WHEN state = 'paid' THEN 18500 ELSE 0 END,
       at::date + 30, CASE WHEN state <> 'draft' THEN at END, CASE WHEN state = 'paid' THEN at END, CASE WHEN state = 'void' THEN at END, at, at FROM made`);
  await pool.query(`INSERT INTO invoice_lines (invoice_id, position, description, quantity, unit_price, amount) SELECT invoice, 0, 'Carpet cleaning, whole house', 1, 18500, 18500 FROM made`);
  await pool.query(
    `INSERT INTO payments (id, customer_id, processor, account, external_id, state, currency, amount, amount_received, card_brand, card_last4, created_at, updated_at, settled_at)
     SELECT payment, customer, 'stripe', 'platform', 'pi_' || payment, 'succeeded', 'USD', 18500, 18500, 'visa', '4242', at, at, at FROM made WHERE state = 'paid'`);
  await pool.query(`INSERT INTO payment_targets (payment_id, position, kind, subject_id, amount, live) SELECT payment, 0, 'invoice', invoice, 18500, false FROM made WHERE state = 'paid'`);
  await pool.query(`INSERT INTO allocations (payment_id, invoice_id, amount, created_at) SELECT payment, invoice, 18500, at FROM made WHERE state = 'paid'`);
  await pool.query('DROP TABLE made');
  await pool.query('VACUUM ANALYZE');
  return big;
}
