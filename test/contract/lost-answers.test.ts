import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { changeBillingSettings } from '../../src/core/billing/index.js';
import { grantCredits } from '../../src/core/credits/index.js';
import { creditInvoice, recordManualPayment } from '../../src/core/invoices/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { verifyBooks } from '../../src/core/verification/index.js';
import { Failure } from '../../src/kernel/failure.js';
import { openTestServer } from './server.js';
import type { Answer, TestServer } from './server.js';

let t: TestServer;
let admin: string;
beforeAll(async () => {
  t = await openTestServer({ factor: 1_000_000 });
  admin = await t.token(['admin']);
});
afterEach(() => { vi.restoreAllMocks(); });
afterAll(() => t.close());

interface Request { readonly path: string; readonly body: object; readonly token?: string }
let keys = 0;
const send = ({ path, body, token = admin }: Request, key: string) => t.call('POST', path, { token, body, headers: { 'idempotency-key': key } });
const forget = () => t.pool.query('DELETE FROM idempotency_keys');

async function customer() {
  const customerId = await t.customer('Lost Answers');
  const token = await t.token(['customer'], customerId);
  const { user_id: userId } = (await t.call('GET', '/api/app/credits', { token })).body as { user_id: string };
  return { customerId, token, userId };
}
/** An invoice of which a part was paid. */
async function halfPaid(customerId: string): Promise<string> {
  const { id } = await t.invoice(customerId, 10_000n);
  await recordManualPayment(t.world, { invoiceIds: [id], amount: 4_000n, method: 'cash', actor: SYSTEM });
  return id;
}
async function withCredit(customerId: string): Promise<string> {
  const owed = await t.invoice(customerId, 20_000n);
  const paid = await t.invoice(customerId, 5_000n);
  await recordManualPayment(t.world, { invoiceIds: [paid.id], amount: 5_000n, method: 'cash', actor: SYSTEM });
  await creditInvoice(t.world, { invoiceId: paid.id, actor: SYSTEM });
  return owed.id;
}
const gift = (userId: string) => t.world.transact((tx) => grantCredits(tx, { userId, amount: 9_000n, reason: 'a gift', expiresAt: null, priority: 100 }, SYSTEM));

/** Every route that moves money and finds no other trace of itself than its request's name. */
const routes: Record<string, () => Promise<Request>> = {
  'an issued invoice': async () => ({ path: '/api/app/invoices', body: { customer_id: (await customer()).customerId, lines: [{ description: 'Work', unit_price: 100 }] } }),
  'a draft': async () => ({ path: '/api/app/invoices', body: { customer_id: (await customer()).customerId, lines: [{ description: 'Work', unit_price: 100 }], draft: true } }),
  'a credit note over what is open': async () => ({ path: `/api/app/invoices/${await halfPaid((await customer()).customerId)}/credit-notes`, body: { amount: 10 } }),
  'credit notes over what is open and was paid': async () => ({ path: `/api/app/invoices/${await halfPaid((await customer()).customerId)}/credit-notes`, body: { amount: 70 } }),
  'a credit note over everything': async () => ({ path: `/api/app/invoices/${await halfPaid((await customer()).customerId)}/credit-notes`, body: {} }),
  'credit applied': async () => ({ path: `/api/app/invoices/${await withCredit((await customer()).customerId)}/apply-credit`, body: { amount: 10 } }),
  'all credit applied': async () => ({ path: `/api/app/invoices/${await withCredit((await customer()).customerId)}/apply-credit`, body: {} }),
  'an invoice paid from prepaid credits': async () => {
    const { customerId, token, userId } = await customer();
    await gift(userId);
    return { path: `/api/app/invoices/${(await t.invoice(customerId, 20_000n)).id}/pay-from-credits`, body: { amount: 30 }, token };
  },
  'a grant': async () => ({ path: '/api/app/credits/grants', body: { user_id: (await customer()).userId, amount: 12, reason: 'a gift' } }),
  'credits taken': async () => {
    const { userId } = await customer();
    await gift(userId);
    return { path: '/api/app/credits/adjustments', body: { user_id: userId, amount: 12, reason: 'a mistake' } };
  },
  'a month of the console': async () => ({ path: `/api/app/recurring/${await recurring()}/bill`, body: {} }),
  'a month of the document': async () => ({ path: '/billing/generate-recurring', body: { customer_id: await recurring() } }),
};
async function recurring(): Promise<string> {
  const { customerId } = await customer();
  await t.world.transact((tx) => changeBillingSettings(tx, customerId, { monthlyFee: 2_500n }, SYSTEM));
  return customerId;
}

