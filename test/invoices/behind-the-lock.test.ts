import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectOnce } from '../../src/adapters/database/connect.js';
import { lockPursuedInvoice } from '../../src/core/dunning/store.js';
import { payInvoices } from '../../src/core/invoices/index.js';
import { lockInvoices } from '../../src/core/invoices/store.js';
import { confirmPayment } from '../../src/core/payments/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { until } from '../until.js';
import { openTestWorld } from '../world.js';
import type { TestWorld } from '../world.js';

let t: TestWorld;
beforeAll(async () => { t = await openTestWorld(); });
afterAll(() => t.close());

/** What `look` sees that had to wait for whoever held the invoice and did `change` meanwhile. */
async function afterWaiting<T>(invoiceId: string, change: string, look: () => Promise<T>): Promise<T> {
  const holder = await connectOnce(t.database.superuserUrl);
  try {
    await holder.query('BEGIN');
    await holder.query('SELECT FROM invoices WHERE id = $1 FOR UPDATE', [invoiceId]);
    const seen = look();
    seen.catch(() => undefined);
    await until(async () => (await t.pool.query(`SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)).rows[0].n === 1);
    await holder.query(change, [invoiceId]);
    await holder.query('COMMIT');
    return await seen;
  } finally {
    await holder.end();
  }
}

it('an invoice that was waited for comes with the points it has by then', async () => {
  const customerId = await t.customer();
  const invoice = await t.invoice(customerId, 10_000n);
  const { payment, clientSecret } = await payInvoices(t.world, { customerId, lines: [{ invoiceId: invoice.id }], actor: SYSTEM });
  await t.payAtProcessor(clientSecret!);
  await confirmPayment(t.world, { customerId, target: { kind: 'invoice', subjectId: invoice.id }, externalId: payment.externalId! });
  const [seen] = await afterWaiting(invoice.id, 'UPDATE loyalty_invoice_points SET points = 400 WHERE invoice_id = $1', () => t.world.transact((tx) => lockInvoices(tx, [invoice.id])));
  expect(seen).toMatchObject({ id: invoice.id, pointsAwarded: 400n });
});

it('and to be pursued, with whom it is owed by then', async () => {
  const invoice = await t.invoice(await t.customer('Before'), 10_000n);
  const rename = `UPDATE customers SET name = 'After' WHERE id = (SELECT customer_id FROM invoices WHERE id = $1)`;
  expect(await afterWaiting(invoice.id, rename, () => t.world.transact((tx) => lockPursuedInvoice(tx, invoice.id)))).toMatchObject({ name: 'After' });
});
