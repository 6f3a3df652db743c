import Type from 'typebox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer, file } from '../../src/apis/call.js';
import type { Handlers } from '../../src/apis/call.js';
import type { Contract } from '../../src/apis/endpoint.js';
import { openLimits } from '../../src/apis/limits.js';
import { openMetrics } from '../../src/apis/metrics.js';
import { serveProbes } from '../../src/apis/probes.js';
import { openServer, serveApi } from '../../src/apis/serve.js';
import type { Server } from '../../src/apis/server.js';
import type { Principal } from '../../src/core/identity/index.js';
import { Failure } from '../../src/kernel/failure.js';
import type { FailureCode } from '../../src/kernel/failure.js';
import { ROLES } from '../../src/kernel/roles.js';
import type { Role } from '../../src/kernel/roles.js';
import { openBareWorld } from '../bare-world.js';
import type { BareWorld } from '../bare-world.js';
import { call } from './server.js';
import type { CallOptions } from './server.js';

const OWN = 'https://pay.example';
const Echo = Type.Object({ text: Type.Optional(Type.String()), number: Type.Optional(Type.Number()), flag: Type.Optional(Type.Boolean()), deep: Type.Optional(Type.Unknown()) });

/** One endpoint of every kind, below every prefix. */
const contract = {
  'POST /api/try/echo': { summary: '', access: 'public', body: Echo, reply: Echo, fails: 'Echo failed' },
  'GET /api/try/query': {
    summary: '', access: 'public', query: Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1 })), on: Type.Optional(Type.Boolean()), text: Type.Optional(Type.String()) }),
    reply: Type.Object({ limit: Type.Optional(Type.Integer()), on: Type.Optional(Type.Boolean()) }), fails: 'Query failed',
  },
  'GET /api/try/items/{id}': { summary: '', access: 'signed-in', params: Type.Object({ id: Type.String() }), reply: Type.Object({ id: Type.String(), user: Type.String() }), fails: 'Item failed' },
  'POST /api/try/items/{id}': { summary: '', access: 'signed-in', params: Type.Object({ id: Type.String() }), body: Type.Object({ a: Type.Integer() }), reply: Type.Object({ a: Type.Integer() }), status: 201, fails: 'Item failed' },
  'GET /api/try/mine': { summary: '', access: 'customer', reply: Type.Object({ customer: Type.String() }), fails: 'Mine failed' },
  'GET /api/try/admin': { summary: '', access: { roles: ['admin'] }, reply: Type.Object({}), fails: 'Admin failed' },
  'GET /api/v1/try/analytics': { summary: '', access: { permission: 'analytics:read' }, reply: Type.Object({}), limit: { requests: 3, perSeconds: 3600, per: 'caller', group: 'Analytics' }, fails: 'x' },
  'GET /api/v1/try/more': { summary: '', access: { permission: 'analytics:read' }, reply: Type.Object({}), limit: { requests: 3, perSeconds: 3600, per: 'caller', group: 'Analytics' }, fails: 'x' },
  'POST /api/try/limited': { summary: '', access: 'signed-in', reply: Type.Object({}), limit: { requests: 2, perSeconds: 60, per: 'caller' }, fails: 'x' },
  'POST /api/try/login': { summary: '', access: 'public', body: Type.Object({ email: Type.String() }), reply: Type.Object({}), limit: { requests: 2, perSeconds: 60, per: 'ip+account' }, fails: 'x' },
  'POST /api/try/fail': { summary: '', access: 'public', body: Type.Object({ code: Type.String() }), reply: Type.Object({}), fails: 'Failed to fail' },
  'POST /api/app/try/fail': { summary: '', access: 'public', body: Type.Object({ code: Type.String() }), reply: Type.Object({}), fails: 'Failed to fail' },
  'POST /api/v1/try/fail': { summary: '', access: 'public', body: Type.Object({ code: Type.String() }), reply: Type.Object({}), fails: 'Failed to fail' },
  'POST /api/stripe/try/fail': { summary: '', access: 'public', body: Type.Object({ code: Type.String() }), reply: Type.Object({}), fails: 'Failed to fail' },
  'POST /api/purchases/try/fail': { summary: '', access: 'public', body: Type.Object({ code: Type.String() }), reply: Type.Object({}), fails: 'Failed to fail' },
  'POST /try/fail': { summary: '', access: 'public', body: Type.Object({ code: Type.String() }), reply: Type.Object({}), fails: 'Failed to fail' },
  'POST /api/try/pay': { summary: '', access: 'signed-in', body: Type.Object({ amount: Type.Number() }), reply: Type.Object({ run: Type.Integer(), key: Type.Union([Type.String(), Type.Null()]) }), movesMoney: true, fails: 'Pay failed' },
  'GET /api/try/leak': { summary: '', access: 'public', reply: Type.Object({ shown: Type.String() }), fails: 'x' },
  'GET /api/try/broken': { summary: '', access: 'public', reply: Type.Object({ shown: Type.String() }), fails: 'Could not show' },
  'GET /api/try/file': { summary: '', access: 'public', reply: Type.Object({}), fails: 'x' },
  'GET /api/try/cookie': { summary: '', access: 'public', reply: Type.Object({ ok: Type.Boolean() }), fails: 'x' },
} as const satisfies Contract;

