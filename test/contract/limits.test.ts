import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Endpoint } from '../../src/apis/endpoint.js';
import { openLimits } from '../../src/apis/limits.js';
import { isLocal, networkOf, plainIp } from '../../src/apis/network.js';
import { contractsFolder, missingPapers, readPaper } from '../papers.js';
import { contracts } from './contracts.js';
import { openTestServer } from './server.js';
import type { TestServer } from './server.js';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const missing = missingPapers(contractsFolder);
const documented = missing ? [] : readPaper<{ method: string; path: string; rate_limit: { limit: number } | null }[]>(contractsFolder, 'endpoints.json');

describe('addresses', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'], ['::ffff:192.0.2.1', '192.0.2.1'], ['::FFFF:192.0.2.1', '192.0.2.1'], ['fe80::1%eth0', 'fe80::1'], [undefined, 'unknown'],
  ])('%s is %s', (given, plain) => expect(plainIp(given)).toBe(plain));

  it.each([
    ['192.0.2.1', '192.0.2.1'], ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'], ['2001:DB8:1:2::', '2001:db8:1:2::/64'], ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:0db8:0001::7', '2001:db8:1:0::/64'], ['::1', '0:0:0:0::/64'], ['::', '0:0:0:0::/64'], ['unknown', 'unknown'],
  ])('%s counts as %s', (given, network) => expect(networkOf(given)).toBe(network));

  it('this machine, with no proxy between', () => {
    expect(isLocal('127.0.0.1', {})).toBe(true);
    expect(isLocal('::1', {})).toBe(true);
    expect(isLocal('::ffff:127.9.9.9', {})).toBe(true);
    expect(isLocal('127.0.0.1', { 'x-forwarded-for': '127.0.0.1' })).toBe(false);
    expect(isLocal('10.0.0.1', {})).toBe(false);
    expect(isLocal(undefined, {})).toBe(false);
  });
});

describe.skipIf(missing)('the documented numbers, at factor 1', () => {
  let bench: TestServer;
  beforeAll(async () => { bench = await openTestServer({ factor: 1 }); });
  afterAll(() => bench.close());

  const limited = documented.flatMap(({ method, path, rate_limit: limit }) => {
    const endpoint = contracts.map((contract) => (contract as Record<string, Endpoint>)[`${method} ${path}`]).find((found) => found !== undefined);
    // Signing out ends the session of whoever is counted.
    return endpoint && limit && path !== '/auth/logout' ? [{ method, path, limit: limit.limit, per: endpoint.limit?.per ?? 'caller', access: endpoint.access }] : [];
  });

  /** Somebody who may call it: whoever may not is refused before anything is counted. */
  const callerFor = async (access: Endpoint['access']): Promise<string> =>
    (typeof access === 'object' && 'roles' in access ? bench.token([access.roles[0]!]) : bench.token(['customer'], await bench.customer()));

  it('there are some', () => expect(limited.length).toBeGreaterThan(3));

  it.each(limited)('$method $path: $limit', async ({ method, path, limit, per, access }) => {
    const token = access === 'public' ? undefined : await callerFor(access);
    const statuses = [];
    for (let count = 0; count <= limit; count++) statuses.push((await bench.call(method, path, { token, body: {} })).status);
    expect(statuses.indexOf(429)).toBe(limit);
    const said = await bench.call(method, path, { token, body: {} });
    expect(Number(said.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    expect(said.headers['x-ratelimit-limit']).toBeUndefined();
    const another = access === 'public' ? undefined : await callerFor(access);
    // Counted by address, another user of the same one is counted too.
    if (another) expect((await bench.call(method, path, { token: another, body: {} })).status === 429).toBe(per !== 'caller');
  });

  it('endpoints without a documented limit have none', async () => {
    const token = await bench.token(['customer'], await bench.customer());
    for (let count = 0; count < 100; count++) expect((await bench.call('GET', '/api/payments/methods', { token })).status).toBe(400);
    for (let count = 0; count < 100; count++) expect((await bench.call('GET', '/api/health')).status).toBe(200);
  });

  it('what is signed is always taken, what is not is slowed down', async () => {
    const body = JSON.stringify({ id: 'evt_limits', object: 'event', type: 'customer.created', livemode: false, data: { object: { id: 'cus_1', object: 'customer' } } });
    const time = Math.floor(Date.now() / 1000);
    const signature = `t=${time},v1=${createHmac('sha256', bench.webhookSecret).update(`${time}.${body}`).digest('hex')}`;
    const statuses = new Map<number, number>();
    for (let count = 0; count < 150; count++) {
      const { status } = await bench.call('POST', '/api/webhooks/stripe', { body, headers: { 'stripe-signature': 't=1,v1=00' } });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect([...statuses]).toEqual([[400, 120], [429, 30]]);
    for (let count = 0; count < 300; count++) expect((await bench.call('POST', '/api/webhooks/stripe', { body, headers: { 'stripe-signature': signature } })).status).toBe(200);
  });
});

describe('counting', () => {
  it('goes on in memory while Redis is away', async () => {
    const limits = openLimits({ factor: 2, redisUrl: 'redis://127.0.0.1:1', log: silent });
    const limit = { requests: 2, perSeconds: 60 };
    const counts = [];
    for (let call = 0; call < 5; call++) counts.push(await limits.count('group', limit, 'key'));
    expect(counts.map((count) => [count.remaining, count.exceeded])).toEqual([[3, false], [2, false], [1, false], [0, false], [0, true]]);
    await limits.close();
  });

  it('keeps groups, keys and sizes apart', async () => {
    const limits = openLimits({ factor: 1, log: silent });
    const limit = { requests: 1, perSeconds: 60 };
    expect((await limits.count('a', limit, 'x')).exceeded).toBe(false);
    expect((await limits.count('a', limit, 'y')).exceeded).toBe(false);
    expect((await limits.count('b', limit, 'x')).exceeded).toBe(false);
    expect((await limits.count('a', limit, 'x')).exceeded).toBe(true);
  });
});
