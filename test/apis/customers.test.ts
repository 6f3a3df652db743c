import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatCodeToken } from '../../src/core/identity/code.js';
import { resetPassword, signIn } from '../../src/core/identity/index.js';
import { archiveCustomer, restoreCustomer } from '../../src/core/customers/index.js';
import { draftInvoice, issueInvoice, payInvoices } from '../../src/core/invoices/index.js';
import { createSetup } from '../../src/core/payments/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { saveCardInBrowser } from '../../src/demo/payer.js';
import { newId } from '../../src/kernel/ids.js';
import { isFailure } from '../../src/kernel/failure.js';
import { openTestServer } from '../contract/server.js';
import type { Answer, TestServer } from '../contract/server.js';

const PASSWORD = 'quite long and rare 7';
const address = { street: '1 Main St', city: 'Springfield', state: 'IL', postal_code: '62701', country: 'US' };

let s: TestServer;
let admin: string;
beforeAll(async () => {
  s = await openTestServer({ factor: 1_000 });
  admin = await s.token(['admin']);
});
afterAll(() => s.close());

const asAdmin = (method: string, path: string, body?: unknown): Promise<Answer> => s.call(method, path, { token: admin, body });
const list = (answer: Answer): Record<string, unknown>[] => answer.body as unknown as Record<string, unknown>[];
const error = (answer: Answer): { status: number; code: unknown; message: unknown } => ({ status: answer.status, ...(answer.body['error'] as { code: unknown; message: unknown }) });
const email = (): string => `c-${newId()}@example.test`;

async function open(more: Record<string, unknown> = {}): Promise<{ id: string; email: string; view: Record<string, unknown> }> {
  const billingEmail = email();
  const answer = await asAdmin('POST', '/customers', { name: 'Jane Doe', company_name: 'Acme LLC', billing_email: billingEmail, address, ...more });
  expect(answer.status, answer.text).toBe(201);
  return { id: answer.body['id'] as string, email: billingEmail, view: answer.body };
}

async function saveCard(customerId: string): Promise<string> {
  const { clientSecret } = await createSetup(s.world, { customerId }, newId());
  return saveCardInBrowser({ url: s.sandbox.urls.stripe, publishableKey: s.publishableKey }, clientSecret);
}

describe('a new customer', () => {
  it('is pending, has the settings that bill nobody, and no two have one address', async () => {
    const { id, email: billingEmail, view } = await open();
    expect(view).toMatchObject({
      status: 'pending', name: 'Jane Doe', company_name: 'Acme LLC', billing_email: billingEmail, phone: null, address, firebase_app_id: null, stripe_customer_id: null,
      billing_settings: {
        customer_id: id, payment_method: 'manual', billing_frequency: 'monthly', monthly_fee: 0, currency: 'USD', billing_day: 1, auto_charge: false, tax_rate: 0,
        payment_terms_days: 30, stripe_payment_method_id: null, additional_details: null,
      },
    });
    const again = await asAdmin('POST', '/customers', { name: 'Joe', company_name: 'Other', billing_email: billingEmail.toUpperCase() });
    expect(error(again)).toMatchObject({ status: 409, code: 'CONFLICT', message: 'A customer with this billing email exists' });
  });

  it('is refused, and nothing is written, for what is missing or wrong', async () => {
    const count = async () => Number((await s.pool.query('SELECT count(*) FROM customers')).rows[0]?.count);
    const before = await count();
    const good = { name: 'A', company_name: 'B', billing_email: email() };
    const bad = [{}, { ...good, name: '' }, { ...good, company_name: undefined }, { ...good, billing_email: 'nobody' }, { ...good, status: 'bogus' }, { ...good, phone: 7 },
      { ...good, address: 'x' }, { ...good, name: 'x'.repeat(201) }, { ...good, name: ' ' }];
    for (const body of bad) expect(error(await asAdmin('POST', '/customers', body)), JSON.stringify(body)).toMatchObject({ status: 400, code: 'VALIDATION_ERROR', message: 'Validation failed' });
    expect(await count()).toBe(before);
  });

  it('is made once by twenty who want the same address, and by two who want the same app', async () => {
    const billingEmail = email();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => asAdmin('POST', '/customers', { name: `N${i}`, company_name: 'C', billing_email: billingEmail })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, ...Array.from({ length: 19 }, () => 409)]);
    const { rows } = await s.pool.query('SELECT c.id, b.id AS settings FROM customers c LEFT JOIN billing_settings b ON b.customer_id = c.id WHERE email = $1', [billingEmail]);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ settings: expect.any(String) });
    const app = `app-${newId()}`;
    const pair = await Promise.all([1, 2].map(() => asAdmin('POST', '/customers', { name: 'N', company_name: 'C', billing_email: email(), firebase_app_id: app })));
    expect(pair.map((answer) => answer.status).sort()).toEqual([201, 409]);
  });
});

