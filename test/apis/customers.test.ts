import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { draftInvoice, payInvoices } from '../../src/core/invoices/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { newId } from '../../src/kernel/ids.js';
import type { TestServer } from '../contract/server.js';
import { oneDay } from '../one-day.js';
import { mayWaitInVain } from '../patience.js';
import { address, email, error, list, openCustomerBook } from './customer-book.js';
import type { CustomerBook } from './customer-book.js';

let book: CustomerBook;
let s: TestServer;
beforeAll(async () => {
  book = await openCustomerBook();
  ({ s } = book);
});
afterAll(() => book.close());

describe('a new customer', () => {
  it('is pending, has the settings that bill nobody, and has its address for itself; asked for twice, it is the same one, or another account of a company in business', async () => {
    const { id, email: billingEmail, view } = await book.open();
    expect(view).toMatchObject({
      status: 'pending', name: 'Jane Doe', company_name: 'Acme LLC', billing_email: billingEmail, phone: null, address, firebase_app_id: null, stripe_customer_id: null,
      billing_settings: {
        customer_id: id, payment_method: 'manual', billing_frequency: 'monthly', monthly_fee: 0, currency: 'USD', billing_day: 1, auto_charge: false, tax_rate: 0,
        payment_terms_days: 30, stripe_payment_method_id: null, additional_details: null,
      },
    });
    const same = await book.asAdmin('POST', '/customers', { name: 'Jane Doe', company_name: 'Acme LLC', billing_email: billingEmail.toUpperCase(), address });
    expect(same).toMatchObject({ status: 201, body: view });
    const again = await book.asAdmin('POST', '/customers', { name: 'Joe', company_name: 'Acme LLC', billing_email: billingEmail, address });
    await s.invoice(id, 100n);
    const account = await book.asAdmin('POST', '/customers', { name: 'Jane Doe', company_name: 'Acme LLC', billing_email: billingEmail, address });
    expect(account.status).toBe(201);
    expect(account.body['id']).not.toBe(id);
    expect(error(again)).toMatchObject({ status: 409, code: 'CONFLICT', message: 'A customer with this billing email exists' });
  });

  it('is refused, and nothing is written, for what is missing or wrong', async () => {
    const count = async () => Number((await s.pool.query('SELECT count(*) FROM customers')).rows[0]?.count);
    const before = await count();
    const good = { name: 'A', company_name: 'B', billing_email: email() };
    const bad = [{}, { ...good, name: '' }, { ...good, company_name: undefined }, { ...good, billing_email: 'nobody' }, { ...good, status: 'bogus' }, { ...good, phone: 7 },
      { ...good, address: 'x' }, { ...good, name: 'x'.repeat(201) }, { ...good, name: ' ' }];
    for (const body of bad) expect(error(await book.asAdmin('POST', '/customers', body)), JSON.stringify(body)).toMatchObject({ status: 400, code: 'VALIDATION_ERROR', message: 'Validation failed' });
    expect(await count()).toBe(before);
  });

  it('is made once by twenty who want the same address, and by two who want the same app', async () => {
    const billingEmail = email();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => book.asAdmin('POST', '/customers', { name: `N${i}`, company_name: 'C', billing_email: billingEmail })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, ...Array.from({ length: 19 }, () => 409)]);
    const twice = email();
    const twins = await Promise.all(Array.from({ length: 20 }, () => book.asAdmin('POST', '/customers', { name: 'N', company_name: 'C', billing_email: twice })));
    // Twenty stand in line for one lock: on a machine that has other things to do, the last may be told to come again.
    const made = twins.filter((answer) => answer.status !== 503);
    expect(twins.length - made.length, 'waited in vain').toBeLessThanOrEqual(mayWaitInVain(twins.length));
    expect([...new Set(made.map((answer) => `${answer.status} ${String(answer.body['id'])}`))]).toEqual([`201 ${String(made[0]?.body['id'])}`]);
    expect(Number((await s.pool.query('SELECT count(*) FROM customers WHERE email = $1', [twice])).rows[0]?.count)).toBe(1);
    const { rows } = await s.pool.query('SELECT c.id, b.id AS settings FROM customers c LEFT JOIN billing_settings b ON b.customer_id = c.id WHERE email = $1', [billingEmail]);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ settings: expect.any(String) });
    const app = `app-${newId()}`;
    const pair = await Promise.all([1, 2].map(() => book.asAdmin('POST', '/customers', { name: 'N', company_name: 'C', billing_email: email(), firebase_app_id: app })));
    expect(pair.map((answer) => answer.status).sort()).toEqual([201, 409]);
  });
});

describe('lists', () => {
  it('are bare arrays, newest first, by place, with their total beside them', async () => {
    const made: string[] = [];
    for (let i = 0; i < 5; i++) made.unshift((await book.open({ status: 'onboarding', name: `Page ${i}` })).id);
    const all = await book.asAdmin('GET', '/customers?status=onboarding');
    expect(all.headers['x-total-count']).toBe('5');
    expect(list(all).map((one) => one['id'])).toEqual(made);
    const page = await book.asAdmin('GET', '/customers?status=onboarding&limit=2&offset=3');
    expect(page.headers['x-total-count']).toBe('5');
    expect(list(page).map((one) => one['id'])).toEqual(made.slice(3));
    for (const query of ['limit=0', 'limit=201', 'offset=-1', 'status=archived', 'limit=x']) expect((await book.asAdmin('GET', `/customers?${query}`)).status, query).toBe(400);
  });
});

