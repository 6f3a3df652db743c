import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestServer } from '../contract/server.js';
import type { TestServer } from '../contract/server.js';
import { oneDay } from '../one-day.js';
import { control } from '../sandbox/start.js';

const APP = '1:402611873390:ios:5d1c09aa73b2e4f8';
const BAKERY = '1:771250846612:web:9be0417fd3c6a215';

let server: TestServer;
let admin: string;
beforeAll(async () => { server = await openTestServer({ factor: 1_000 }); });
// The clock goes ahead in here, and a token lives for an hour.
beforeEach(async () => { admin = await server.token(['admin']); });
afterEach(async () => {
  await control(server.sandbox.urls.analytics, 'DELETE', 'faults');
  await server.world.transact((tx) => tx.db.updateTable('customers').set({ archived_at: tx.now }).where('archived_at', 'is', null).execute());
});
afterAll(() => server.close());

const calls = async (property: string): Promise<number> => (await control<{ calls: Record<string, number> }>(server.sandbox.urls.analytics, 'GET', 'calls')).calls[`/v1beta/properties/${property}:batchRunReports`] ?? 0;
const fault = (count: number) => control(server.sandbox.urls.analytics, 'POST', 'faults', { mode: 'error500', count });

/** A customer with a user, and an app where one is given. */
async function client(source?: object): Promise<{ id: string; token: string }> {
  const id = await server.customer();
  const token = await server.token(['customer'], id);
  if (source) expect((await connect(id, source)).status).toBe(200);
  return { id, token };
}
const connect = (id: string, body: object, token = admin) => server.call('PATCH', `/api/app/customers/${id}/usage-source`, { token, body });
const mine = (token: string, query = '') => server.call('GET', `/analytics-dashboard/my-analytics${query}`, { token });
const archive = (id: string) => server.world.transact((tx) => tx.db.updateTable('customers').set({ archived_at: tx.now }).where('id', '=', id).execute());

describe('usage over HTTP', () => {
  it('is zeros in the model’s shape for a customer without an app, and asks nobody', async () => {
    const { token } = await client();
    const { status, body } = await mine(token, '?start_date=2026-03-01&end_date=2026-03-03');
    expect(status).toBe(200);
    expect(body).toEqual({
      daily_active_users: 0, monthly_active_users: 0, new_users: 0, total_users: 0, retention_rate: 0, engagement_rate: 0, average_session_duration: 0, sessions_per_user: 0, events_per_user: 0,
      most_active_features: [], device_breakdown: { ios: 0, android: 0, web: 0, other: 0 },
      user_growth_trend: ['2026-03-01', '2026-03-02', '2026-03-03'].map((date) => ({ date, users: 0 })), data_timeframe: { start_date: '2026-03-01', end_date: '2026-03-03' },
    });
    expect((await server.call('GET', '/api/app/usage', { token })).body).toMatchObject({ state: 'unconnected', fetched_at: null, source: null });
  });

  it('is what the app’s owner and an admin see, the same for both, kept for an hour of the business’s clock', async () => {
    oneDay(server.clock);
    const { id, token } = await client({ firebase_app_id: APP, firebase_project_id: 'harbor-fitness' });
    const before = await calls('348215907');
    const own = await mine(token);
    expect(own.status).toBe(200);
    expect(own.body['total_users']).toBeGreaterThan(100);
    expect(own.body['device_breakdown']).toMatchObject({ android: 0, web: 0 });
    expect(own.body['user_growth_trend']).toHaveLength(31);
    expect((await server.call('GET', `/analytics-dashboard/customer/${id}`, { token: admin })).body).toEqual(own.body);
    expect(await calls('348215907')).toBe(before + 1);
    const page = await server.call('GET', `/api/app/usage?customer_id=${id}`, { token: admin });
    expect(page.body).toMatchObject({ state: 'fresh', customer: { id }, total_users: own.body['total_users'], source: { firebase_app_id: APP, firebase_project_id: 'harbor-fitness', analytics_property_id: null } });
    server.clock.advance(3_600_001);
    expect((await mine(await server.token(['customer'], id))).status).toBe(200);
    expect(await calls('348215907')).toBe(before + 2);
  });

  it('asks once for twenty who miss the same', async () => {
    const { token } = await client({ analytics_property_id: '348215907' });
    const before = await calls('348215907');
    const answers = await Promise.all(Array.from({ length: 20 }, () => mine(token, '?start_date=2026-05-01&end_date=2026-05-31')));
    expect(new Set(answers.map((one) => one.text)).size).toBe(1);
    expect(answers[0]!.body).toMatchObject({ data_timeframe: { start_date: '2026-05-01', end_date: '2026-05-31' } });
    expect(await calls('348215907')).toBe(before + 1);
  });

  it('never fails: the last figures, else zeros, and a rest before the next try', async () => {
    const { id, token: first } = await client({ firebase_app_id: BAKERY });
    const good = await mine(first);
    expect(good.body['total_users']).toBeGreaterThan(0);
    server.clock.advance(3_700_000);
    const token = await server.token(['customer'], id);
    await fault(100);
    expect((await mine(token)).text).toBe(good.text);
    expect((await server.call('GET', '/api/app/usage', { token })).body).toMatchObject({ state: 'old', total_users: good.body['total_users'] });
    const other = await mine(token, '?start_date=2026-01-01&end_date=2026-01-02');
    expect(other).toMatchObject({ status: 200, body: { total_users: 0, user_growth_trend: [{ date: '2026-01-01', users: 0 }, { date: '2026-01-02', users: 0 }] } });
    // The next day nobody was ever asked for: who named no days gets the last ones, as such.
    server.clock.advance(86_400_000);
    expect((await mine(await server.token(['customer'], id))).body['data_timeframe']).toEqual(good.body['data_timeframe']);
    const [asked] = await server.world.read.db.selectFrom('usage_reports').select((eb) => eb.fn.countAll<string>().as('n')).where('customer_id', '=', id).execute();
    expect(Number(asked!.n)).toBe(1);
  });

  it('says in the log that somebody must look, and answers with zeros, when Google refuses', async () => {
    const { id, token } = await client({ analytics_property_id: '210000001' });
    const before = server.faults.length;
    expect(await mine(token)).toMatchObject({ status: 200, body: { total_users: 0 } });
    expect(server.faults.slice(before)).toEqual([{ message: expect.stringContaining('refused'), facts: { customer_id: id, reason: 'refused', code: 'status_403' } }]);
    await mine(token);
    expect(server.faults).toHaveLength(before + 1);
  });

  it.each(['start_date=nonsense', 'start_date=2026-02-30', 'start_date=2026-05-02&end_date=2026-05-01', 'start_date=2025-01-01&end_date=2026-06-01', 'start_date=2999-01-01', 'start_date=&end_date=', 'start_date=2026-01-01&start_date=2026-01-02'])('refuses %s with 400', async (query) => {
    const { token } = await client();
    const { status, body } = await mine(token, `?${query}`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ error: { code: 'VALIDATION_ERROR' } });
  });
});