describe('lists', () => {
  it('are bare arrays, newest first, by place, with their total beside them', async () => {
    const made: string[] = [];
    for (let i = 0; i < 5; i++) made.unshift((await open({ status: 'onboarding', name: `Page ${i}` })).id);
    const all = await asAdmin('GET', '/customers?status=onboarding');
    expect(all.headers['x-total-count']).toBe('5');
    expect(list(all).map((one) => one['id'])).toEqual(made);
    const page = await asAdmin('GET', '/customers?status=onboarding&limit=2&offset=3');
    expect(page.headers['x-total-count']).toBe('5');
    expect(list(page).map((one) => one['id'])).toEqual(made.slice(3));
    for (const query of ['limit=0', 'limit=201', 'offset=-1', 'status=archived', 'limit=x']) expect((await asAdmin('GET', `/customers?${query}`)).status, query).toBe(400);
  });
});

describe('changes', () => {
  it('change what is named, and of an owner only what is his to change', async () => {
    const { id } = await open({ phone: '1' });
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
    const all = await asAdmin('PUT', `/customers/${id}`, { status: 'active', firebase_app_id: `a-${id}`, firebase_project_id: 'p' });
    expect(all.body).toMatchObject({ status: 'active', firebase_app_id: `a-${id}`, firebase_project_id: 'p', name: 'New Name' });
    // What was shown may be sent back as it is.
    const { body } = await s.call('GET', `/customers/${id}`, { token: owner });
    expect((await put(body)).body).toEqual(body);
    const other = await open();
    expect(error(await put({ billing_email: other.email }))).toMatchObject({ status: 409, code: 'CONFLICT' });
    expect(error(await asAdmin('PUT', `/customers/${other.id}`, { firebase_app_id: `a-${id}` }))).toMatchObject({ status: 409 });
  });

  it('are refused on what is not his, as if it were not there', async () => {
    const [own, foreign] = [await open(), await open()];
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
    const { id } = await open();
    const put = (body: unknown) => asAdmin('PUT', `/customers/${id}/billing`, body);
    const full = {
      payment_method: 'stripe', billing_frequency: 'quarterly', monthly_fee: 1_250.5, currency: 'USD', billing_day: 31, auto_charge: true, tax_rate: 8.25, payment_terms_days: 14,
      additional_details: { po: 'A-7' },
    };
    const changed = await put(full);
    expect(changed.status, changed.text).toBe(200);
    expect(changed.body).toMatchObject(full);
    expect((await asAdmin('GET', `/customers/${id}/billing`)).body).toEqual(changed.body);
    const { rows } = await s.pool.query('SELECT monthly_fee, tax_ppm, fee_since FROM billing_settings WHERE customer_id = $1', [id]);
    expect(rows[0]).toEqual({ monthly_fee: 125_050n, tax_ppm: 82_500, fee_since: s.clock.now().toISOString().slice(0, 10) });
    const bad = [
      {}, { billing_day: 0 }, { billing_day: 32 }, { billing_day: 1.5 }, { payment_method: 'cash' }, { billing_frequency: 'weekly' }, { monthly_fee: -1 }, { monthly_fee: 1.234 },
      { monthly_fee: 1e15 }, { monthly_fee: '5' }, { tax_rate: -1 }, { tax_rate: 101 }, { tax_rate: 8.12345 }, { currency: 'EUR' }, { currency: 'usd' }, { payment_terms_days: -1 },
      { payment_terms_days: 4_000 }, { auto_charge: 'yes' },
    ];
    for (const body of bad) expect(error(await put(body)), JSON.stringify(body)).toMatchObject({ status: 400, code: 'VALIDATION_ERROR', message: 'Validation failed' });
    expect((await asAdmin('GET', `/customers/${id}/billing`)).body).toEqual(changed.body);
  });

  it('begin to recur with a fee, go on with another amount, begin again with another rhythm', async () => {
    const { id } = await open();
    const put = async (body: unknown) => {
      await asAdmin('PUT', `/customers/${id}/billing`, body);
      return (await s.pool.query('SELECT fee_since FROM billing_settings WHERE customer_id = $1', [id])).rows[0]?.fee_since as string | null;
    };
    const first = await put({ monthly_fee: 10 });
    s.clock.advance(40 * 86_400_000);
    admin = await s.token(['admin']);
    expect(await put({ monthly_fee: 20 })).toBe(first);
    const second = await put({ billing_day: 15 });
    expect(second! > first!).toBe(true);
    expect(await put({ monthly_fee: 0 })).toBeNull();
    expect(await put({ billing_frequency: 'one_time', monthly_fee: 5 })).toBeNull();
  });

  it('name a card only when it is the customer’s own; another card needs another word of its holder', async () => {
    const [own, foreign] = [await open(), await open()];
    const [card, other, theirs] = [await saveCard(own.id), await saveCard(own.id), await saveCard(foreign.id)];
    const put = (methodId: string | null) => asAdmin('PUT', `/customers/${own.id}/billing`, { stripe_payment_method_id: methodId });
    for (const wrong of [theirs, 'pm_unknown', 'cus_1', '../customers', 'pm_..']) expect((await put(wrong)).status, wrong).toBe(404);
    expect((await put(card)).body).toMatchObject({ stripe_payment_method_id: card });
    await s.pool.query('UPDATE billing_settings SET charge_consent_at = now() WHERE customer_id = $1', [own.id]);
    const consent = async () => (await s.pool.query('SELECT charge_consent_at FROM billing_settings WHERE customer_id = $1', [own.id])).rows[0]?.charge_consent_at as Date | null;
    await put(card);
    expect(await consent()).not.toBeNull();
    await put(other);
    expect(await consent()).toBeNull();
    expect((await put(null)).body).toMatchObject({ stripe_payment_method_id: null });
    expect((await asAdmin('GET', `/customers/${own.id}`)).body['stripe_customer_id']).toMatch(/^cus_/);
  });
});