describe('changes', () => {
  it('change what is named, and of an owner only what is his to change', async () => {
    const { id } = await book.open({ phone: '1' });
    const owner = await s.token(['customer'], id);
    const put = (body: unknown) => s.call('PUT', `/customers/${id}`, { token: owner, body });
    const before = (await s.call('GET', `/customers/${id}`, { token: owner })).body;
    const grab = await put({
      phone: '+1 555 0100', status: 'active', id: newId(), stripe_customer_id: 'cus_stolen', firebase_app_id: 'theirs', firebase_project_id: 'theirs', archived_at: '2020-01-01',
      billing_settings: { monthly_fee: 0, tax_rate: 0, auto_charge: true, payment_terms_days: 3_000 }, monthly_fee: 1, role: 'admin',
    });
    expect(grab.status).toBe(200);
    expect(grab.body).toEqual({ ...before, phone: '+1 555 0100', updated_at: grab.body['updated_at'] });
    const mine = await put({ name: 'New Name', company_name: 'New LLC', billing_email: email(), address: { street: '2 Side St', city: 'Elsewhere' } });
    expect(mine.body).toMatchObject({ name: 'New Name', company_name: 'New LLC', address: { ...address, street: '2 Side St', city: 'Elsewhere' }, status: 'pending' });
    expect((await put({})).status).toBe(400);
    const all = await book.asAdmin('PUT', `/customers/${id}`, { status: 'active', firebase_app_id: `a-${id}`, firebase_project_id: 'p' });
    expect(all.body).toMatchObject({ status: 'active', firebase_app_id: `a-${id}`, firebase_project_id: 'p', name: 'New Name' });
    // What was shown may be sent back as it is.
    const { body } = await s.call('GET', `/customers/${id}`, { token: owner });
    expect((await put(body)).body).toEqual(body);
    const other = await book.open();
    expect(error(await put({ billing_email: other.email }))).toMatchObject({ status: 409, code: 'CONFLICT' });
    expect(error(await book.asAdmin('PUT', `/customers/${other.id}`, { firebase_app_id: `a-${id}` }))).toMatchObject({ status: 409 });
  });

  it('are refused on what is not his, as if it were not there', async () => {
    const [own, foreign] = [await book.open(), await book.open()];
    const owner = await s.token(['customer'], own.id);
    for (const id of [foreign.id, newId(), 'x', `${own.id}x`]) {
      for (const [method, path] of [['GET', ''], ['PUT', ''], ['GET', '/billing'], ['GET', '/users']] as const) {
        const answer = await s.call(method, `/customers/${id}${path}`, { token: owner, ...(method === 'PUT' && { body: { phone: '1' } }) });
        expect(error(answer), `${method} ${path}`).toEqual({ status: 404, code: 'NOT_FOUND', message: 'Customer not found' });
      }
      expect((await s.call('GET', `/billing/customer/${id}/overview`, { token: owner })).status).toBe(404);
    }
    for (const [method, path, body] of [['DELETE', ''], ['PUT', '/billing', { billing_day: 1 }], ['POST', '/users', { email: email(), name: 'x' }]] as const) {
      expect((await s.call(method, `/customers/${own.id}${path}`, { token: owner, ...(body && { body }) })).status, `${method} ${path}`).toBe(403);
    }
    const staff = await s.token(['staff']);
    expect((await s.call('GET', '/customers', { token: staff })).status).toBe(403);
    expect((await s.call('GET', '/customers/me', { token: staff })).status).toBe(404);
    expect((await s.call('GET', `/customers/${own.id.toUpperCase()}`, { token: owner })).status).toBe(200);
  });
});