let runs = 0;
let payAs: () => Promise<void> = async () => undefined;

async function fail(body: { code: string }): Promise<never> {
  if (body.code === 'error') throw new TypeError('secret inside at /home/x');
  if (body.code === 'database') throw Object.assign(new Error('Key (email)=(ada@example.com) already exists'), { code: '23505', severity: 'ERROR', detail: 'Key (email)=(ada@example.com)' });
  throw new Failure(body.code as FailureCode, { retryAfterSeconds: 7, hint: 'shown' });
}

const handlers: Handlers<typeof contract, null> = {
  'POST /api/try/echo': async ({ body }) => body,
  'GET /api/try/query': async ({ query }) => query,
  'GET /api/try/items/{id}': async ({ params, who }) => ({ id: params.id, user: who.userId }),
  'POST /api/try/items/{id}': async ({ body }) => body,
  'GET /api/try/mine': async ({ customerId }) => ({ customer: customerId }),
  'GET /api/try/admin': async () => ({}),
  'GET /api/v1/try/analytics': async () => ({}),
  'GET /api/v1/try/more': async () => ({}),
  'POST /api/try/limited': async () => ({}),
  'POST /api/try/login': async () => ({}),
  'POST /api/try/fail': ({ body }) => fail(body),
  'POST /api/app/try/fail': ({ body }) => fail(body),
  'POST /api/v1/try/fail': ({ body }) => fail(body),
  'POST /api/stripe/try/fail': ({ body }) => fail(body),
  'POST /api/purchases/try/fail': ({ body }) => fail(body),
  'POST /try/fail': ({ body }) => fail(body),
  async 'POST /api/try/pay'({ requestKey }) {
    runs += 1;
    await payAs();
    return { run: runs, key: requestKey };
  },
  'GET /api/try/leak': async () => ({ shown: 'yes', password: 'no' }),
  'GET /api/try/broken': async () => ({}) as { shown: string },
  'GET /api/try/file': async () => file({ type: 'text/csv; charset=utf-8', name: 'a"b.csv', bytes: 'x,y\r\n' }),
  'GET /api/try/cookie': async () => answer({ ok: true }, { cookies: [{ name: 'a', value: 'ü;', maxAgeSeconds: 60 }, { name: 'b', value: '', maxAgeSeconds: 0 }], headers: { 'x-more': '1' } }),
};

let bare: BareWorld;
let server: Server;
const faults: { facts: object; message: string }[] = [];

