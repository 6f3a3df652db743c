import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSettings } from '../../src/core/settings/index.js';
import { cloneDatabase, type TestDatabase } from '../database.js';
import { openArena } from '../harness/arena.js';
import { call } from '../harness/call.js';

let database: TestDatabase;
let opened: Awaited<ReturnType<typeof openArena>>;
let admin: string;
let ask: (method: string, path: string, body?: unknown, token?: string) => ReturnType<typeof call>;

beforeAll(async () => {
  database = await cloneDatabase();
  opened = await openArena(database);
  admin = await opened.arena.shop.user('admin');
  ask = (method, path, body, token = admin) => call(opened.arena.product.url, method, `/api/app/${path}`, token, body);
});
afterAll(async () => {
  await opened?.close();
  await database?.drop();
});

test('a currency the processor counts otherwise is refused, and nothing changes', async () => {
  const before = (await ask('GET', 'setup'))!.body;
  for (const currency of ['MGA', 'isk', 'UGX', 'KWD']) {
    expect(await ask('PUT', 'settings', { business_name: 'Other', currency }), currency).toMatchObject({ status: 409, body: { code: 'currency_not_payable' } });
  }
  expect((await ask('GET', 'setup'))!.body).toEqual(before);
});

test('from the name of the business to the first invoice', async () => {
  expect(await ask('GET', 'setup')).toMatchObject({ status: 200, body: { steps: { business: false, taxes: false, invoice: false } } });
  const wish = { business_name: 'Łukasz & Söhne', business_address: '1 First Street\nBrooklyn, NY', time_zone: 'Europe/Warsaw', tax_percent: 8.25, invoice_prefix: 'LS-' };
  expect(await ask('PUT', 'settings', wish)).toMatchObject({ status: 200, body: { ...wish, currency: 'USD' } });
  expect(await ask('POST', 'setup/processor', {})).toMatchObject({ status: 200, body: { state: 'ready', account_id: expect.stringMatching(/^acct_/) } });
  const customer = await ask('POST', 'customers', { name: 'Ελένη', email: 'eleni@example.com', city: 'Αθήνα' });
  expect(customer).toMatchObject({ status: 201, body: { name: 'Ελένη', email: 'eleni@example.com' } });
  const line = { description: 'Carpet cleaning', quantity: 2, unit_price: 65 };
  const invoice = await ask('POST', 'invoices', { customer_id: customer!.body['id'], lines: [line] });
  expect(invoice).toMatchObject({ status: 201, body: { invoice_number: 'LS-00001', status: 'pending', total: 140.73, currency: 'USD' } });
  expect(await ask('POST', 'invoices', { customer_id: customer!.body['id'], lines: [{ ...line, tax_percent: 0 }], draft: true })).toMatchObject({
    status: 201, body: { invoice_number: null, status: 'draft', total: 130 },
  });
  expect(await ask('GET', `invoices/${invoice!.body['id']}`)).toMatchObject({ status: 200, body: { total: 140.73, tax_amount: 10.73, customer: { name: 'Ελένη' } } });
  expect(await ask('GET', 'setup')).toMatchObject({ body: { settings: { business_name: wish.business_name }, steps: { business: true, taxes: true, customer: true, invoice: true } } });
});

test('the currency stands once anybody was told a price', async () => {
  const before = (await ask('GET', 'setup'))!.body;
  expect(await ask('PUT', 'settings', { business_name: 'Other', currency: 'EUR' })).toMatchObject({ status: 409, body: { code: 'currency_in_use' } });
  expect((await ask('GET', 'setup'))!.body).toEqual(before);
  expect(await ask('PUT', 'settings', { currency: 'usd' })).toMatchObject({ status: 200, body: { currency: 'USD' } });
});

test('house rules are said and changed in whole money and days', async () => {
  const rules = { invoice_due_days: 14, reminder_days: [3, 10], charge_notice_days: 5, cancellation_notice_hours: 48, late_cancellation_fee: 30.5, points_per_dollar: 5, points_expire_months: 24, portal_figures_for_customers: false };
  expect(await ask('PUT', 'settings', rules)).toMatchObject({ status: 200, body: rules });
  expect(await readSettings(opened.arena.shop.world.read)).toMatchObject({ late_cancellation_fee: 3_050, reminder_days: [3, 10], points_per_dollar: 5 });
  for (const wrong of [{ reminder_days: [10, 3] }, { reminder_days: [1.5] }, { points_per_dollar: -1 }, { points_expire_months: 121 }, { late_cancellation_fee: 0.001 }, { late_cancellation_fee: 10_001 }]) {
    expect(await ask('PUT', 'settings', { ...wrong, invoice_due_days: 1 }), JSON.stringify(wrong)).toMatchObject({ status: 400 });
  }
  expect((await ask('GET', 'setup'))!.body).toMatchObject({ settings: rules });
  expect(Object.keys((await ask('GET', 'setup'))!.body['settings'] as object)).not.toEqual(expect.arrayContaining(['mode']));
  expect(Object.keys((await ask('GET', 'setup'))!.body['settings'] as object)).not.toEqual(expect.arrayContaining(['default_tax_ppm']));
});

test('settings that are not asked for are not taken', async () => {
  const read = opened.arena.shop.world.read;
  const before = await readSettings(read);
  const more = { mode: 'live', safe_mode: true, clock_offset_seconds: 86_400 };
  expect(await ask('PUT', 'settings', { ...more, receipt_footer: 'Thanks' })).toMatchObject({ status: 200, body: { receipt_footer: 'Thanks' } });
  expect(await readSettings(read)).toEqual({ ...before, receipt_footer: 'Thanks' });
});

test('says what is wrong and changes nothing', async () => {
  const { body: before } = (await ask('GET', 'setup'))!;
  for (const wrong of [{ time_zone: 'Mars/Olympus' }, { currency: 'XXY' }, { tax_percent: 101 }, { logo_url: 'http://plain.example/logo.png' }, { business_name: '  ' }]) {
    expect(await ask('PUT', 'settings', { receipt_footer: 'no', ...wrong }), JSON.stringify(wrong)).toMatchObject({ status: 400 });
  }
  expect((await ask('POST', 'customers', { name: 'Twice', email: opened.arena.buyer.email }))?.status).toBe(409);
  expect((await ask('POST', 'invoices', { customer_id: 'nobody', lines: [{ description: 'x', unit_price: 1 }] }))?.status).toBe(404);
  expect((await ask('POST', 'invoices', { customer_id: opened.arena.buyer.customerId, lines: [{ description: 'x', unit_price: 1.005 }] }))?.status).toBe(400);
  expect((await ask('POST', 'invoices', { customer_id: opened.arena.buyer.customerId, lines: [] }))?.status).toBe(400);
  expect((await ask('GET', 'setup'))!.body).toEqual(before);
});
