import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getInvoice, payInvoices, statusOf } from '../../src/core/invoices/index.js';
import { confirmPayment, findPayment, refundPayment, refundsOf, resolveAfterStart, resolvePayments, resolveRefunds } from '../../src/core/payments/index.js';
import { readPoints } from '../../src/core/rewards/index.js';
import { sealTransactions } from '../../src/core/ledger/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { openTestWorld } from '../world.js';
import type { TestWorld } from '../world.js';

let t: TestWorld;
beforeAll(async () => { t = await openTestWorld(); });
afterAll(() => t.close());

const start = (customerId: string, invoiceId: string, amount?: bigint) =>
  payInvoices(t.world, { customerId, lines: [{ invoiceId, amount: amount ?? null }], actor: SYSTEM });

async function pay(customerId: string, invoiceId: string, amount?: bigint) {
  const started = await start(customerId, invoiceId, amount);
  await t.payAtProcessor(started.clientSecret!);
  return confirmPayment(t.world, { customerId, target: { kind: 'invoice', subjectId: invoiceId }, externalId: started.payment.externalId! });
}

describe('an invoice paid by card', () => {
  it('is settled once with points, receipt and balanced books, however often it is confirmed', async () => {
    const customerId = await t.customer();
    const invoice = await t.invoice(customerId, [{ description: 'Two rooms', quantity: 2, unitPrice: 9_250n, taxPpm: 82_500 }]);
    expect(invoice.total).toBe(20_026n);
    const payment = await pay(customerId, invoice.id);
    await Promise.all(Array.from({ length: 5 }, () => confirmPayment(t.world, { customerId, target: { kind: 'invoice', subjectId: invoice.id }, externalId: payment.externalId! })));
    const paid = await getInvoice(t.world.read, invoice.id, customerId);
    expect(statusOf(paid, '2030-01-01')).toBe('paid');
    expect(paid.amountPaid).toBe(20_026n);
    expect(await readPoints(t.world.read, customerId)).toBe(2_002n);
    const mails = await t.world.read.db.selectFrom('outbox_messages').select(['template']).where('recipient', '=', invoice.customer.email).orderBy('template').execute();
    expect(mails.map((m) => m.template)).toEqual(['loyalty_points_earned', 'payment_receipt']);
    const sums = await t.world.read.db.selectFrom('ledger_entries').select((eb) => ['unit', eb.fn.sum('amount').as('sum')]).groupBy('unit').execute();
    expect(sums.every((s) => Number(s.sum) === 0)).toBe(true);
  });

  it('shares one intent between two tabs, and lets a new amount replace a form nobody filled in', async () => {
    const customerId = await t.customer();
    const invoice = await t.invoice(customerId, 10_000n);
    const tabs = await Promise.all(Array.from({ length: 20 }, () => start(customerId, invoice.id)));
    expect(new Set(tabs.map((tab) => tab.clientSecret)).size).toBe(1);
    const part = await start(customerId, invoice.id, 4_000n);
    expect(part.payment.amount).toBe(4_000n);
    expect((await findPayment(t.world.read, tabs[0]!.payment.id))?.state).toBe('canceled');
    await t.payAtProcessor(part.clientSecret!);
    await confirmPayment(t.world, { customerId, target: { kind: 'invoice', subjectId: invoice.id }, externalId: part.payment.externalId! });
    expect((await getInvoice(t.world.read, invoice.id)).amountPaid).toBe(4_000n);
  });

  it('refuses what is not his, not open, or not a payment', async () => {
    const [customerId, other] = [await t.customer(), await t.customer('Bo')];
    const invoice = await t.invoice(customerId, 10_000n);
    await expect(start(other, invoice.id)).rejects.toMatchObject({ code: 'invoice_not_found' });
    await expect(start(customerId, invoice.id, 10_001n)).rejects.toMatchObject({ code: 'amount_invalid' });
    await expect(start(customerId, invoice.id, 0n)).rejects.toMatchObject({ code: 'amount_invalid' });
    const started = await start(customerId, invoice.id);
    const claim = { customerId, target: { kind: 'invoice' as const, subjectId: invoice.id } };
    await expect(confirmPayment(t.world, { ...claim, externalId: started.payment.externalId! })).rejects.toMatchObject({ code: 'payment_not_successful' });
    await expect(confirmPayment(t.world, { ...claim, externalId: 'pi_unknown' })).rejects.toMatchObject({ code: 'payment_not_successful' });
    expect((await t.payAtProcessor(started.clientSecret!, '4000000000000002')).status).toBe(402);
    await pay(customerId, invoice.id);
    await expect(start(customerId, invoice.id)).rejects.toMatchObject({ code: 'invoice_already_paid' });
  });

  it('refunds with credit notes that give tax and points back to the cent, and never more than came', async () => {
    const customerId = await t.customer();
    const invoice = await t.invoice(customerId, [{ description: 'One room', quantity: 1, unitPrice: 9_999n, taxPpm: 82_500 }]);
    const payment = await pay(customerId, invoice.id);
    const first = await refundPayment(t.world, { paymentId: payment.id, amount: 3_333n, actor: SYSTEM });
    expect(first.state).toBe('succeeded');
    await expect(refundPayment(t.world, { paymentId: payment.id, amount: 9_000n, actor: SYSTEM })).rejects.toMatchObject({ code: 'refund_exceeds_payment' });
    await refundPayment(t.world, { paymentId: payment.id, actor: SYSTEM });
    await expect(refundPayment(t.world, { paymentId: payment.id, actor: SYSTEM })).rejects.toMatchObject({ code: 'payment_not_refundable' });
    const after = await getInvoice(t.world.read, invoice.id);
    expect(after.amountRefunded).toBe(after.total);
    expect(statusOf(after, '2030-01-01')).toBe('paid');
    expect(after.creditNotes.reduce((sum, note) => sum + note.taxAmount, 0n)).toBe(invoice.taxAmount);
    expect(await readPoints(t.world.read, customerId)).toBe(0n);
  });

  it('finds the end of a payment whose confirmation and webhook were lost, and seals the book', async () => {
    const customerId = await t.customer();
    const invoice = await t.invoice(customerId, 5_000n);
    const started = await start(customerId, invoice.id);
    await t.payAtProcessor(started.clientSecret!);
    t.clock.advance(200_000);
    await resolvePayments(t.world);
    expect((await getInvoice(t.world.read, invoice.id)).amountPaid).toBe(5_000n);
    expect(await sealTransactions(t.world)).toBeGreaterThan(0);
    expect(await sealTransactions(t.world)).toBe(0);
  });

  it('asks after a start about a refund that was asked about in vain, and does not wait for its next turn', async () => {
    const customerId = await t.customer();
    const payment = await pay(customerId, (await t.invoice(customerId, 5_000n)).id);
    const faults = `${t.sandbox.urls.stripe}/_sandbox/faults`;
    await fetch(faults, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ mode: 'reset_after', method: 'POST', path: '^/v1/refunds$', count: 100 }) });
    const refund = await refundPayment(t.world, { paymentId: payment.id, actor: SYSTEM });
    expect(refund.state).toBe('unknown');
    for (const seconds of [6, 31]) {
      t.clock.advance(seconds * 1_000);
      expect(await resolveRefunds(t.world)).toEqual({ asked: 1, failed: [] });
    }
    await fetch(faults, { method: 'DELETE' });
    t.clock.advance(30_000);
    expect(await resolveRefunds(t.world), 'its turn is in two minutes').toEqual({ asked: 0, failed: [] });
    await resolveAfterStart(t.world);
    expect(await resolveRefunds(t.world)).toEqual({ asked: 1, failed: [] });
    expect((await refundsOf(t.world.read, [payment.id])).map(({ id, state }) => [id, state])).toEqual([[refund.id, 'succeeded']]);
  });
});