describe('users of a customer', () => {
  it('come in with the password they were given', async () => {
    const { id } = await open();
    const body = { email: email(), name: 'Uma User', password: PASSWORD, phone: '+1 555', role: 'admin', customer_id: newId() };
    const made = await asAdmin('POST', `/customers/${id}/users`, body);
    expect(made.status, made.text).toBe(201);
    expect(made.body).toMatchObject({ email: body.email, name: 'Uma User', role: 'customer', customer_id: id, phone: '+1 555', two_factor_enabled: false });
    expect(made.text).not.toMatch(/password|hash|secret|token/i);
    const login = await s.call('POST', '/auth/login', { body: { email: body.email, password: PASSWORD } });
    expect(login.status).toBe(200);
    const token = login.body['access_token'] as string;
    expect((await s.call('GET', '/customers/me', { token })).body['id']).toBe(id);
    expect(error(await asAdmin('POST', `/customers/${id}/users`, { email: body.email, name: 'x' }))).toEqual({ status: 409, code: 'EMAIL_ALREADY_REGISTERED', message: 'Email already registered' });
    expect((await asAdmin('POST', `/customers/${id}/users`, { email: email(), name: 'x', password: 'password' })).status).toBe(400);
    expect((await asAdmin('POST', `/customers/${newId()}/users`, { email: email(), name: 'x' })).status).toBe(404);
    const users = await s.call('GET', `/customers/${id}/users`, { token });
    expect(list(users).map((one) => one['email'])).toEqual([body.email]);
    expect(users.headers['x-total-count']).toBe('1');
  });

  it('or choose one by the link of an invitation, once; also when another customer has their address', async () => {
    const { id } = await open();
    const other = await open();
    const made = await asAdmin('POST', `/customers/${id}/users`, { email: other.email, name: 'Ivo Invited' });
    expect(made.body).toMatchObject({ customer_id: id });
    const { rows } = await s.pool.query(`SELECT template, subject_id, data FROM outbox_messages WHERE recipient = $1`, [other.email]);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ template: 'invitation', data: { name: 'Ivo Invited', company: 'Acme LLC', expires_in_minutes: 10_080 } });
    const token = formatCodeToken(s.identity.keys, rows[0]?.subject_id as string);
    expect((await s.call('POST', '/api/app/session/code', { body: { token } })).status).toBe(401);
    expect((await s.call('POST', '/api/app/session/password', { body: { token, password: 'short' } })).status).toBe(400);
    const accepted = await s.call('POST', '/api/app/session/password', { body: { token, password: PASSWORD } });
    expect(accepted.status, accepted.text).toBe(200);
    expect((await s.call('POST', '/api/app/session/password', { body: { token, password: PASSWORD } })).status).toBe(401);
    const { user } = await signIn(s.identity, { email: other.email, password: PASSWORD });
    expect(user).toMatchObject({ customerId: id, roles: ['customer'] });
    expect((await s.pool.query(`SELECT 1 FROM outbox_messages WHERE recipient = $1 AND template = 'password_changed'`, [other.email])).rows).toEqual([]);
  });

  it('cannot come in by an invitation that is a week old', async () => {
    const { id } = await open();
    const address = email();
    await asAdmin('POST', `/customers/${id}/users`, { email: address, name: 'Late' });
    const { rows } = await s.pool.query(`SELECT subject_id FROM outbox_messages WHERE recipient = $1`, [address]);
    s.clock.advance(7 * 86_400_000 + 1_000);
    admin = await s.token(['admin']);
    await expect(resetPassword(s.identity, formatCodeToken(s.identity.keys, rows[0]?.subject_id as string), PASSWORD)).rejects.toMatchObject({ code: 'code_invalid' });
  });
});