beforeAll(async () => {
  bare = await openBareWorld();
  const log = { info: () => undefined, warn: () => undefined, error: (facts: object, message: string) => void faults.push({ facts, message }) };
  server = openServer({
    world: bare.world, log, limits: openLimits({ factor: 1, log }), metrics: openMetrics(), authenticate: async (token) => principal(token),
    allowedOrigins: [OWN], trustProxyHops: 0, secure: true, development: false,
  });
  serveApi(server, { contract, handlers, context: null });
  serveProbes(server, { world: bare.world });
  await server.app.ready();
});
afterAll(async () => {
  await server.app.close();
  await bare.close();
});

/** `user:role,role:customer` */
function principal(token: string): Principal | null {
  const [userId, roles, customerId] = token.split(':');
  if (!userId || roles === undefined) return null;
  const list = roles.split(',').filter((role): role is Role => (ROLES as readonly string[]).includes(role));
  return {
    userId, serial: 1n, publicId: 'x', email: 'x@example.com', name: 'X', roles: list, scopes: [], permissions: list.includes('barber') ? ['analytics:read'] : [],
    customerId: customerId ?? null, sessionId: 's', aal: 1, expiresAt: new Date(8.64e15),
  };
}

const send = (method: string, path: string, options?: CallOptions) => call(server, method, path, options);
const echo = (body: unknown, headers: Record<string, string> = {}) => send('POST', '/api/try/echo', { body, headers });
const nested = (depth: number) => `{"deep":${'['.repeat(depth)}${']'.repeat(depth)}}`;

describe('bodies', () => {
  it('are taken as they are sent', async () => {
    const body = { text: 'Zoë 😀', number: 12.5, flag: true, deep: { a: [null, 1, 'x'] } };
    expect((await echo(body)).body).toEqual(body);
    for (const wrong of [{ number: '12' }, { number: true }, { number: [5] }, { flag: 'true' }, { flag: 1 }, { text: 5 }]) expect((await echo(wrong)).status, JSON.stringify(wrong)).toBe(400);
    expect((await echo({ number: null })).body).toEqual({ error: 'Missing required fields' });
    expect((await echo({ text: 'x', more: 'ignored' })).body).toEqual({ text: 'x' });
  });

  it.each([
    ['no JSON', '{"text":'], ['a word', 'text'], ['an array', '[]'], ['a string', '"x"'], ['null', 'null'], ['trailing text', '{} {}'], ['NaN', '{"number":NaN}'],
    ['a byte order mark', '\ufeff{}'], ['NUL in a text', '{"text":"a\\u0000b"}'], ['NUL in a name', '{"deep":{"\\u0000":1}}'], ['half a character', '{"text":"\\ud800"}'],
    ['half a character, the other half', '{"deep":["\\udc00\\ud800"]}'], ['a doubled member', '{"text":"a","text":"b"}'], ['a doubled member inside', '{"deep":[{"a":1,"\\u0061":2}]}'],
    ['__proto__', '{"__proto__":{"flag":true}}'], ['__proto__ in escapes', '{"\\u005f_proto__":1}'], ['constructor', '{"deep":{"constructor":{"prototype":{"a":1}}}}'],
    ['33 levels', nested(32)], ['500,000 levels', nested(100_000)], ['2,001 members', JSON.stringify({ deep: Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [`k${i}`, 1])) })],
    ['a card', '{"text":"4242424242424242"}'], ['a card in words', '{"text":"my card is 4000 0025 0000 3155, thanks"}'], ['a card with dashes', '{"text":"5555-5555-5555-4444"}'],
    ['a card as a number', '{"deep":[{"n":4242424242424242}]}'], ['a card as a name', '{"deep":{"378282246310005":1}}'], ['Amex in its groups', '{"text":"3782 822463 10005"}'],
  ])('refused: %s', async (_name, body) => {
    const said = await echo(body);
    expect([said.status, Object.keys(said.body)], said.text).toEqual([400, ['error']]);
    expect(said.text).not.toMatch(/4242|5555|0005|proto/);
  });

  it('that only look dangerous are taken', async () => {
    for (const body of [
      nested(30), '{"text":"4242424242424241"}', '{"text":"id 4242424242424242-x"}', '{"number":1763720000000}', '{"text":"123e4567-e89b-12d3-a456-426614174000"}',
      '{"text":"say \\"a\\": b, c: d"}', '{"text":"\\ud83d\\ude00"}', '{"text":"__proto__"}',
    ]) expect((await echo(body)).status, body).toBe(200);
    expect(({} as Record<string, unknown>)['flag']).toBeUndefined();
  });

  it('have a type and a size', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'application/jsonx', 'multipart/form-data; boundary=x']) {
      expect((await echo('{}', { 'content-type': type })).status, type).toBe(415);
    }
    expect((await echo('{}', { 'content-type': 'application/json; charset=utf-8' })).status).toBe(200);
    const large = await echo({ text: 'x'.repeat(256 * 1024) });
    expect([large.status, large.body]).toEqual([413, { error: 'Request body too large' }]);
    expect((await echo(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))).status).toBe(400);
    expect((await send('POST', '/api/try/echo', { headers: { 'content-type': 'application/json' } })).status).toBe(400);
    expect((await send('POST', '/api/try/limited', { token: 'empty:staff', headers: { 'content-type': 'application/json' } })).status).toBe(200);
  });

  it('come after the question who it is', async () => {
    expect((await send('POST', '/api/try/items/1', { body: 'no json' })).status).toBe(401);
    expect((await send('POST', '/api/try/items/1', { body: 'no json', token: 'u:staff' })).status).toBe(400);
    expect((await send('POST', '/api/try/items/1', { body: { a: 3 }, token: 'u:staff' })).status).toBe(201);
  });
});

