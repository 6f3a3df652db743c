import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { netPaid, payInvoices } from '../../src/core/invoices/index.js';
import { applyDisputes, refundPayment } from '../../src/core/payments/index.js';
import { saveSettings } from '../../src/core/settings/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { newId } from '../../src/kernel/ids.js';
import { openTestServer } from '../contract/server.js';
import type { TestServer } from '../contract/server.js';
import { seeded } from '../random.js';
import { parseCsv } from './parse-csv.js';

let server: TestServer;
beforeAll(async () => { server = await openTestServer({ factor: 100_000 }); });
afterAll(() => server.close());

const HEAD = ['Date', 'Invoice #', 'Services', 'Amount'];

async function payer() {
  const customerId = await server.customer();
  const token = await server.token(['customer'], customerId);
  return {
    customerId,
    ask: (query = '') => server.call('GET', `/api/payments/export${query}`, { token }),
    rows: async (query = '') => parseCsv((await server.call('GET', `/api/payments/export${query}`, { token })).text),
  };
}

/** Rows as settled payments leave them, written directly: what is exported does not depend on how they came. */
async function settle(customerId: string, one: { at: string; cents?: bigint; number?: string; lines?: readonly string[]; services?: readonly string[]; currency?: string }) {
  const [invoice, payment, job] = [newId(), newId(), newId()];
  const { at, cents = 18_500n, number = `X-${invoice}`, lines = ['Carpet cleaning'], services, currency = 'USD' } = one;
  const { pool } = server;
  if (services) {
    await pool.query(`INSERT INTO appointments (id, customer_id, starts_at, minutes, services, created_at, updated_at) VALUES ($1, $2, $3, 60, $4, $3, $3)`, [job, customerId, at, services]);
  }
  await pool.query(
    `INSERT INTO invoices (id, customer_id, number, currency, amount, total, amount_paid, job_id, issued_at, paid_at, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $5, $5, $6, $7, $7, $7, $7)`, [invoice, customerId, number, currency, cents, services ? job : null, at]);
  for (const [i, line] of lines.entries()) {
    await pool.query('INSERT INTO invoice_lines (invoice_id, position, description, quantity, unit_price, amount) VALUES ($1, $2, $3, 1, $4, $4)', [invoice, i, line, i === 0 ? cents : 0n]);
  }
  await pool.query(
    `INSERT INTO payments (id, customer_id, processor, account, state, currency, amount, amount_received, created_at, updated_at, settled_at)
     VALUES ($1, $2, 'manual', 'platform', 'succeeded', $3, $4, $4, $5, $5, $5)`, [payment, customerId, currency, cents, at]);
  await pool.query('INSERT INTO allocations (payment_id, invoice_id, amount, created_at) VALUES ($1, $2, $3, $4)', [payment, invoice, cents, at]);
  return { invoice, payment };
}

