import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatCodeToken } from '../../src/core/identity/code.js';
import { draftInvoice, payInvoices } from '../../src/core/invoices/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { newId } from '../../src/kernel/ids.js';
import type { Answer, TestServer } from '../contract/server.js';
import { email, openCustomerBook, PASSWORD } from './customer-book.js';
import type { CustomerBook } from './customer-book.js';

let book: CustomerBook;
let s: TestServer;
beforeAll(async () => {
  book = await openCustomerBook();
  ({ s } = book);
});
afterAll(() => book.close());

describe('the console', () => {
  const names = (answer: Answer) => (answer.body['items'] as { company_name: string }[]).map((one) => one.company_name);

  it('finds customers by any part of a name, a company, an address or a number, pages by cursor, and keeps the archive apart', async () => {
    const mark = newId().slice(-8);
    const staff = await s.token(['staff']);
    const find = (query: string) => s.call('GET', `/api/app/customers?${query}`, { token: staff });
    const made: string[] = [];
    for (let i = 0; i < 5; i++) made.unshift((await book.open({ company_name: `Lot ${mark} ${i}`, name: `Zoë ${mark}`, phone: `+1 ${mark}` })).id);
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
    expect((await book.asAdmin('POST', `/api/app/customers/${made[0]}/archive`)).body).toMatchObject({ code: 'customer_has_open_money', details: { reasons: ['open_invoices'] } });
    const away = await book.asAdmin('POST', `/api/app/customers/${made[1]}/archive`);
    expect(away.body).toMatchObject({ id: made[1], archived_at: expect.any(String), in_the_way: [] });
    expect(names(await find(`search=${mark}`))).toHaveLength(4);
    expect(names(await find(`search=${mark}&status=archived`))).toEqual([`Lot ${mark} 3`]);
    expect((await find(`search=${mark}&status=pending`)).body['items']).toMatchObject([{ open_amount: 7 }, { open_amount: 0 }, { open_amount: 0 }, { open_amount: 0 }]);
    expect((await s.call('GET', `/api/app/customers/${made[1]}`, { token: staff })).status).toBe(200);
    expect((await s.call('PATCH', `/api/app/customers/${made[1]}`, { token: staff, body: { phone: '2' } })).status).toBe(404);
    expect((await book.asAdmin('PATCH', `/api/app/customers/${made[1]}/billing`, { monthly_fee: 2 })).status).toBe(404);
    expect((await book.asAdmin('POST', `/api/app/customers/${made[1]}/restore`)).body).toMatchObject({ archived_at: null });
    for (const cursor of ['x', 'W10', Buffer.from('["a","b"]').toString('base64url')]) expect((await find(`cursor=${cursor}`)).status).toBe(400);
  });

  it('shows what one customer owes and paid, drafts too, and him nobody else’s', async () => {
    const [own, other] = [(await book.open()).id, (await book.open()).id];
    const [issued, hidden] = [await s.invoice(own, 700n), await s.world.transact((tx) => draftInvoice(tx, { customerId: own, lines: [{ description: 'Work', quantity: 1, unitPrice: 100n, taxPpm: 0 }], actor: SYSTEM }))];
    await s.invoice(other, 900n);
    const { clientSecret } = await payInvoices(s.world, { customerId: own, lines: [{ invoiceId: issued.id }], actor: SYSTEM });
    await s.payAtProcessor(clientSecret!);
    const ids = (answer: Answer) => (answer.body['items'] as { id: string }[]).map((one) => one.id);
    const list = async (what: string, token: string) => s.call('GET', `/api/app/${what}`, { token });
    const [staff, customer] = [await s.token(['staff']), await s.token(['customer'], own)];
    expect(ids(await list(`invoices?customer_id=${own}`, staff))).toEqual([hidden.id, issued.id]);
    expect(ids(await list(`invoices?customer_id=${own}&status=draft`, staff))).toEqual([hidden.id]);
    expect(ids(await list(`invoices?customer_id=${newId()}`, staff))).toEqual([]);
    expect(ids(await list(`invoices?customer_id=${own}`, customer))).toEqual([issued.id]);
    expect((await list(`payments?customer_id=${other}`, staff)).body).toMatchObject({ items: [] });
    for (const what of ['invoices', 'payments']) {
      for (const id of [other, newId(), 'none']) expect((await list(`${what}?customer_id=${id}`, customer)).body).toMatchObject({ status: 404, code: 'customer_not_found' });
    }
  });

  it('shows what one customer was offered, drafts too, and him nobody else’s', async () => {
    const [own, other] = [(await book.open()).id, (await book.open()).id];
    const offer = async (customer: string, status: string) =>
      (await book.asAdmin('POST', '/proposals', { customer_id: customer, title: 'Work', total_amount: 100, billing_schedule: [{ percentage: 100, milestone: 'All' }], status })).body['id'];
    const [sent, draft] = [await offer(own, 'sent'), await offer(own, 'draft')];
    await offer(other, 'sent');
    const list = async (id: string, token: string) => s.call('GET', `/api/app/proposals?customer_id=${id}`, { token });
    const ids = (answer: Answer) => (answer.body['items'] as { id: string }[]).map((one) => one.id);
    const [admin, customer] = [await s.token(['admin']), await s.token(['customer'], own)];
    expect(ids(await list(own, admin))).toEqual([draft, sent]);
    expect(ids(await list(newId(), admin))).toEqual([]);
    expect(ids(await list(own, customer))).toEqual([sent]);
    expect(ids(await list(own, await s.token(['customer', 'staff'], own)))).toEqual([sent]);
    for (const id of [other, newId(), 'none']) expect((await list(id, customer)).body).toMatchObject({ status: 404, code: 'customer_not_found' });
  });

  it('invites, invites again so that only the last link works, and writes down who did what', async () => {
    const { id } = await book.open();
    const address = email();
    const made = await book.asAdmin('POST', `/api/app/customers/${id}/users`, { name: 'Ivo', email: address });
    expect(made.body).toMatchObject({ state: 'invited', email: address, last_sign_in_at: null });
    expect((await book.asAdmin('POST', `/api/app/customers/${id}/users/${String(made.body['id'])}/invite`)).status).toBe(200);
    const { rows } = await s.pool.query(`SELECT subject_id FROM outbox_messages WHERE recipient = $1 AND template = 'invitation' ORDER BY id`, [address]);
    const [first, second] = rows.map((row) => formatCodeToken(s.identity.keys, row.subject_id as string));
    const accept = (token: string | undefined) => s.call('POST', '/api/app/session/password', { body: { token, password: PASSWORD } });
    expect((await accept(first)).status).toBe(401);
    expect((await accept(second)).status).toBe(200);
    expect((await book.asAdmin('POST', `/api/app/customers/${id}/users/${String(made.body['id'])}/invite`)).status).toBe(404);
    expect((await book.asAdmin('GET', `/api/app/customers/${id}/users`)).body['items']).toMatchObject([{ state: 'active', last_sign_in_at: expect.any(String) }]);
    await book.asAdmin('PATCH', `/api/app/customers/${id}`, { phone: '+1 2', city: 'Elsewhere' });
    await book.asAdmin('PATCH', `/api/app/customers/${id}/billing`, { monthly_fee: 12.5 });
    const history = (await book.asAdmin('GET', `/api/app/customers/${id}/history`)).body['items'] as Record<string, unknown>[];
    expect(history).toMatchObject([
      { action: 'billing.changed', by: 'Jane', changed: ['feeSince', 'monthlyFee'] }, { action: 'customer.changed', changed: ['phone', 'city'] },
      { action: 'customer.user_invited' }, { action: 'customer.user_invited' }, { action: 'customer.created' },
    ]);
    expect((await book.asAdmin('GET', `/api/app/customers/${id}/history?limit=2`)).body['next_cursor']).toEqual(expect.any(String));
  });

  it('shows the figures of the business to admins', async () => {
    const answer = await book.asAdmin('GET', '/api/app/stats');
    expect(answer.status).toBe(200);
    expect(answer.body['months']).toHaveLength(12);
    expect((await s.call('GET', '/api/app/stats', { token: await s.token(['staff']) })).status).toBe(403);
  });
});