describe('addresses', () => {
  it('queries become what they are meant as', async () => {
    expect((await send('GET', '/api/try/query?limit=5&on=true&x=1')).body).toEqual({ limit: 5, on: true });
    for (const query of ['limit=0', 'limit=1.5', 'limit=x', 'limit=1&limit=2', 'on=maybe', 'text=%00', 'text[]=1&text[]=2&limit=a']) expect((await send('GET', `/api/try/query?${query}`)).status, query).toBe(400);
    expect((await send('GET', '/api/try/query?__proto__[on]=true&constructor=1')).body).toEqual({});
  });

  it('unknown ones are answered in the voice of their prefix', async () => {
    const unknown: [string, unknown][] = [
      ['/api/nothing', { error: 'Not found' }],
      ['/api', { error: 'Not found' }],
      ['/api/app/nothing', { type: 'about:blank', title: 'route unknown', status: 404, detail: 'There is nothing at this address.', code: 'route_unknown', request_id: expect.any(String) }],
      ['/api/v1/nothing', { error: { code: 'NOT_FOUND', message: 'Not found', details: {}, timestamp: expect.any(String), request_id: expect.stringMatching(/^req_/) } }],
      ['/api/stripe/nothing', { success: false, error: 'Not found' }],
      ['/api/purchases/nothing', { message: 'Not found' }],
      ['/api/webhooks/stripe', { error: 'Not found', message: 'Not found' }],
      ['/nothing', { error: { code: 'NOT_FOUND', message: 'Not found' } }],
      ['/api/appendix', { error: 'Not found' }],
    ];
    for (const [path, body] of unknown) {
      const said = await send('POST', path, { body: 'no json at all', headers: { 'content-type': 'text/plain' } });
      expect([said.status, said.body], path).toEqual([404, body]);
    }
    const page = await send('GET', '/app/nothing');
    expect([page.status, String(page.headers['content-type'])]).toEqual([404, 'text/html; charset=utf-8']);
    const bad = await send('GET', '/api/v1/%zz');
    expect([bad.status, Object.keys(bad.body['error'] as object)]).toEqual([400, ['code', 'message', 'details', 'timestamp', 'request_id']]);
  });

  it('methods nobody has are refused, and named where the document allows', async () => {
    const said = await send('DELETE', '/api/try/echo');
    expect([said.status, said.headers['allow']]).toEqual([404, 'POST']);
    expect((await send('PUT', '/try/fail')).status).toBe(405);
    expect((await send('GET', '/api/app/try/fail')).body).toMatchObject({ status: 405, code: 'method_not_allowed' });
  });

  it('other spellings never open a door', async () => {
    for (const path of [
      '/api/try/admin/', '//api/try/admin', '/api//try/admin', '/API/try/admin', '/api/try/Admin', '/api%2ftry/admin', '/api/try%2Fadmin', '/api/try/./admin', '/api/try/admin;x=1',
      '/api/try/admin%00', '/api/try/%61dmin', '/api/try/admin?x=1', '/api/try/admin#x',
    ]) {
      for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE', 'PATCH', 'TRACE']) {
        const said = await send(method, path, { token: 'u:customer' });
        expect([403, 404, 405], `${method} ${path} ${said.status}`).toContain(said.status);
      }
    }
    expect((await send('HEAD', '/api/try/admin')).status).toBe(401);
    expect((await send('HEAD', '/api/try/admin', { token: 'u:customer' })).status).toBe(403);
    const head = await send('HEAD', '/api/try/admin', { token: 'u:admin' });
    expect([head.status, head.text]).toEqual([200, '']);
  });
});

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
      faults.length = 0;
      const said = await send('POST', path, { body: { code } });
      expect(said.status, code).toBeGreaterThanOrEqual(424);
      expect(said.text).not.toMatch(/secret|home|ada@|23505|shown/);
      expect(faults).toMatchObject([{ message: 'request failed', facts: { request_id: said.headers['x-request-id'], route: `POST ${path}` } }].slice(0, said.status < 500 ? 0 : 1));
      expect(JSON.stringify(faults)).not.toMatch(/ada@/);
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
      server.app.inject({ method: 'POST', url: '/api/try/login', payload: { email }, remoteAddress, headers: { 'x-forwarded-for': `10.0.0.${Math.random()}` } }).then((said) => said.statusCode);
    expect([await login('a@x', '192.0.2.1'), await login('b@x', '::ffff:192.0.2.1'), await login('c@x', '192.0.2.1')]).toEqual([200, 200, 429]);
    expect([await login('d@x', '2001:db8:1:2::1'), await login('e@x', '2001:db8:1:2:ffff::9'), await login('f@x', '2001:db8:1:2:1::'), await login('f@x', '2001:db8:1:3::1')]).toEqual([200, 200, 429, 200]);
    expect([await login('victim@x', '198.51.100.1'), await login('Victim@x ', '198.51.100.2'), await login('victim@x', '198.51.100.3')]).toEqual([200, 200, 429]);
  });
});

