import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAppointment } from '../../src/core/appointments/index.js';
import { applyCredit, recordManualPayment, voidInvoice } from '../../src/core/invoices/index.js';
import { prepareMail } from '../../src/core/notifications/prepare-mail.js';
import { createReward } from '../../src/core/rewards/index.js';
import { saveSettings } from '../../src/core/settings/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { newId } from '../../src/kernel/ids.js';
import { openTestServer } from './server.js';
import type { Answer, TestServer } from './server.js';

let t: TestServer;
let own: string;
let other: string;
let token: { customer: string; staff: string; admin: string; mentor: string };
const UNKNOWN = '00000000-0000-4000-8000-000000000000';

beforeAll(async () => {
  t = await openTestServer({ factor: 10_000 });
  [own, other] = [await t.customer('Łukasz Żółć'), await t.customer('Ελένη')];
  token = { customer: await t.token(['customer'], own), staff: await t.token(['staff']), admin: await t.token(['admin']), mentor: await t.token(['mentor']) };
});
afterAll(() => t.close());

const visit = async (customerId: string): Promise<string> =>
  (await t.world.transact((tx) => createAppointment(tx, { customerId, startsAt: new Date('2031-03-01T15:00:00Z'), services: ['Carpet'], actor: SYSTEM }))).id;
const said = ({ status, body }: Answer) => [status, body['error']];
const mails = async (customerId: string) => (await t.pool.query(`SELECT template, data, subject_id FROM outbox_messages WHERE recipient = $1 ORDER BY created_at`, [`${customerId}@example.com`])).rows as { template: string; data: Record<string, unknown>; subject_id: string }[];

describe('appointments and rewards', () => {
  it('are refused in the document’s words', async () => {
    const id = await visit(own);
    const cancel = (what: string, as = token.customer) => t.call('POST', `/api/appointments/${what}/cancel`, { token: as });
    expect(said(await cancel(await visit(other)))).toEqual([404, 'Appointment not found']);
    for (const what of [UNKNOWN, 'x', '%00', `${id}'--`]) expect([400, 404]).toContain((await cancel(what)).status);
    expect(said(await cancel(id, token.staff))).toEqual([404, 'Customer not found']);
    expect((await cancel(id)).body).toEqual({ success: true });
    expect(said(await cancel(id))).toEqual([400, 'Cannot cancel this appointment']);
    const redeem = (what: string, headers: Record<string, string> = {}) => t.call('POST', `/api/rewards/${what}/redeem`, { token: token.customer, headers });
    expect(said(await redeem(UNKNOWN))).toEqual([404, 'Reward not found']);
    const [dear, gone] = await Promise.all([true, false].map((active) => t.world.transact((tx) => createReward(tx, { name: 'x', pointsRequired: 10n, active }, SYSTEM))));
    expect(said(await redeem(gone!.id))).toEqual([404, 'Reward not found']);
    expect(said(await redeem(dear!.id))).toEqual([400, 'Insufficient points']);
  });
});