describe('whose usage it is', () => {
  it('stays with the customer: foreign, unknown, archived and malformed ids are all the same 404', async () => {
    const [one, other] = [await client({ analytics_property_id: '348215907' }), await client()];
    const ask = async (id: string, token = other.token) => { const { status, text } = await server.call('GET', `/analytics-dashboard/customer/${id}`, { token }); return `${status} ${text}`; };
    const answers = [await ask(one.id), await ask('00000000-0000-4000-8000-000000000000'), await ask('nobody'), await ask('00000000-0000-4000-8000-000000000000', admin)];
    expect(new Set(answers)).toEqual(new Set(['404 {"error":{"code":"NOT_FOUND","message":"Customer not found"}}']));
    expect((await server.call('GET', `/api/app/usage?customer_id=${one.id}`, { token: other.token })).status).toBe(404);
    await archive(one.id);
    expect((await ask(one.id, admin)).startsWith('404')).toBe(true);
  });

  it('is decided by admins only: no owner, staff or other role names an app; an app has one customer', async () => {
    const [one, other] = [await client({ firebase_app_id: APP }), await client()];
    for (const token of [one.token, other.token, await server.token(['staff']), await server.token(['mentor'])]) expect((await connect(other.id, { firebase_app_id: BAKERY }, token)).status).toBe(403);
    expect((await connect(other.id, { firebase_app_id: APP })).status).toBe(409);
    expect((await connect(other.id, { analytics_property_id: 'all of them' })).status).toBe(400);
    const owner = await server.call('PUT', `/customers/${other.id}`, { token: other.token, body: { firebase_app_id: BAKERY, analytics_property_id: '348215907' } });
    expect(owner.status).not.toBe(500);
    expect((await server.call('GET', `/api/app/usage?customer_id=${other.id}`, { token: admin })).body).toMatchObject({ state: 'unconnected' });
  });

  it('never shows the figures of an app that the customer no longer has', async () => {
    const { id, token } = await client({ firebase_app_id: '1:402611873390:web:c41f9d20ab63e785' });
    const before = await mine(token);
    expect(before.body['total_users']).toBeGreaterThan(0);
    expect((await connect(id, { firebase_app_id: '1:118800023341:ios:00000000000000aa' })).status).toBe(200);
    expect((await mine(token)).body['total_users']).toBe(0);
    expect((await connect(id, { firebase_app_id: null })).status).toBe(200);
    expect((await server.call('GET', '/api/app/usage', { token })).body).toMatchObject({ state: 'unconnected', total_users: 0 });
  });
});
