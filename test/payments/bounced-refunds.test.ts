import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyRefunds, confirmPayment, refundPayment, refundsOf } from '../../src/core/payments/index.js';
import type { Payment } from '../../src/core/payments/index.js';
import { creditOf } from '../../src/core/invoices/customer-credit.js';
import { getInvoice, payInvoices } from '../../src/core/invoices/index.js';
import { sealTransactions } from '../../src/core/ledger/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { verifyBooks } from '../../src/core/verification/index.js';
import { openTestWorld } from '../world.js';
import type { TestWorld } from '../world.js';

let t: TestWorld;
beforeAll(async () => { t = await openTestWorld(); });
afterAll(() => t.close());

async function pay(customerId: string, invoiceId: string): Promise<Payment> {
  const { clientSecret, payment } = await payInvoices(t.world, { customerId, lines: [{ invoiceId }], actor: SYSTEM });
  await t.payAtProcessor(clientSecret!);
  await confirmPayment(t.world, { customerId, target: { kind: 'invoice', subjectId: invoiceId }, externalId: payment.externalId! });
  return payment;
}

const cashOf = async (): Promise<bigint> => (await t.pool.query(
  `SELECT coalesce(sum(e.amount), 0)::bigint AS cash FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id WHERE a.kind = 'cash' AND a.owner_id = 'stripe:platform'`)).rows[0].cash;

it('money that its bank sends back after a refund is at the processor again, and the customer’s credit, once', async () => {
  const customerId = await t.customer();
  const invoice = await t.invoice(customerId, 5_000n);
  const payment = await pay(customerId, invoice.id);
  const before = await cashOf();
  const { id, externalId } = await refundPayment(t.world, { paymentId: payment.id, amount: 2_000n, actor: SYSTEM });
  expect(await cashOf()).toBe(before - 2_000n);
  expect((await fetch(`${t.sandbox.urls.stripe}/_sandbox/refunds/${externalId}/fail`, { method: 'POST' })).status).toBe(200);
  const heard = await t.world.processor('stripe').retrieveRefund(externalId!);
  expect(heard.status).toBe('failed');
  for (let times = 0; times < 3; times++) await t.world.transact((tx) => applyRefunds(tx, [heard]));
  await t.world.transact((tx) => applyRefunds(tx, [{ ...heard, status: 'succeeded' }]));

  expect(await cashOf()).toBe(before);
  expect(await creditOf(t.world.read, customerId, 'USD')).toBe(2_000n);
  expect((await refundsOf(t.world.read, [payment.id])).map((refund) => [refund.id, refund.state, refund.bouncedAt !== null])).toEqual([[id, 'succeeded', true]]);
  expect(await getInvoice(t.world.read, invoice.id)).toMatchObject({ amountPaid: 5_000n, amountRefunded: 2_000n });
  await expect(refundPayment(t.world, { paymentId: payment.id, amount: 3_001n, actor: SYSTEM })).rejects.toMatchObject({ code: 'refund_exceeds_payment' });
  const { rows: letters } = await t.pool.query(`SELECT template, recipient, data->>'amount' AS amount FROM outbox_messages WHERE subject_id = $1 ORDER BY template`, [id]);
  expect(letters.map(({ template, amount }) => [template, amount]), 'one letter that it went, one that it came back').toEqual([['refund_bounced', '20.00'], ['refund_issued', '20.00']]);
  const next = await t.invoice(customerId, 1_500n);
  expect((await getInvoice(t.world.read, next.id)).amountPaid, 'his credit pays what he owes next').toBe(1_500n);
  expect(await creditOf(t.world.read, customerId, 'USD')).toBe(500n);

  while ((await sealTransactions(t.world)) > 0);
  expect((await verifyBooks(t.world)).findings).toEqual([]);
  await t.pool.query('UPDATE refunds SET bounced_at = NULL WHERE id = $1', [id]);
  expect((await verifyBooks(t.world)).findings).toMatchObject([{ table: 'refunds', id, problem: expect.stringContaining('the book says that its money returned') }]);
});