describe('a mail by hand', () => {
  const send = (type: unknown, data: unknown, as = token.staff, headers: Record<string, string> = {}) =>
    t.call('POST', '/api/notifications/send-email', { token: as, headers, body: { type, data } });

  it('goes to the address in the book, of each type', async () => {
    const [jobId, invoice] = [await visit(own), await t.invoice(own, 18_500n)];
    for (const [type, data] of [
      ['appointment_confirmed', { jobId }], ['appointment_reminder', { jobId, hoursUntil: 24 }], ['invoice_created', { invoiceId: invoice.id }],
      ['message_reply', { subject: 'The rug\r\nBcc: x@y.z', staffName: 'Sam', replyText: '<b>Dry</b>\n\nnow', messageId: 'm1' }],
    ] as const) {
      const answered = await send(type, { customerId: own, email: 'evil@example.com', to: 'evil@example.com', ...data });
      expect([answered.status, answered.body]).toEqual([200, { success: true }]);
    }
    const rows = await mails(own);
    expect(rows.map((row) => row.template)).toEqual(['appointment_confirmed', 'appointment_reminder', 'invoice_created', 'message_reply']);
    expect(rows[0]!.data).toMatchObject({ name: 'Łukasz Żółć', services: ['Carpet'] });
    expect(rows[2]!.data).toMatchObject({ amount: '185.00', currency: 'USD', invoice_number: invoice.number });
    expect(rows[3]!.data).toMatchObject({ subject: 'The rug Bcc: x@y.z', reply_text: '<b>Dry</b>\n\nnow' });
    expect((await t.pool.query(`SELECT 1 FROM outbox_messages WHERE recipient LIKE '%evil%'`)).rowCount).toBe(0);
  });

  it('is refused word by word, and leaves nothing behind', async () => {
    const before = (await t.pool.query('SELECT count(*) FROM outbox_messages')).rows[0] as unknown;
    const [mine, theirs, theirInvoice] = [await visit(own), await visit(other), await t.invoice(other, 100n)];
    expect(said(await send('no_such_type', { customerId: own }))).toEqual([400, 'Invalid notification type']);
    expect(said(await send(7, { customerId: own }))).toEqual([400, 'Invalid notification type']);
    for (const data of [{}, { customerId: own }, { jobId: mine }, { customerId: own, jobId: '' }, { customerId: own, jobId: null }]) {
      expect(said(await send('appointment_confirmed', data))).toEqual([400, 'Missing required fields']);
    }
    expect(said(await send('appointment_reminder', { customerId: own, jobId: mine }))).toEqual([400, 'Missing required fields']);
    for (const hoursUntil of [-1, 'soon', 1e9]) expect((await send('appointment_reminder', { customerId: own, jobId: mine, hoursUntil })).status).toBe(400);
    expect(said(await send('appointment_confirmed', undefined))).toEqual([400, 'Missing required fields']);
    for (const customerId of [UNKNOWN, 'x']) expect(said(await send('appointment_confirmed', { customerId, jobId: mine }))).toEqual([404, 'Customer not found']);
    for (const jobId of [UNKNOWN, 'x', theirs]) expect(said(await send('appointment_confirmed', { customerId: own, jobId }))).toEqual([404, 'Appointment not found']);
    for (const invoiceId of [UNKNOWN, 'x', theirInvoice.id]) expect(said(await send('invoice_created', { customerId: own, invoiceId }))).toEqual([404, 'Invoice not found']);
    // Customers: to themselves, about their own, in our words.
    for (const customerId of [other, UNKNOWN]) expect(said(await send('appointment_confirmed', { customerId, jobId: theirs }, token.customer))).toEqual([404, 'Customer not found']);
    expect(said(await send('appointment_confirmed', { customerId: own, jobId: theirs }, token.customer))).toEqual([404, 'Appointment not found']);
    expect(said(await send('message_reply', { customerId: own, subject: 'x', staffName: 'x', replyText: 'x', messageId: 'x' }, token.customer))).toEqual([403, 'Forbidden']);
    expect(said(await send('appointment_confirmed', { customerId: own, jobId: mine }, token.mentor))).toEqual([404, 'Customer not found']);
    expect((await t.pool.query('SELECT count(*) FROM outbox_messages')).rows[0]).toEqual(before);
  });

  it('goes once for a request, and to nobody more than twenty times a day', async () => {
    const customerId = await t.customer();
    const jobId = await visit(customerId);
    const key = { 'idempotency-key': newId() };
    await Promise.all(Array.from({ length: 5 }, () => send('appointment_confirmed', { customerId, jobId }, token.staff, key)));
    expect(await mails(customerId)).toHaveLength(1);
    const answers = await Promise.all(Array.from({ length: 25 }, () => send('appointment_confirmed', { customerId, jobId }, token.admin)));
    expect(answers.filter((one) => one.status === 200)).toHaveLength(19);
    const refused = answers.find((one) => one.status !== 200)!;
    expect(said(refused)).toEqual([429, 'Too many email requests. Please try again later.']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(80_000);
    expect(await mails(customerId)).toHaveLength(20);
    t.clock.advance(25 * 3_600_000);
    expect((await send('appointment_confirmed', { customerId, jobId }, await t.token(['staff']))).status).toBe(200);
  });
});

describe('figures', () => {
  it('are counted by their definitions, with one decimal', async () => {
    const admin = await t.token(['admin']);
    const someone = await t.token(['customer'], own);
    for (let i = 0; i < 2; i++) expect((await t.call('POST', '/api/analytics/track-session', { token: someone, headers: { 'x-forwarded-for': '6.6.6.6', 'user-agent': 'Żaba' } })).status).toBe(200);
    const { rows } = await t.pool.query('SELECT ip_address, user_agent FROM portal_sessions WHERE customer_id = $1', [own]);
    expect(rows).toEqual([{ ip_address: '127.0.0.1', user_agent: 'Żaba' }]);
    // By hand, and out of what was left of it: no processor took either.
    const [bill, next] = [await t.invoice(own, 5_000n), await t.invoice(own, 2_000n)];
    await recordManualPayment(t.world, { invoiceIds: [bill.id], amount: 9_000n, method: 'cheque', actor: SYSTEM });
    await applyCredit(t.world, { invoiceId: next.id, actor: SYSTEM });
    const { rows: [counted] } = await t.pool.query('SELECT (SELECT count(*)::int FROM customers) AS customers, (SELECT count(*)::int FROM appointments) AS bookings, (SELECT count(*)::int FROM payments WHERE state = \'succeeded\') AS payments');
    const { customers, bookings, payments } = counted as { customers: number; bookings: number; payments: number };
    const { body } = await t.call('GET', '/api/analytics/portal-stats', { token: admin });
    expect(body).toMatchObject({ totalCustomers: customers, activeCustomers: 1, onlineBookings: 0, totalBookings: bookings, onlinePayments: payments - 2, onlineBookingRate: 0, loyaltyUsers: 1, loyaltyEngagementRate: 100, period: '30 days' });
    expect(body['adoptionRate']).toBe(Math.round(1_000 / customers) / 10);
  });

  it('are for staff; for customers where a setting says so', async () => {
    const [staff, customer, mentor] = [await t.token(['staff']), await t.token(['customer'], own), await t.token(['mentor'])];
    for (const path of ['/api/analytics/portal-stats', '/api/cache/stats']) {
      expect((await t.call('GET', path)).status).toBe(401);
      expect((await t.call('GET', path, { token: staff })).status).toBe(200);
      for (const as of [customer, mentor]) expect(said(await t.call('GET', path, { token: as }))).toEqual([403, 'Forbidden']);
    }
    await saveSettings(t.world, SYSTEM, { portal_figures_for_customers: true });
    expect((await t.call('GET', '/api/cache/stats', { token: customer })).status).toBe(200);
    expect((await t.call('GET', '/api/cache/stats', { token: mentor })).status).toBe(403);
    await saveSettings(t.world, SYSTEM, { portal_figures_for_customers: false });
  });
});

describe('caches', () => {
  it('are cleared by what is asked first, in the document’s words', async () => {
    const [staff, customer] = [await t.token(['staff']), await t.token(['customer'], own)];
    const clear = (body: unknown, as = staff) => t.call('POST', '/api/cache/clear', { token: as, body });
    const sentence = 'Invalid request. Provide one of: all, pattern, customerId, or metrics';
    for (const body of [{}, { all: false }, { pattern: '' }, { pattern: 5 }, { customerId: 7 }, { metrics: 'yes' }, [], 'x']) expect(said(await clear(body)).slice(0, 1)).toEqual([400]);
    expect(said(await clear({}))).toEqual([400, sentence]);
    const told = async (body: unknown, as = staff) => (await clear(body, as)).body['message'];
    expect(await told({ all: true, metrics: true })).toBe('All caches cleared successfully');
    expect(await told({ pattern: 'customer:', customerId: own })).toBe('Cache entries matching pattern cleared successfully');
    expect(await told({ customerId: own, email: 'x@example.com', metrics: true })).toBe('Customer caches cleared successfully');
    expect(await told({ metrics: true })).toBe('Cache metrics reset successfully');
    expect(await told({ customerId: own, email: `${own}@example.com` }, customer)).toBe('Customer caches cleared successfully');
    for (const body of [{ all: true }, { pattern: 'x' }, { metrics: true }, { customerId: other }, { customerId: own, email: `${other}@example.com` }]) expect(said(await clear(body, customer))).toEqual([403, 'Forbidden']);
  });

  it('are used, counted, and show what was written the moment before', async () => {
    const [staff, customer] = [await t.token(['staff']), await t.token(['customer'], own)];
    await t.call('POST', '/api/cache/clear', { token: staff, body: { all: true } });
    await t.call('POST', '/api/cache/clear', { token: staff, body: { metrics: true } });
    const id = await visit(own);
    const look = async () => (await t.call('GET', `/api/app/appointments/${id}`, { token: customer })).body['status'];
    expect([await look(), await look(), await look()]).toEqual(['scheduled', 'scheduled', 'scheduled']);
    const { body } = await t.call('GET', '/api/cache/stats', { token: staff });
    expect(body).toMatchObject({ success: true, caches: { jobs: { size: 1, max: 500 } }, performance: { hitRate: '66.67%', totalEntries: 1, totalCapacity: 2_700, utilizationRate: '0.04%' } });
    expect((await t.call('POST', `/api/appointments/${id}/cancel`, { token: customer })).status).toBe(200);
    expect(await look()).toBe('cancelled');
    const listed = async () => ((await t.call('GET', '/api/app/invoices', { token: customer })).body['items'] as unknown[]).length;
    const before = await listed();
    await t.invoice(own, 100n);
    expect(await listed()).toBe(before + 1);
    expect((await t.call('PATCH', '/api/app/profile', { token: customer, body: { city: 'Kraków', phone: null } })).body).toMatchObject({ city: 'Kraków', phone: null });
    expect((await t.call('GET', '/api/app/profile', { token: customer })).body['city']).toBe('Kraków');
  });
});

describe('messages', () => {
  it('are answered by staff, by mail too, and read by nobody else', async () => {
    const [staff, customer, stranger] = [await t.token(['staff']), await t.token(['customer'], own), await t.token(['customer'], other)];
    const { body: asked } = await t.call('POST', '/api/app/messages', { token: customer, body: { subject: 'Rug', body: 'Is it dry?' } });
    const { status } = await t.call('POST', `/api/app/messages/${String(asked['id'])}/reply`, { token: staff, body: { body: 'It is.' } });
    expect(status).toBe(201);
    expect((await t.call('POST', `/api/app/messages/${String(asked['id'])}/reply`, { token: customer, body: { body: 'x' } })).status).toBe(403);
    const listed = async (as: string) => ((await t.call('GET', '/api/app/messages', { token: as })).body['items'] as { body: string }[]).map((one) => one.body);
    expect(await listed(customer)).toEqual(['It is.', 'Is it dry?']);
    expect(await listed(stranger)).toEqual([]);
    expect((await mails(own)).at(-1)).toMatchObject({ template: 'message_reply', subject_id: asked['id'], data: { subject: 'Rug', reply_text: 'It is.' } });
  });
});

describe('a mail by hand about an invoice that is paid or cancelled', () => {
  it('is written, and says so', async () => {
    const customerId = await t.customer();
    const [paid, cancelled] = [await t.invoice(customerId, 4_200n), await t.invoice(customerId, 700n)];
    await recordManualPayment(t.world, { invoiceIds: [paid.id], amount: 4_200n, method: 'cheque', actor: SYSTEM });
    await voidInvoice(t.world, cancelled.id, SYSTEM);
    const before = (await mails(customerId)).length;
    const staff = await t.token(['staff']);
    const send = (invoiceId: string) => t.call('POST', '/api/notifications/send-email', { token: staff, body: { type: 'invoice_created', data: { customerId, invoiceId } } });
    for (const { id } of [paid, cancelled]) expect((await send(id)).status).toBe(200);
    const rows = (await mails(customerId)).slice(before);
    expect(rows.map(({ data }) => data)).toMatchObject([{ amount: '0.00', total: '42.00', cancelled: false }, { amount: '0.00', total: '7.00', cancelled: true }]);
    // What leaves: not dropped as untrue, which would be a success that nobody ever reads.
    const prepared = rows.map((row) => prepareMail({ id: 'x', template: row.template, data: row.data, subjectId: row.subject_id, recipient: '' } as never, t.world.read, {} as never, () => ''));
    expect(await Promise.all(prepared)).toEqual([{ amount_due: '0.00' }, {}]);
  });
});