/** Everything that money, debts and numbers leave behind. */
async function effects(): Promise<unknown> {
  const { rows: [row] } = await t.pool.query(`SELECT (SELECT count(*)::int FROM invoices) AS invoices, (SELECT count(*)::int FROM credit_notes) AS notes, (SELECT count(*)::int FROM payments) AS payments,
    (SELECT count(*)::int FROM credit_lots) AS lots, (SELECT count(*)::int FROM credit_spends) AS spends, (SELECT count(*)::int FROM ledger_transactions) AS posted,
    (SELECT jsonb_object_agg(series, next) FROM number_series) AS numbers`);
  return row;
}
const words = ({ status, body }: Answer) => [status, body];

describe.each(Object.entries(routes))('%s', (_name, prepare) => {
  it('is made once though its kept answer is gone, and the answer is the same', async () => {
    const request = await prepare();
    const key = `gone-${(keys += 1)}`;
    const before = await effects();
    const first = await send(request, key);
    expect(first.status, first.text).toBeLessThan(300);
    const after = await effects();
    expect(after).not.toEqual(before);
    await forget();
    const again = await send(request, key);
    expect(again.headers['idempotency-replayed']).toBeUndefined();
    expect(words(again)).toEqual(words(first));
    expect(await effects()).toEqual(after);
  });

  it('is made once though the connection was lost behind its commit', async () => {
    const request = await prepare();
    const key = `lost-${(keys += 1)}`;
    const { transact } = t.world;
    let nth = 0;
    // The first takes the key, the second is the effect.
    vi.spyOn(t.world, 'transact').mockImplementation(async (work) => {
      const done = await transact(work);
      if ((nth += 1) === 2) throw new Failure('database_unavailable');
      return done;
    });
    const before = await effects();
    expect((await send(request, key)).status).toBe(503);
    vi.restoreAllMocks();
    const after = await effects();
    expect(after).not.toEqual(before);
    expect((await send(request, key)).status).toBeLessThan(300);
    expect(await effects()).toEqual(after);
  });

  it('is made anew under another key, where it can be', async () => {
    const request = await prepare();
    const first = await send(request, `one-${(keys += 1)}`);
    const before = await effects();
    const second = await send(request, `two-${(keys += 1)}`);
    // What is over everything there is finds nothing a second time.
    if (second.status < 300) expect(await effects()).not.toEqual(before);
    else expect([first.status < 300, await effects()]).toEqual([true, before]);
  });
});

it('a lost read behind the commit releases the key, and the invoice is found', async () => {
  const request = await routes['an issued invoice']!();
  const before = await effects() as { invoices: number };
  const { run } = t.world.read;
  let reads = 0;
  vi.spyOn(t.world.read, 'run').mockImplementation(async (statement, values) => {
    if (statement.name === 'invoices_find_by_ids_in_order' && (reads += 1) === 1) throw new Failure('database_unavailable');
    return run(statement, values);
  });
  expect((await send(request, 'unread')).status).toBe(503);
  expect(await send(request, 'unread')).toMatchObject({ status: 201, body: { status: 'pending', total: 100 } });
  expect(await effects()).toMatchObject({ invoices: before.invoices + 1 });
});

it('two callers with the same key and wish are two', async () => {
  const request = await routes['a grant']!();
  const before = await effects() as { lots: number };
  await send(request, 'shared');
  await send({ ...request, token: await t.token(['admin']) }, 'shared');
  expect(await effects()).toMatchObject({ lots: before.lots + 2 });
});

it('another wish under a key that was given back is another', async () => {
  const request = await routes['a grant']!();
  const before = await effects() as { lots: number };
  await send(request, 'other-wish');
  expect((await send({ ...request, body: { ...request.body, amount: 13 } }, 'other-wish')).body['code']).toBe('idempotency_key_reused');
  await forget();
  expect((await send({ ...request, body: { ...request.body, amount: 13 } }, 'other-wish')).status).toBe(201);
  expect(await effects()).toMatchObject({ lots: before.lots + 2 });
});

it('the books are sound after all of it', async () => {
  expect((await verifyBooks(t.world)).findings).toEqual([]);
});