describe('putting a customer away', () => {
  it('waits until no money is open, then shuts its users out and frees its address; the books stay', async () => {
    const { id, email: billingEmail } = await open();
    const user = email();
    await asAdmin('POST', `/customers/${id}/users`, { email: user, name: 'Uma', password: PASSWORD });
    const token = (await s.call('POST', '/auth/login', { body: { email: user, password: PASSWORD } })).body['access_token'] as string;
    const invoice = await s.invoice(id, 10_000n);
    const refused = await asAdmin('DELETE', `/customers/${id}`);
    expect(error(refused)).toMatchObject({ status: 409, code: 'CONFLICT' });
    expect((refused.body['error'] as Record<string, unknown>)['details']).toEqual({ reasons: ['open_invoices'] });
    await payInvoices(s.world, { customerId: id, lines: [{ invoiceId: invoice.id }], methodId: await saveCard(id), actor: SYSTEM });
    const gone = await asAdmin('DELETE', `/customers/${id}`);
    expect(gone.status, gone.text).toBe(200);
    expect(gone.body).toEqual({ message: expect.any(String) });
    for (const path of ['', '/billing', '/users']) expect((await asAdmin('GET', `/customers/${id}${path}`)).status, path).toBe(404);
    expect((await asAdmin('DELETE', `/customers/${id}`)).status).toBe(404);
    expect((await asAdmin('PUT', `/customers/${id}/billing`, { billing_day: 2 })).status).toBe(404);
    expect((await s.call('GET', '/customers/me', { token })).status).toBe(401);
    expect((await s.call('POST', '/auth/login', { body: { email: user, password: PASSWORD } })).status).toBe(401);
    expect((await s.pool.query('SELECT count(*) FROM invoices WHERE customer_id = $1', [id])).rows[0]?.count).toBe(1n);
    await s.world.transact((tx) => restoreCustomer(tx, id, SYSTEM));
    expect((await s.call('POST', '/auth/login', { body: { email: user, password: PASSWORD } })).status).toBe(200);
    await asAdmin('DELETE', `/customers/${id}`);
    expect((await asAdmin('POST', '/customers', { name: 'Next', company_name: 'Next', billing_email: billingEmail })).status).toBe(201);
    await expect(s.world.transact((tx) => restoreCustomer(tx, id, SYSTEM))).rejects.toMatchObject({ code: 'customer_exists' });
  });

  it('never leaves anything owed behind, however it races with a bill', async () => {
    const rounds = process.env['PAYDESK_FULL'] === '1' ? 100 : 12;
    let [archived, owed] = [0, 0];
    for (let round = 0; round < rounds; round++) {
      const { id } = await open();
      const draft = await s.world.transact((tx) => draftInvoice(tx, { customerId: id, lines: [{ description: 'x', quantity: 1, unitPrice: 100n, taxPpm: 0 }], actor: SYSTEM }));
      const results = await Promise.allSettled([
        s.world.transact((tx) => archiveCustomer(tx, id, SYSTEM)), s.world.transact((tx) => issueInvoice(tx, draft.id, SYSTEM)),
      ]);
      for (const result of results) if (result.status === 'rejected' && !isFailure(result.reason, 'customer_has_open_money', 'customer_not_found')) throw result.reason;
      const { rows } = await s.pool.query('SELECT (c.archived_at IS NOT NULL)::int AS archived, (i.issued_at IS NOT NULL)::int AS owed FROM customers c JOIN invoices i ON i.customer_id = c.id WHERE c.id = $1', [id]);
      expect(Number(rows[0]?.archived) + Number(rows[0]?.owed)).toBe(1);
      archived += Number(rows[0]?.archived);
      owed += Number(rows[0]?.owed);
    }
    process.stderr.write(`archive ∥ issue: ${rounds} rounds, put away ${archived}, owed ${owed}\n`);
  });
});

