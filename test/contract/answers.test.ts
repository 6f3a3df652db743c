import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OWN, openMechanism } from './mechanism.js';
import type { MechanismBench } from './mechanism.js';
import type { CallOptions } from './server.js';

let bench: MechanismBench;
beforeAll(async () => { bench = await openMechanism(); });
afterAll(() => bench.close());

const send = (method: string, path: string, options?: CallOptions) => bench.send(method, path, options);

describe('who', () => {
  it('access rules', async () => {
    expect((await send('GET', '/api/try/items/7')).body).toEqual({ error: 'Unauthorized' });
    expect((await send('GET', '/api/try/items/7', { token: 'nobody' })).status).toBe(401);
    expect((await send('GET', '/api/try/items/7', { token: 'u:' })).body).toEqual({ id: '7', user: 'u' });
    expect((await send('GET', '/api/try/mine', { token: 'u:customer' })).body).toEqual({ error: 'Customer not found' });
    expect((await send('GET', '/api/try/mine', { token: 'u:customer:c1' })).body).toEqual({ customer: 'c1' });
    expect((await send('GET', '/api/try/admin', { token: 'u:staff' })).body).toEqual({ error: 'Forbidden' });
    expect((await send('GET', '/api/try/admin', { token: 'u:super_admin' })).status).toBe(200);
    expect((await send('GET', '/api/v1/try/analytics', { token: 'p1:customer' })).body).toMatchObject({ error: { code: 'INSUFFICIENT_PERMISSIONS' } });
    expect((await send('GET', '/api/v1/try/analytics', { token: 'p2:barber' })).status).toBe(200);
  });

  it('a cookie counts for pages of our own only', async () => {
    const cookie = 'sb-access-token=u:staff';
    const from = (headers: Record<string, string>) => send('POST', '/api/try/items/1', { body: { a: 1 }, headers: { cookie, ...headers } });
    expect((await from({})).status).toBe(201);
    expect((await from({ origin: OWN })).status).toBe(201);
    expect((await from({ 'sec-fetch-site': 'same-origin' })).status).toBe(201);
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, { referer: 'https://evil.example/' }] as Record<string, string>[]) {
      expect((await from(headers)).body, JSON.stringify(headers)).toEqual({ error: 'Forbidden' });
      expect((await send('POST', '/api/try/items/1', { body: { a: 1 }, token: 'u:staff', headers })).status).toBe(201);
    }
    expect((await send('GET', '/api/try/items/1', { headers: { cookie, origin: 'https://evil.example' } })).status).toBe(200);
  });
});