describe('the export of payments', () => {
  it('is the documented CSV, by year of the business', async () => {
    const { customerId, ask, rows } = await payer();
    await saveSettings(server.world, SYSTEM, { time_zone: 'America/Chicago' });
    await settle(customerId, { at: '2024-01-15T10:30:00Z', number: '12345678', services: ['Carpet Cleaning', 'Upholstery'] });
    await settle(customerId, { at: '2025-01-01T05:59:59.999Z', number: 'last of 2024', cents: 1n });
    await settle(customerId, { at: '2025-01-01T06:00:00Z', number: 'first of 2025', cents: 123_456_789n });
    const all = await ask();
    expect(all.status).toBe(200);
    expect(all.headers).toMatchObject({ 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="payment-history-all.csv"', 'cache-control': 'private, no-store' });
    expect(all.text).toBe([
      'Date,Invoice #,Services,Amount', '01/15/2024,12345678,Carpet Cleaning; Upholstery,185.00', '12/31/2024,last of 2024,Carpet cleaning,0.01', '01/01/2025,first of 2025,Carpet cleaning,1234567.89', '',
    ].join('\n'));
    expect((await rows('?year=2024')).map((row) => row[1])).toEqual(['Invoice #', '12345678', 'last of 2024']);
    expect((await rows('?year=2025&format=csv')).map((row) => row[1])).toEqual(['Invoice #', 'first of 2025']);
    expect((await ask('?year=2025')).headers['content-disposition']).toBe('attachment; filename="payment-history-2025.csv"');
    for (const year of ['0000', '0001', '1999', '9999']) expect(await rows(`?year=${year}`)).toEqual([HEAD]);
    // East of all the others: days begin there five and a half hours before.
    await saveSettings(server.world, SYSTEM, { time_zone: 'Asia/Kolkata' });
    await new Promise((resolve) => { setTimeout(resolve, 1_100); });
    expect((await rows()).map((row) => row[0])).toEqual(['Date', '01/15/2024', '01/01/2025', '01/01/2025']);
    await saveSettings(server.world, SYSTEM, { time_zone: 'UTC' });
  });

  it('is the documented JSON', async () => {
    const { customerId, ask } = await payer();
    expect((await ask('?format=json')).body).toEqual({ invoices: [] });
    const first = await settle(customerId, { at: '2024-01-15T10:30:00Z', services: ['Carpet "Cleaning"\n\\', 'Полы'] });
    const second = await settle(customerId, { at: '2024-02-15T10:30:00Z', cents: 500n, currency: 'JPY' });
    const answer = await ask('?format=json&year=2024');
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    expect(answer.body).toEqual({ invoices: [
      { id: first.invoice, paid_date: '2024-01-15T10:30:00.000Z', amount: 185, job: { services: [{ service: { name: 'Carpet "Cleaning"\n\\' } }, { service: { name: 'Полы' } }] } },
      { id: second.invoice, paid_date: '2024-02-15T10:30:00.000Z', amount: 500, job: null },
    ] });
  });

  it('refuses what it does not know, and foreigners get nothing', async () => {
    const { ask } = await payer();
    for (const query of ['?format=xml', '?format=', '?format=CSV', '?format=csv&format=json']) expect(await ask(query)).toMatchObject({ status: 400, body: { error: 'Invalid format' } });
    for (const query of ['?year=24', '?year=', '?year=20245', '?year=2024%22%0d%0aSet-Cookie:x', '?year=-024']) expect(await ask(query), query).toMatchObject({ status: 400, body: { error: 'Invalid year' } });
    const stranger = await server.token(['customer']);
    expect(await server.call('GET', '/api/payments/export', { token: stranger })).toMatchObject({ status: 404, body: { error: 'Customer not found' } });
    expect(await server.call('GET', '/api/payments/export')).toMatchObject({ status: 401, body: { error: 'Unauthorized' } });
  });

  it('reads back as what was written, and no cell begins with a sign that spreadsheets run', async () => {
    const { seed } = seeded('export round trip');
    const sign = fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', ' =', '"', ',', ';', "'", '', '\\.', 'é', '😀');
    const text = fc.tuple(sign, fc.string({ unit: 'grapheme', maxLength: 20 }), sign).map((parts) => parts.join('').replaceAll('\0', '')).filter((one) => one !== '' && !/[\ud800-\udfff]/.test(one.replace(/[\ud800-\udbff][\udc00-\udfff]/g, '')));
    await fc.assert(fc.asyncProperty(fc.array(fc.array(text, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 8 }), async (payments) => {
      const { customerId, rows } = await payer();
      for (const [i, lines] of payments.entries()) await settle(customerId, { at: new Date(Date.UTC(2024, 0, 1 + i)).toISOString(), lines });
      const [head, ...read] = await rows();
      expect(head).toEqual(HEAD);
      expect(read.map((row) => row.length)).toEqual(payments.map(() => 4));
      for (const cell of read.flat()) expect(cell).not.toMatch(/^\s*[-=+@＝＋－＠]|^[\t\r\n]/u);
      expect(read.map((row) => row[2])).toEqual(payments.map((lines) => expectCell(lines.join('; '))));
    }), { seed, numRuns: Number(process.env['RUNS'] ?? 25), endOnFailure: true });
  });

  it('adds up to the ledger after part payments, refunds of both kinds and disputes', async () => {
    const { customerId, rows } = await payer();
    const [a, b] = [await server.invoice(customerId, 10_000n), await server.invoice(customerId, 7_000n)];
    const pay = async (lines: { invoiceId: string; amount?: bigint }[]) => {
      const { payment, clientSecret } = await payInvoices(server.world, { customerId, lines, actor: SYSTEM });
      await server.payAtProcessor(clientSecret!);
      const token = await server.token(['customer'], customerId);
      expect((await server.call('POST', `/api/app/payments/${payment.id}/confirm`, { token })).body).toMatchObject({ status: 'succeeded' });
      return payment;
    };
    const first = await pay([{ invoiceId: a.id, amount: 4_000n }]);
    const both = await pay([{ invoiceId: a.id }, { invoiceId: b.id }]);
    await refundPayment(server.world, { paymentId: first.id, amount: 1_000n, reason: null, keepOwing: false, requestKey: null, actor: SYSTEM });
    await refundPayment(server.world, { paymentId: both.id, amount: 6_500n, reason: null, keepOwing: true, requestKey: null, actor: SYSTEM });
    const { externalId } = (await server.world.read.db.selectFrom('payments').select('external_id as externalId').where('id', '=', both.id).executeTakeFirstOrThrow());
    const dispute = { processor: 'stripe', account: 'platform', externalId: 'dp_1', intentExternalId: externalId, status: 'open', amount: 5_000n, withdrawn: 5_000n, reason: null } as const;
    await server.world.transact((tx) => applyDisputes(tx, [dispute]));
    const exported = async () => {
      const sums = new Map<string, bigint>();
      for (const [, number, , amount] of (await rows()).slice(1)) sums.set(number!, (sums.get(number!) ?? 0n) + BigInt(amount!.replace('.', '')));
      return sums;
    };
    const held = async () => {
      const found = await server.pool.query<{ number: string; amount_paid: bigint; amount_refunded: bigint; amount_disputed: bigint }>('SELECT number, amount_paid, amount_refunded, amount_disputed FROM invoices WHERE customer_id = $1', [customerId]);
      return new Map(found.rows.map((row) => [row.number, netPaid({ amountPaid: row.amount_paid, amountRefunded: row.amount_refunded, amountDisputed: row.amount_disputed })]));
    };
    expect((await rows()).length).toBe(4);
    expect(await exported()).toEqual(await held());
    const cash = await server.pool.query<{ sum: string }>(
      `SELECT sum(e.amount)::text AS sum FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id WHERE a.kind IN ('cash', 'processor_fees') AND a.unit = 'USD'`);
    expect([...(await exported()).values()].reduce((sum, one) => sum + one, 0n)).toBe(BigInt(cash.rows[0]!.sum));
  });
});

function expectCell(text: string): string {
  return /^\s*[-=+@＝＋－＠]|^\p{Cc}/u.test(text) ? `'${text}` : text;
}