describe('what the books say', () => {
  it('is told to the owner and to admins, with what comes next', async () => {
    const { id } = await open();
    const owner = await s.token(['customer'], id);
    await asAdmin('PUT', `/customers/${id}/billing`, { monthly_fee: 500, billing_day: 31 });
    const paid = await s.invoice(id, 10_000n);
    await payInvoices(s.world, { customerId: id, lines: [{ invoiceId: paid.id }], methodId: await saveCard(id), actor: SYSTEM });
    const owed = await s.invoice(id, 5_000n);
    await s.world.transact((tx) => draftInvoice(tx, { customerId: id, lines: [{ description: 'x', quantity: 1, unitPrice: 100n, taxPpm: 0 }], actor: SYSTEM }));
    const mine = await s.call('GET', '/billing/my-billing', { token: owner });
    expect(mine.status, mine.text).toBe(200);
    const today = s.clock.now().toISOString();
    const lastDay = new Date(Date.UTC(Number(today.slice(0, 4)), Number(today.slice(5, 7)), 0)).toISOString();
    expect(mine.body).toMatchObject({
      customer_id: id, currency: 'USD', total_billed: 150, total_paid: 100, outstanding_balance: 50, overdue_amount: 0,
      next_due_date: `${owed.dueDate}T00:00:00.000Z`, next_billing_date: lastDay, billing_settings: { monthly_fee: 500 },
    });
    expect((mine.body['recent_invoices'] as { id: string }[]).map((one) => one.id)).toEqual([owed.id, paid.id]);
    for (const token of [owner, admin]) expect((await s.call('GET', `/billing/customer/${id}/overview`, { token })).body).toEqual(mine.body);
    expect((await s.call('GET', '/billing/my-billing', { token: admin })).status).toBe(404);
    const stats = await asAdmin('GET', '/billing/stats');
    expect(stats.body).toMatchObject({ currency: 'USD', invoices_by_status: expect.objectContaining({ draft: expect.any(Number) }), generated_at: expect.any(String) });
    expect((await s.call('GET', '/billing/stats', { token: owner })).status).toBe(403);
  });
});