describe('Idempotency-Key', () => {
  const pay = (key: string | null, amount = 1, user = 'payer') =>
    send('POST', '/api/try/pay', { token: `${user}:customer`, body: { amount }, headers: key === null ? {} : { 'idempotency-key': key } });

  it('one run, one answer, per caller', async () => {
    runs = 0;
    expect((await pay(null)).body).toEqual({ run: 1, key: null });
    const first = await pay('k1');
    expect(first.body).toMatchObject({ run: 2, key: expect.stringMatching(/^[\w-]{43}$/) });
    expect((await pay('k1')).body).toEqual(first.body);
    expect((await pay('k1', 2)).status).toBe(400);
    const theirs = await pay('k1', 1, 'other');
    expect(theirs.body).toMatchObject({ run: 3 });
    expect(theirs.body['key']).not.toBe(first.body['key']);
  });

  it('what broke is run again with the same name, what was refused is not', async () => {
    const keys: unknown[] = [];
    payAs = async () => { throw new Error('away'); };
    expect((await pay('k2')).status).toBe(500);
    payAs = async () => { throw new Failure('payment_declined'); };
    expect((await pay('k2')).status).toBe(400);
    payAs = async () => undefined;
    const refused = await pay('k2');
    expect([refused.status, refused.body, refused.headers['idempotency-replayed']]).toEqual([400, { error: 'Payment declined' }, 'true']);
    payAs = async () => { throw new Failure('payment_in_progress'); };
    expect((await pay('k3')).status).toBe(400);
    payAs = async () => undefined;
    keys.push((await pay('k3')).status);
    expect(keys).toEqual([200]);
  });

  it('a second call waits, then is told to come back', async () => {
    let release = (): void => undefined;
    payAs = () => new Promise((resolve) => { release = resolve; });
    const first = pay('k4');
    await new Promise((resolve) => setTimeout(resolve, 100));
    const second = pay('k4');
    await new Promise((resolve) => setTimeout(resolve, 300));
    release();
    expect((await second).body).toEqual((await first).body);
    const slow = pay('k5');
    const late = await pay('k5');
    expect([late.status, late.headers['retry-after']]).toEqual([503, '1']);
    release();
    expect((await slow).status).toBe(200);
    payAs = async () => undefined;
  });

  it('twenty at once are one run', async () => {
    runs = 0;
    payAs = () => new Promise((resolve) => { setTimeout(resolve, 250); });
    const all = await Promise.all(Array.from({ length: 20 }, () => pay('k20')));
    payAs = async () => undefined;
    expect(new Set(all.map((said) => said.status))).toEqual(new Set([200]));
    expect(new Set(all.map((said) => said.text)).size).toBe(1);
    expect(runs).toBe(1);
  });

  it('a crashed holder is followed by the next call after its lease', async () => {
    payAs = () => new Promise(() => undefined);
    void pay('k6');
    await new Promise((resolve) => setTimeout(resolve, 100));
    bare.advance(31_000);
    payAs = async () => undefined;
    expect((await pay('k6')).status).toBe(200);
    const kept = await pay('k6');
    expect(kept.headers['idempotency-replayed']).toBe('true');
    bare.advance(30 * 86_400_000);
    expect((await pay('k6')).headers['idempotency-replayed']).toBeUndefined();
  });
});

