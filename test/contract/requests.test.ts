import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openMechanism } from './mechanism.js';
import type { MechanismBench } from './mechanism.js';
import type { CallOptions } from './server.js';

let bench: MechanismBench;
beforeAll(async () => { bench = await openMechanism(); });
afterAll(() => bench.close());

const send = (method: string, path: string, options?: CallOptions) => bench.send(method, path, options);
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
    for (const query of ['limit=0', 'limit=1.5', 'limit=x', 'limit=1&limit=2', 'limit=Infinity', 'limit=1e999', `limit=${'9'.repeat(400)}`, 'on=maybe', 'text=%00', 'text[]=1&text[]=2&limit=a']) expect((await send('GET', `/api/try/query?${query}`)).status, query).toBe(400);
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