describe('what every answer carries', () => {
  it('headers', async () => {
    const said = await send('GET', '/api/try/query');
    expect(said.headers).toMatchObject({
      'x-content-type-options': 'nosniff', 'referrer-policy': 'strict-origin-when-cross-origin', 'cross-origin-opener-policy': 'same-origin',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'", 'strict-transport-security': 'max-age=63072000; includeSubDomains',
    });
    expect(said.headers['x-request-id']).toMatch(/^req_[0-9a-f]{12}\w{5,}$/);
    expect(said.headers['cache-control']).toBeUndefined();
    expect((await send('GET', '/api/try/items/1', { token: 'u:staff' })).headers['cache-control']).toBe('no-store');
    expect((await send('GET', '/nothing')).headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
    expect((await send('GET', '/api/try/query', { headers: { 'x-request-id': 'client-id-1' } })).headers['x-request-id']).toBe('client-id-1');
    expect((await send('GET', '/api/try/query', { headers: { 'x-request-id': 'short' } })).headers['x-request-id']).toMatch(/^req_/);
    expect((await send('GET', '/api/try/query', { headers: { 'x-request-id': 'a"b<script>' } })).headers['x-request-id']).toMatch(/^req_/);
  });

  it('CORS for listed origins only', async () => {
    const own = await send('GET', '/api/try/query', { headers: { origin: OWN } });
    expect(own.headers).toMatchObject({ 'access-control-allow-origin': OWN, 'access-control-allow-credentials': 'true', vary: 'Origin' });
    const foreign = await send('GET', '/api/try/query', { headers: { origin: 'https://evil.example' } });
    expect([foreign.headers['access-control-allow-origin'], foreign.headers['vary']]).toEqual([undefined, 'Origin']);
    const ask = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' };
    const asked = await send('OPTIONS', '/api/try/echo', { headers: { origin: OWN, ...ask } });
    expect([asked.status, asked.headers['access-control-allow-origin'], String(asked.headers['access-control-allow-methods'])]).toEqual([204, OWN, expect.stringContaining('POST')]);
    const refused = await send('OPTIONS', '/api/try/echo', { headers: { origin: 'https://evil.example', ...ask } });
    expect(refused.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('nothing that is not declared', async () => {
    expect((await send('GET', '/api/try/leak')).text).toBe('{"shown":"yes"}');
    const broken = await send('GET', '/api/try/broken');
    expect([broken.status, broken.body]).toEqual([500, { error: 'Could not show' }]);
    const csv = await send('GET', '/api/try/file');
    expect([csv.text, csv.headers['content-type'], csv.headers['content-disposition']]).toEqual(['x,y\r\n', 'text/csv; charset=utf-8', 'attachment; filename="a_b.csv"']);
    const cookies = await send('GET', '/api/try/cookie');
    expect(cookies.headers['set-cookie']).toEqual(['a=%C3%BC%3B; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure', 'b=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure']);
    expect([cookies.body, cookies.headers['x-more']]).toEqual([{ ok: true }, '1']);
  });
});

describe('failures', () => {
  const prefixes = ['/api/try/fail', '/api/app/try/fail', '/api/v1/try/fail', '/api/stripe/try/fail', '/api/purchases/try/fail', '/try/fail'];

  it.each(prefixes)('%s tells nothing of its insides', async (path) => {
    for (const code of ['error', 'database', 'processor_unavailable', 'bug']) {
      bench.faults.length = 0;
      const said = await send('POST', path, { body: { code } });
      expect(said.status, code).toBeGreaterThanOrEqual(424);
      expect(said.text).not.toMatch(/secret|home|ada@|23505|shown/);
      expect(bench.faults).toMatchObject([{ message: 'request failed', facts: { request_id: said.headers['x-request-id'], route: `POST ${path}` } }].slice(0, said.status < 500 ? 0 : 1));
      expect(JSON.stringify(bench.faults)).not.toMatch(/ada@/);
    }
  });

  it('a database that is away is 503 with the time to wait', async () => {
    for (const path of prefixes) {
      const said = await send('POST', path, { body: { code: 'database_unavailable' } });
      expect([said.status, said.headers['retry-after']], path).toEqual([503, '7']);
    }
  });

  it('each document has its own number for a key in use', async () => {
    const running = await Promise.all(prefixes.map(async (path) => (await send('POST', path, { body: { code: 'idempotency_key_running' } })).status));
    expect(running).toEqual([503, 409, 409, 500, 500, 409]);
    const reused = await Promise.all(prefixes.map(async (path) => (await send('POST', path, { body: { code: 'idempotency_key_reused' } })).status));
    expect(reused).toEqual([400, 400, 422, 400, 400, 400]);
  });
});

describe('limits', () => {
  it('per caller, with the time to wait', async () => {
    for (const status of [200, 200, 429]) expect((await send('POST', '/api/try/limited', { token: 'limited:staff' })).status).toBe(status);
    const said = await send('POST', '/api/try/limited', { token: 'limited:staff' });
    expect(said.body).toEqual({ error: 'Too many requests. Please try again later.' });
    expect(Number(said.headers['retry-after'])).toBeGreaterThan(0);
    expect(said.headers['x-ratelimit-limit']).toBeUndefined();
    expect((await send('POST', '/api/try/limited', { token: 'another:staff' })).status).toBe(200);
  });

  it('per category with headers on every answer of the hybrid document', async () => {
    const left = [];
    for (const path of ['analytics', 'more', 'analytics', 'more']) left.push((await send('GET', `/api/v1/try/${path}`, { token: 'h:barber' })).headers['x-ratelimit-remaining']);
    expect(left).toEqual(['2', '1', '0', '0']);
    const said = await send('GET', '/api/v1/try/more', { token: 'h:barber' });
    expect(said.body).toMatchObject({ error: { code: 'RATE_LIMIT_EXCEEDED' } });
    expect(said.headers).toMatchObject({ 'x-ratelimit-limit': '3', 'retry-after': expect.stringMatching(/^\d+$/) });
    expect(Math.abs(Number(said.headers['x-ratelimit-reset']) - Date.now() / 1000 - 3600)).toBeLessThan(10);
    const stranger = await send('GET', '/api/v1/try/more');
    expect([stranger.status, stranger.headers['x-ratelimit-limit']]).toEqual([401, '3']);
  });

  it('a network and an account each by itself', async () => {
    const login = (email: string, remoteAddress: string) =>
      bench.server.app.inject({ method: 'POST', url: '/api/try/login', payload: { email }, remoteAddress, headers: { 'x-forwarded-for': `10.0.0.${Math.random()}` } }).then((said) => said.statusCode);
    expect([await login('a@x', '192.0.2.1'), await login('b@x', '::ffff:192.0.2.1'), await login('c@x', '192.0.2.1')]).toEqual([200, 200, 429]);
    expect([await login('d@x', '2001:db8:1:2::1'), await login('e@x', '2001:db8:1:2:ffff::9'), await login('f@x', '2001:db8:1:2:1::'), await login('f@x', '2001:db8:1:3::1')]).toEqual([200, 200, 429, 200]);
    expect([await login('victim@x', '198.51.100.1'), await login('Victim@x ', '198.51.100.2'), await login('victim@x', '198.51.100.3')]).toEqual([200, 200, 429]);
  });
});

describe('settings', () => {
  it('insides are shown in development, by the document that has a place for them', async () => {
    const open = await openMechanism({ trustProxyHops: 2, secure: false, development: true });
    const said = await open.send('POST', '/api/purchases/try/fail', { body: { code: 'error' } });
    expect(said.body).toEqual({ message: 'Failed to fail', error: 'secret inside at /home/x', stack: expect.stringContaining('TypeError') });
    expect((await open.send('POST', '/api/try/fail', { body: { code: 'error' } })).body).toEqual({ error: 'Failed to fail' });
    expect(said.headers['strict-transport-security']).toBeUndefined();
    const login = (email: string, forwarded: string) =>
      open.server.app.inject({ method: 'POST', url: '/api/try/login', payload: { email }, headers: { 'x-forwarded-for': forwarded } }).then((answered) => answered.statusCode);
    // Two proxies may be believed: whatever stands before them in the list is anybody's invention.
    expect([await login('1@x', '1.1.1.1, 203.0.113.9, 10.0.0.1'), await login('2@x', '2.2.2.2, 203.0.113.9, 10.0.0.1'), await login('3@x', '3.3.3.3, 203.0.113.9, 10.0.0.1')]).toEqual([200, 200, 429]);
    expect(await login('4@x', '1.1.1.1, 203.0.113.10, 10.0.0.1')).toBe(200);
    await open.close();
  });
});

describe('probes', () => {
  it('live, ready, counted', async () => {
    expect((await send('GET', '/livez')).status).toBe(200);
    expect((await send('GET', '/readyz')).status).toBe(200);
    const metrics = await send('GET', '/metrics');
    expect(metrics.text).toContain('paydesk_http_requests_total{route="GET /api/try/query",status="2xx"}');
    expect((await bench.server.app.inject({ url: '/metrics', remoteAddress: '203.0.113.5' })).statusCode).toBe(403);
    expect((await bench.server.app.inject({ url: '/metrics', headers: { 'x-forwarded-for': '203.0.113.5' } })).statusCode).toBe(403);
  });
});
