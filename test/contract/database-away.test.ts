import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openTestServer } from './server.js';

describe('while the database is away', () => {
  it('every document says 503 and when to come back, and nothing of the reason', async () => {
    const bench = await openTestServer({ factor: 1000 });
    const token = await bench.token(['customer'], await bench.customer());
    await bench.pool.end();
    const body = JSON.stringify({ id: 'evt_away', object: 'event', type: 'customer.created', livemode: false, data: { object: { id: 'cus_1', object: 'customer' } } });
    const time = Math.floor(Date.now() / 1000);
    const signature = `t=${time},v1=${createHmac('sha256', bench.webhookSecret).update(`${time}.${body}`).digest('hex')}`;
    const signed = { body, headers: { 'stripe-signature': signature } };
    const calls = [
      ['GET', '/api/app/me', { token }, { status: 503, code: 'database_unavailable', detail: expect.any(String) }],
      ['POST', '/api/payments/create-intent', { token, body: {} }, { error: 'Service temporarily unavailable' }],
      ['GET', '/health', {}, { error: { code: 'SERVICE_UNAVAILABLE', message: 'Service temporarily unavailable' } }],
      ['POST', '/auth/login', { body: { email: 'a@b.test', password: 'x' } }, { error: { code: 'SERVICE_UNAVAILABLE' } }],
      ['POST', '/api/webhooks/stripe', signed, { error: 'Service temporarily unavailable', message: 'Service temporarily unavailable' }],
      ['POST', '/api/stripe/webhook', signed, { success: false, error: 'Service temporarily unavailable' }],
    ] as const;
    for (const [method, path, options, expected] of calls) {
      const said = await bench.call(method, path, options);
      expect([said.status, said.headers['retry-after']], `${path} ${said.text}`).toEqual([503, '2']);
      expect(said.body).toMatchObject(expected);
      expect(said.text).not.toMatch(/pool|ECONN|postgres/i);
    }
    const health = await bench.call('GET', '/api/health');
    expect([health.status, health.body]).toEqual([503, {
      status: 'unhealthy', timestamp: expect.any(String), responseTime: expect.any(Number), uptime: expect.any(Number),
      checks: { database: { status: 'error', message: 'Connection failed', duration: expect.any(Number) }, service: { status: 'ok' } },
    }]);
    expect((await bench.call('GET', '/readyz')).status).toBe(503);
    expect((await bench.call('GET', '/livez')).status).toBe(200);
    expect((await bench.call('POST', '/api/webhooks/stripe', { body })).status).toBe(400);
    expect((await bench.call('GET', '/api/nothing')).status).toBe(404);
    await bench.server.app.close();
    await bench.sandbox.close();
    await bench.database.drop();
  });
});
