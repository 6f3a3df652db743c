import { afterAll, beforeAll, expect, it } from 'vitest';
import { grantCredits, payFromCredits, readCreditBalance } from '../../src/core/credits/index.js';
import { getInvoice } from '../../src/core/invoices/index.js';
import { account, readBalance } from '../../src/core/ledger/index.js';
import { refundPayment } from '../../src/core/payments/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { verifyBooks } from '../../src/core/verification/index.js';
import { openTestServer } from '../contract/server.js';
import type { TestServer } from '../contract/server.js';
import { creditsStage } from './stage.js';

let t: TestServer;
let stage: ReturnType<typeof creditsStage>;
beforeAll(async () => {
  t = await openTestServer({ factor: 1_000_000 });
  stage = creditsStage(t);
});
afterAll(() => t.close());

async function payer(given: bigint) {
  const customerId = await t.customer('Card Holder');
  const token = await t.token(['customer'], customerId);
  const { user_id: userId } = (await t.call('GET', '/api/app/credits', { token })).body as { user_id: string };
  if (given > 0n) await t.world.transact((tx) => grantCredits(tx, { userId, amount: given, reason: 'a gift', expiresAt: null, priority: 100 }, SYSTEM));
  return {
    customerId, token, userId,
    pay: (invoiceId: string, body: object = {}) => t.call('POST', `/api/app/invoices/${invoiceId}/pay-from-credits`, { token, body }),
    balance: async () => (await readCreditBalance(t.world, userId)).balance,
    credit: () => readBalance(t.world.read, account('customer_credit', 'USD', customerId)),
  };
}
const open = async (id: string) => { const { total, amountPaid, amountCredited } = await getInvoice(t.world.read, id); return total - amountPaid - amountCredited; };
const soundBooks = async () => expect((await verifyBooks(t.world)).findings).toEqual([]);

it('pays a part, then the rest, at face value; the sale was booked with the invoice and is booked once', async () => {
  const one = await payer(10_000n);
  const revenue = () => t.pool.query(`SELECT coalesce(sum(e.amount), 0)::bigint AS sum FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id WHERE a.kind = 'revenue'`).then(({ rows }) => rows[0].sum as bigint);
  const invoice = await t.invoice(one.customerId, 6_000n);
  const booked = await revenue();
  expect(await one.pay(invoice.id, { amount: 25.5 })).toMatchObject({ status: 200, body: { status: 'succeeded', amount: 25.5, invoice_ids: [invoice.id] } });
  expect([await open(invoice.id), await one.balance()]).toEqual([3_450n, 7_450n]);
  expect(await one.pay(invoice.id)).toMatchObject({ status: 200, body: { amount: 34.5 } });
  expect([await open(invoice.id), await one.balance(), await one.credit(), await revenue()]).toEqual([0n, 4_000n, 0n, booked]);
  expect((await getInvoice(t.world.read, invoice.id)).paidAt).not.toBeNull();
  expect(await one.pay(invoice.id)).toMatchObject({ status: 409, body: { code: 'invoice_already_paid' } });
  expect(await stage.books(one.userId)).toMatchObject({ spent: 6_000n, remaining: 4_000n, ledger: 4_000n, ledgerHeld: 0n });
  await soundBooks();
});

it('takes as much as there is, refuses what is not there or not owed, and anybody else’s invoice', async () => {
  const [one, other] = [await payer(1_000n), await payer(1_000n)];
  const invoice = await t.invoice(one.customerId, 3_000n);
  expect(await one.pay(invoice.id, { amount: 10.01 })).toMatchObject({ status: 409, body: { code: 'credits_insufficient' } });
  expect(await one.pay(invoice.id, { amount: 30.01 })).toMatchObject({ status: 400, body: { code: 'amount_invalid' } });
  expect(await one.pay(invoice.id, { amount: 0 })).toMatchObject({ status: 400, body: { code: 'amount_invalid' } });
  expect(await other.pay(invoice.id)).toMatchObject({ status: 404, body: { code: 'invoice_not_found' } });
  expect([await open(invoice.id), await one.balance(), await other.balance()]).toEqual([3_000n, 1_000n, 1_000n]);
  expect((await one.pay(invoice.id)).body).toMatchObject({ amount: 10 });
  expect([await open(invoice.id), await one.balance()]).toEqual([2_000n, 0n]);
  expect(await one.pay(invoice.id)).toMatchObject({ status: 409, body: { code: 'credits_insufficient' } });
});

it('never overspends or overpays when ten pay at the same moment', async () => {
  const one = await payer(1_500n);
  const invoices = [await t.invoice(one.customerId, 1_000n), await t.invoice(one.customerId, 1_000n)];
  await Promise.allSettled(Array.from({ length: 10 }, (_none, n) => payFromCredits(t.world, { invoiceId: invoices[n % 2]!.id, customerId: one.customerId, userId: one.userId, amount: null, actor: { userId: one.userId } })));
  const owed = await open(invoices[0]!.id) + await open(invoices[1]!.id);
  expect([owed + 1_500n - await one.balance(), await one.credit()]).toEqual([2_000n, 0n]);
  expect(await one.balance()).toBeGreaterThanOrEqual(0n);
  await soundBooks();
});

it('undone, the money comes back as the customer’s credit, owed again or with a credit note', async () => {
  const one = await payer(5_000n);
  const [first, second] = [await t.invoice(one.customerId, 2_000n), await t.invoice(one.customerId, 3_000n)];
  const ids = [(await one.pay(first.id)).body['id'] as string, (await one.pay(second.id)).body['id'] as string];
  await refundPayment(t.world, { paymentId: ids[0]!, amount: 2_000n, keepOwing: true, reason: 'a mistake', actor: SYSTEM });
  expect([await open(first.id), await one.credit(), await one.balance()]).toEqual([2_000n, 2_000n, 0n]);
  await refundPayment(t.world, { paymentId: ids[1]!, amount: 1_000n, reason: 'a gesture', actor: SYSTEM });
  expect([await open(second.id), await one.credit()]).toEqual([0n, 3_000n]);
  await soundBooks();
});