describe('settings', () => {
  it('insides are shown in development, by the document that has a place for them', async () => {
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const open = openServer({
      world: bare.world, log, limits: openLimits({ factor: 1, log }), metrics: openMetrics(), authenticate: async () => null,
      allowedOrigins: [OWN], trustProxyHops: 2, secure: false, development: true,
    });
    serveApi(open, { contract, handlers, context: null });
    const said = await call(open, 'POST', '/api/purchases/try/fail', { body: { code: 'error' } });
    expect(said.body).toEqual({ message: 'Failed to fail', error: 'secret inside at /home/x', stack: expect.stringContaining('TypeError') });
    expect((await call(open, 'POST', '/api/try/fail', { body: { code: 'error' } })).body).toEqual({ error: 'Failed to fail' });
    expect(said.headers['strict-transport-security']).toBeUndefined();
    const login = (email: string, forwarded: string) =>
      open.app.inject({ method: 'POST', url: '/api/try/login', payload: { email }, headers: { 'x-forwarded-for': forwarded } }).then((answered) => answered.statusCode);
    // Two proxies may be believed: whatever stands before them in the list is anybody's invention.
    expect([await login('1@x', '1.1.1.1, 203.0.113.9, 10.0.0.1'), await login('2@x', '2.2.2.2, 203.0.113.9, 10.0.0.1'), await login('3@x', '3.3.3.3, 203.0.113.9, 10.0.0.1')]).toEqual([200, 200, 429]);
    expect(await login('4@x', '1.1.1.1, 203.0.113.10, 10.0.0.1')).toBe(200);
    await open.app.close();
  });
});

describe('probes', () => {
  it('live, ready, counted', async () => {
    expect((await send('GET', '/livez')).status).toBe(200);
    expect((await send('GET', '/readyz')).status).toBe(200);
    const metrics = await send('GET', '/metrics');
    expect(metrics.text).toContain('paydesk_http_requests_total{route="POST /api/try/echo",status="2xx"}');
    expect((await server.app.inject({ url: '/metrics', remoteAddress: '203.0.113.5' })).statusCode).toBe(403);
    expect((await server.app.inject({ url: '/metrics', headers: { 'x-forwarded-for': '203.0.113.5' } })).statusCode).toBe(403);
  });
});