describe('the console', () => {
  const names = (answer: Answer) => (answer.body['items'] as { company_name: string }[]).map((one) => one.company_name);

  it('finds customers by any part of a name, a company, an address or a number, pages by cursor, and keeps the archive apart', async () => {
    const mark = newId().slice(-8);
    const staff = await s.token(['staff']);
    const find = (query: string) => s.call('GET', `/api/app/customers?${query}`, { token: staff });
    const made: string[] = [];
    for (let i = 0; i < 5; i++) made.unshift((await open({ company_name: `Lot ${mark} ${i}`, name: `Zoë ${mark}`, phone: `+1 ${mark}` })).id);
    for (const search of [`lot ${mark}`, `ZOË ${mark}`, `+1 ${mark}`]) expect(names(await find(`search=${encodeURIComponent(search)}`)), search).toHaveLength(5);
    expect(names(await find('search=%25%25'))).toEqual([]);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Answer = await find(`search=${mark}&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...(page.body['items'] as { id: string }[]).map((one) => one.id));
      cursor = page.body['next_cursor'] as string | null;
    }
    expect(seen).toEqual(made);
    await s.invoice(made[0]!, 700n);
    expect((await asAdmin('POST', `/api/app/customers/${made[0]}/archive`)).body).toMatchObject({ code: 'customer_has_open_money', details: { reasons: ['open_invoices'] } });
    const away = await asAdmin('POST', `/api/app/customers/${made[1]}/archive`);
    expect(away.body).toMatchObject({ id: made[1], archived_at: expect.any(String), in_the_way: [] });
    expect(names(await find(`search=${mark}`))).toHaveLength(4);
    expect(names(await find(`search=${mark}&status=archived`))).toEqual([`Lot ${mark} 3`]);
    expect((await find(`search=${mark}&status=pending`)).body['items']).toMatchObject([{ open_amount: 7 }, { open_amount: 0 }, { open_amount: 0 }, { open_amount: 0 }]);
    expect((await s.call('GET', `/api/app/customers/${made[1]}`, { token: staff })).status).toBe(200);
    expect((await s.call('PATCH', `/api/app/customers/${made[1]}`, { token: staff, body: { phone: '2' } })).status).toBe(404);
    expect((await asAdmin('PATCH', `/api/app/customers/${made[1]}/billing`, { monthly_fee: 2 })).status).toBe(404);
    expect((await asAdmin('POST', `/api/app/customers/${made[1]}/restore`)).body).toMatchObject({ archived_at: null });
    for (const cursor of ['x', 'W10', Buffer.from('["a","b"]').toString('base64url')]) expect((await find(`cursor=${cursor}`)).status).toBe(400);
  });

  it('invites, invites again so that only the last link works, and writes down who did what', async () => {
    const { id } = await open();
    const address = email();
    const made = await asAdmin('POST', `/api/app/customers/${id}/users`, { name: 'Ivo', email: address });
    expect(made.body).toMatchObject({ state: 'invited', email: address, last_sign_in_at: null });
    expect((await asAdmin('POST', `/api/app/customers/${id}/users/${String(made.body['id'])}/invite`)).status).toBe(200);
    const { rows } = await s.pool.query(`SELECT subject_id FROM outbox_messages WHERE recipient = $1 AND template = 'invitation' ORDER BY id`, [address]);
    const [first, second] = rows.map((row) => formatCodeToken(s.identity.keys, row.subject_id as string));
    const accept = (token: string | undefined) => s.call('POST', '/api/app/session/password', { body: { token, password: PASSWORD } });
    expect((await accept(first)).status).toBe(401);
    expect((await accept(second)).status).toBe(200);
    expect((await asAdmin('POST', `/api/app/customers/${id}/users/${String(made.body['id'])}/invite`)).status).toBe(404);
    expect((await asAdmin('GET', `/api/app/customers/${id}/users`)).body['items']).toMatchObject([{ state: 'active', last_sign_in_at: expect.any(String) }]);
    await asAdmin('PATCH', `/api/app/customers/${id}`, { phone: '+1 2', city: 'Elsewhere' });
    await asAdmin('PATCH', `/api/app/customers/${id}/billing`, { monthly_fee: 12.5 });
    const history = (await asAdmin('GET', `/api/app/customers/${id}/history`)).body['items'] as Record<string, unknown>[];
    expect(history).toMatchObject([
      { action: 'billing.changed', by: 'Jane', changed: ['feeSince', 'monthlyFee'] }, { action: 'customer.changed', changed: ['phone', 'city'] },
      { action: 'customer.user_invited' }, { action: 'customer.user_invited' }, { action: 'customer.created' },
    ]);
    expect((await asAdmin('GET', `/api/app/customers/${id}/history?limit=2`)).body['next_cursor']).toEqual(expect.any(String));
  });

  it('shows the figures of the business to admins', async () => {
    const answer = await asAdmin('GET', '/api/app/stats');
    expect(answer.status).toBe(200);
    expect(answer.body['months']).toHaveLength(12);
    expect((await s.call('GET', '/api/app/stats', { token: await s.token(['staff']) })).status).toBe(403);
  });
});
