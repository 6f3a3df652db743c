import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyCredit, creditInvoice, payInvoices, recordManualPayment } from '../../src/core/invoices/index.js';
import { applyDisputes, confirmPayment, refundPayment } from '../../src/core/payments/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { verifyBooks } from '../../src/core/verification/index.js';
import { openTestWorld } from '../world.js';
import type { TestWorld } from '../world.js';

let t: TestWorld;
beforeAll(async () => { t = await openTestWorld(); });
afterAll(() => t.close());

it('a credit note gives back what is at hand, not what a dispute holds back', async () => {
  const customerId = await t.customer();
  const invoice = await t.invoice(customerId, 10_000n);
  const pay = async () => {
    const { payment, clientSecret } = await payInvoices(t.world, { customerId, lines: [{ invoiceId: invoice.id, amount: 5_000n }], actor: SYSTEM });
    await t.payAtProcessor(clientSecret!);
    await confirmPayment(t.world, { customerId, target: { kind: 'invoice', subjectId: invoice.id }, externalId: payment.externalId! });
    return payment;
  };
  const [disputed, other] = [await pay(), await pay()];
  await t.world.transact((tx) => applyDisputes(tx, [{
    processor: 'stripe', account: 'platform', externalId: 'dp_1', intentExternalId: disputed.externalId!, status: 'open', amount: 5_000n, withdrawn: 5_000n, reason: 'fraudulent',
  }]));
  const { toCredit } = await creditInvoice(t.world, { invoiceId: invoice.id, actor: SYSTEM });
  expect(toCredit).toBe(5_000n);
  const { rows } = await t.pool.query('SELECT payment_id, returned FROM allocations WHERE invoice_id = $1 ORDER BY returned', [invoice.id]);
  expect(rows).toEqual([{ payment_id: disputed.id, returned: 0n }, { payment_id: other.id, returned: 5_000n }]);
  expect((await verifyBooks(t.world)).findings).toEqual([]);
});

it('money that came from credit and was put back there by a credit note is not given back again', async () => {
  const customerId = await t.customer();
  const [paid, other] = [await t.invoice(customerId, 1_000n), await t.invoice(customerId, 2_000n)];
  await recordManualPayment(t.world, { invoiceIds: [paid.id], amount: 3_000n, method: 'cheque', actor: SYSTEM });
  await applyCredit(t.world, { invoiceId: other.id, actor: SYSTEM });
  const { rows: [fromCredit] } = await t.pool.query(`SELECT id FROM payments WHERE customer_id = $1 AND processor = 'credit'`, [customerId]);
  await creditInvoice(t.world, { invoiceId: other.id, amount: 1_500n, actor: SYSTEM });
  const refund = (amount: bigint) => refundPayment(t.world, { paymentId: fromCredit.id, amount, actor: SYSTEM });
  await expect(refund(501n)).rejects.toMatchObject({ code: 'refund_exceeds_payment' });
  await refund(500n);
  await expect(refund(1n)).rejects.toMatchObject({ code: 'payment_not_refundable' });
  const { rows: [left] } = await t.pool.query(
    `SELECT -sum(b.balance)::bigint AS credit FROM ledger_accounts a JOIN ledger_balances b ON b.account_id = a.id WHERE a.kind = 'customer_credit' AND a.owner_id = $1::text`, [customerId]);
  expect(left).toEqual({ credit: 2_000n });
  expect((await verifyBooks(t.world)).findings).toEqual([]);
});

it('what a dispute held back of one payment returns to where it came from, whatever else is disputed there', async () => {
  const customerId = await t.customer();
  const [first, second] = [await t.invoice(customerId, 10_000n), await t.invoice(customerId, 5_000n)];
  const pay = async (lines: { invoiceId: string; amount: bigint }[]) => {
    const { payment, clientSecret } = await payInvoices(t.world, { customerId, lines, actor: SYSTEM });
    await t.payAtProcessor(clientSecret!);
    await confirmPayment(t.world, { customerId, target: { kind: 'invoice', subjectId: lines[0]!.invoiceId }, externalId: payment.externalId! });
    return payment;
  };
  const both = await pay([{ invoiceId: first.id, amount: 5_000n }, { invoiceId: second.id, amount: 5_000n }]);
  const one = await pay([{ invoiceId: first.id, amount: 5_000n }]);
  const heard = (externalId: string, intentExternalId: string, withdrawn: bigint, status: 'open' | 'won' = 'open') => t.world.transact((tx) => applyDisputes(tx, [{
    processor: 'stripe', account: 'platform', externalId, intentExternalId, status, amount: 6_000n, withdrawn, reason: 'fraudulent',
  }]));
  const disputed = async () => {
    const { rows } = await t.pool.query<{ id: string; amount_disputed: bigint }>('SELECT id, amount_disputed FROM invoices WHERE id = ANY($1)', [[first.id, second.id]]);
    expect((await verifyBooks(t.world)).findings).toEqual([]);
    return [first, second].map(({ id }) => rows.find((row) => row.id === id)!.amount_disputed);
  };
  await heard('dp_both', both.externalId!, 6_000n);
  expect(await disputed()).toEqual([5_000n, 1_000n]);
  await heard('dp_one', one.externalId!, 5_000n);
  expect(await disputed()).toEqual([10_000n, 1_000n]);
  await refundPayment(t.world, { paymentId: both.id, amount: 3_000n, actor: SYSTEM });
  expect(await disputed()).toEqual([7_000n, 4_000n]);
  await heard('dp_both', both.externalId!, 0n, 'won');
  expect(await disputed()).toEqual([5_000n, 0n]);
  await heard('dp_one', one.externalId!, 0n, 'won');
  expect(await disputed()).toEqual([0n, 0n]);
});