describe('billing settings', () => {
  it('take what the model allows and nothing else', async () => {
    const today = oneDay(s.clock);
    const { id } = await book.open();
    const put = (body: unknown) => book.asAdmin('PUT', `/customers/${id}/billing`, body);
    const full = {
      payment_method: 'stripe', billing_frequency: 'quarterly', monthly_fee: 1_250.5, currency: 'USD', billing_day: 31, auto_charge: true, tax_rate: 8.25, payment_terms_days: 14,
      additional_details: { po: 'A-7' },
    };
    const changed = await put(full);
    expect(changed.status, changed.text).toBe(200);
    expect(changed.body).toMatchObject(full);
    expect((await book.asAdmin('GET', `/customers/${id}/billing`)).body).toEqual(changed.body);
    const { rows } = await s.pool.query('SELECT monthly_fee, tax_ppm, fee_since FROM billing_settings WHERE customer_id = $1', [id]);
    expect(rows[0]).toEqual({ monthly_fee: 125_050n, tax_ppm: 82_500, fee_since: today });
    const bad = [
      {}, { billing_day: 0 }, { billing_day: 32 }, { billing_day: 1.5 }, { payment_method: 'cash' }, { billing_frequency: 'weekly' }, { monthly_fee: -1 }, { monthly_fee: 1.234 },
      { monthly_fee: 1e15 }, { monthly_fee: '5' }, { tax_rate: -1 }, { tax_rate: 101 }, { tax_rate: 8.12345 }, { currency: 'EUR' }, { currency: 'usd' }, { payment_terms_days: -1 },
      { payment_terms_days: 4_000 }, { auto_charge: 'yes' },
    ];
    for (const body of bad) expect(error(await put(body)), JSON.stringify(body)).toMatchObject({ status: 400, code: 'VALIDATION_ERROR', message: 'Validation failed' });
    expect((await book.asAdmin('GET', `/customers/${id}/billing`)).body).toEqual(changed.body);
  });

  it('begin to recur with a fee, go on with another amount, begin again with another rhythm', async () => {
    const { id } = await book.open();
    const put = async (body: unknown) => {
      await book.asAdmin('PUT', `/customers/${id}/billing`, body);
      return (await s.pool.query('SELECT fee_since FROM billing_settings WHERE customer_id = $1', [id])).rows[0]?.fee_since as string | null;
    };
    const first = await put({ monthly_fee: 10 });
    await book.advance(40);
    expect(await put({ monthly_fee: 20 })).toBe(first);
    const second = await put({ billing_day: 15 });
    expect(second! > first!).toBe(true);
    expect(await put({ monthly_fee: 0 })).toBeNull();
    expect(await put({ billing_frequency: 'one_time', monthly_fee: 5 })).toBeNull();
  });

  it('name a card only when it is the customer’s own; another card needs another word of its holder', async () => {
    const [own, foreign] = [await book.open(), await book.open()];
    const [card, other, theirs] = [await book.saveCard(own.id), await book.saveCard(own.id), await book.saveCard(foreign.id)];
    const put = (methodId: string | null) => book.asAdmin('PUT', `/customers/${own.id}/billing`, { stripe_payment_method_id: methodId });
    for (const wrong of [theirs, 'pm_unknown', 'cus_1', '../customers', 'pm_..']) expect((await put(wrong)).status, wrong).toBe(404);
    expect((await put(card)).body).toMatchObject({ stripe_payment_method_id: card });
    await s.pool.query('UPDATE billing_settings SET charge_consent_at = now() WHERE customer_id = $1', [own.id]);
    const consent = async () => (await s.pool.query('SELECT charge_consent_at FROM billing_settings WHERE customer_id = $1', [own.id])).rows[0]?.charge_consent_at as Date | null;
    await put(card);
    expect(await consent()).not.toBeNull();
    await put(other);
    expect(await consent()).toBeNull();
    expect((await put(null)).body).toMatchObject({ stripe_payment_method_id: null });
    expect((await book.asAdmin('GET', `/customers/${own.id}`)).body['stripe_customer_id']).toMatch(/^cus_/);
  });
});

describe('what the books say', () => {
  it('is told to the owner and to admins, with what comes next', async () => {
    const today = oneDay(s.clock);
    const { id } = await book.open();
    const owner = await s.token(['customer'], id);
    await book.asAdmin('PUT', `/customers/${id}/billing`, { monthly_fee: 500, billing_day: 31 });
    const paid = await s.invoice(id, 10_000n);
    await payInvoices(s.world, { customerId: id, lines: [{ invoiceId: paid.id }], methodId: await book.saveCard(id), actor: SYSTEM });
    const owed = await s.invoice(id, 5_000n);
    await s.world.transact((tx) => draftInvoice(tx, { customerId: id, lines: [{ description: 'x', quantity: 1, unitPrice: 100n, taxPpm: 0 }], actor: SYSTEM }));
    const mine = await s.call('GET', '/billing/my-billing', { token: owner });
    expect(mine.status, mine.text).toBe(200);
    const lastDay = new Date(Date.UTC(Number(today.slice(0, 4)), Number(today.slice(5, 7)), 0)).toISOString();
    expect(mine.body).toMatchObject({
      customer_id: id, currency: 'USD', total_billed: 150, total_paid: 100, outstanding_balance: 50, overdue_amount: 0,
      next_due_date: `${owed.dueDate}T00:00:00.000Z`, next_billing_date: lastDay, billing_settings: { monthly_fee: 500 },
    });
    expect((mine.body['recent_invoices'] as { id: string }[]).map((one) => one.id)).toEqual([owed.id, paid.id]);
    const admin = await s.token(['admin']);
    for (const token of [owner, admin]) expect((await s.call('GET', `/billing/customer/${id}/overview`, { token })).body).toEqual(mine.body);
    expect((await s.call('GET', '/billing/my-billing', { token: admin })).status).toBe(404);
    const stats = await book.asAdmin('GET', '/billing/stats');
    expect(stats.body).toMatchObject({ currency: 'USD', invoices_by_status: expect.objectContaining({ draft: expect.any(Number) }), generated_at: expect.any(String) });
    expect((await s.call('GET', '/billing/stats', { token: owner })).status).toBe(403);
  });
});

