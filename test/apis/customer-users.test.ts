import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { archiveCustomer, restoreCustomer } from '../../src/core/customers/index.js';
import { formatCodeToken } from '../../src/core/identity/code.js';
import { resetPassword, signIn } from '../../src/core/identity/index.js';
import { draftInvoice, issueInvoice, payInvoices } from '../../src/core/invoices/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { isFailure } from '../../src/kernel/failure.js';
import { newId } from '../../src/kernel/ids.js';
import type { TestServer } from '../contract/server.js';
import { email, error, list, openCustomerBook, PASSWORD } from './customer-book.js';
import type { CustomerBook } from './customer-book.js';

let book: CustomerBook;
let s: TestServer;
beforeAll(async () => {
  book = await openCustomerBook();
  ({ s } = book);
});
afterAll(() => book.close());

describe('users of a customer', () => {
  it('come in with the password they were given', async () => {
    const { id } = await book.open();
    const body = { email: email(), name: 'Uma User', password: PASSWORD, phone: '+1 555', role: 'admin', customer_id: newId() };
    const made = await book.asAdmin('POST', `/customers/${id}/users`, body);
    expect(made.status, made.text).toBe(201);
    expect(made.body).toMatchObject({ email: body.email, name: 'Uma User', role: 'customer', customer_id: id, phone: '+1 555', two_factor_enabled: false });
    expect(made.text).not.toMatch(/password|hash|secret|token/i);
    const login = await s.call('POST', '/auth/login', { body: { email: body.email, password: PASSWORD } });
    expect(login.status).toBe(200);
    const token = login.body['access_token'] as string;
    expect((await s.call('GET', '/customers/me', { token })).body['id']).toBe(id);
    expect(error(await book.asAdmin('POST', `/customers/${id}/users`, { email: body.email, name: 'x' }))).toEqual({ status: 409, code: 'EMAIL_ALREADY_REGISTERED', message: 'Email already registered' });
    expect((await book.asAdmin('POST', `/customers/${id}/users`, { email: email(), name: 'x', password: 'password' })).status).toBe(400);
    expect((await book.asAdmin('POST', `/customers/${newId()}/users`, { email: email(), name: 'x' })).status).toBe(404);
    const users = await s.call('GET', `/customers/${id}/users`, { token });
    expect(list(users).map((one) => one['email'])).toEqual([body.email]);
    expect(users.headers['x-total-count']).toBe('1');
  });

  it('or choose one by the link of an invitation, once; also when another customer has their address', async () => {
    const { id } = await book.open();
    const other = await book.open();
    const made = await book.asAdmin('POST', `/customers/${id}/users`, { email: other.email, name: 'Ivo Invited' });
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
    const { id } = await book.open();
    const address = email();
    await book.asAdmin('POST', `/customers/${id}/users`, { email: address, name: 'Late' });
    const { rows } = await s.pool.query(`SELECT subject_id FROM outbox_messages WHERE recipient = $1`, [address]);
    await book.advance(7.001);
    await expect(resetPassword(s.identity, formatCodeToken(s.identity.keys, rows[0]?.subject_id as string), PASSWORD)).rejects.toMatchObject({ code: 'code_invalid' });
  });
});

describe('putting a customer away', () => {
  it('waits until no money is open, then shuts its users out and frees its address; the books stay', async () => {
    const { id, email: billingEmail } = await book.open();
    const user = email();
    await book.asAdmin('POST', `/customers/${id}/users`, { email: user, name: 'Uma', password: PASSWORD });
    const token = (await s.call('POST', '/auth/login', { body: { email: user, password: PASSWORD } })).body['access_token'] as string;
    const invoice = await s.invoice(id, 10_000n);
    const refused = await book.asAdmin('DELETE', `/customers/${id}`);
    expect(error(refused)).toMatchObject({ status: 409, code: 'CONFLICT' });
    expect((refused.body['error'] as Record<string, unknown>)['details']).toEqual({ reasons: ['open_invoices'] });
    await payInvoices(s.world, { customerId: id, lines: [{ invoiceId: invoice.id }], methodId: await book.saveCard(id), actor: SYSTEM });
    const gone = await book.asAdmin('DELETE', `/customers/${id}`);
    expect(gone.status, gone.text).toBe(200);
    expect(gone.body).toEqual({ message: expect.any(String) });
    for (const path of ['', '/billing', '/users']) expect((await book.asAdmin('GET', `/customers/${id}${path}`)).status, path).toBe(404);
    expect((await book.asAdmin('DELETE', `/customers/${id}`)).status).toBe(404);
    expect((await book.asAdmin('PUT', `/customers/${id}/billing`, { billing_day: 2 })).status).toBe(404);
    expect((await s.call('GET', '/customers/me', { token })).status).toBe(401);
    expect((await s.call('POST', '/auth/login', { body: { email: user, password: PASSWORD } })).status).toBe(401);
    expect((await s.pool.query('SELECT count(*) FROM invoices WHERE customer_id = $1', [id])).rows[0]?.count).toBe(1n);
    await s.world.transact((tx) => restoreCustomer(tx, id, SYSTEM));
    expect((await s.call('POST', '/auth/login', { body: { email: user, password: PASSWORD } })).status).toBe(200);
    await book.asAdmin('DELETE', `/customers/${id}`);
    expect((await book.asAdmin('POST', '/customers', { name: 'Next', company_name: 'Next', billing_email: billingEmail })).status).toBe(201);
    await expect(s.world.transact((tx) => restoreCustomer(tx, id, SYSTEM))).rejects.toMatchObject({ code: 'customer_exists' });
  });

  it('never leaves anything owed behind, however it races with a bill', async () => {
    const rounds = process.env['PAYDESK_FULL'] === '1' ? 100 : 12;
    let [archived, owed] = [0, 0];
    for (let round = 0; round < rounds; round++) {
      const { id } = await book.open();
      const draft = await s.world.transact((tx) => draftInvoice(tx, { customerId: id, lines: [{ description: 'x', quantity: 1, unitPrice: 100n, taxPpm: 0 }], actor: SYSTEM }));
      const pause = new Promise((resolve) => setTimeout(resolve, round % 6));
      const both = [() => pause.then(() => s.world.transact((tx) => archiveCustomer(tx, id, SYSTEM))), () => s.world.transact((tx) => issueInvoice(tx, draft.id, SYSTEM))];
      const results = await Promise.allSettled(both.map((start) => start()));
      for (const result of results) if (result.status === 'rejected' && !isFailure(result.reason, 'customer_has_open_money', 'customer_not_found')) throw result.reason;
      const { rows } = await s.pool.query('SELECT (c.archived_at IS NOT NULL)::int AS archived, (i.issued_at IS NOT NULL)::int AS owed FROM customers c JOIN invoices i ON i.customer_id = c.id WHERE c.id = $1', [id]);
      expect(Number(rows[0]?.archived) + Number(rows[0]?.owed)).toBe(1);
      archived += Number(rows[0]?.archived);
      owed += Number(rows[0]?.owed);
    }
    process.stderr.write(`archive ∥ issue: ${rounds} rounds, put away ${archived}, owed ${owed}\n`);
  });
});
