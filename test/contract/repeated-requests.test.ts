import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '../../src/kernel/failure.js';
import { openMechanism, paying } from './mechanism.js';
import type { MechanismBench } from './mechanism.js';
import type { CallOptions } from './server.js';
import { until } from '../until.js';

let bench: MechanismBench;
beforeAll(async () => { bench = await openMechanism(); });
afterAll(() => bench.close());

const send = (method: string, path: string, options?: CallOptions) => bench.send(method, path, options);

describe('Idempotency-Key', () => {
  const pay = (key: string | null, amount = 1, user = 'payer') =>
    send('POST', '/api/try/pay', { token: `${user}:customer`, body: { amount }, headers: key === null ? {} : { 'idempotency-key': key } });

  it('one run, one answer, per caller', async () => {
    paying.runs = 0;
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
    paying.meanwhile = async () => { throw new Error('away'); };
    expect((await pay('k2')).status).toBe(500);
    paying.meanwhile = async () => { throw new Failure('payment_declined'); };
    expect((await pay('k2')).status).toBe(400);
    paying.meanwhile = async () => undefined;
    const refused = await pay('k2');
    expect([refused.status, refused.body, refused.headers['idempotency-replayed']]).toEqual([400, { error: 'Payment declined' }, 'true']);
    paying.meanwhile = async () => { throw new Failure('payment_in_progress'); };
    expect((await pay('k3')).status).toBe(400);
    paying.meanwhile = async () => undefined;
    keys.push((await pay('k3')).status);
    expect(keys).toEqual([200]);
  });

  it('a second call waits, then is told to come back', async () => {
    let release = (): void => undefined;
    let began = 0;
    paying.meanwhile = () => new Promise((resolve) => { began += 1; release = resolve; });
    const first = pay('k4');
    await until(() => began === 1);
    const second = pay('k4');
    await new Promise((resolve) => setTimeout(resolve, 300));
    release();
    expect((await second).body).toEqual((await first).body);
    const slow = pay('k5');
    await until(() => began === 2);
    const late = await pay('k5');
    expect([late.status, late.headers['retry-after']]).toEqual([503, '1']);
    release();
    expect((await slow).status).toBe(200);
    paying.meanwhile = async () => undefined;
  });

  it('twenty at once are one run', async () => {
    paying.runs = 0;
    paying.meanwhile = () => new Promise((resolve) => { setTimeout(resolve, 250); });
    const all = await Promise.all(Array.from({ length: 20 }, () => pay('k20')));
    paying.meanwhile = async () => undefined;
    expect(new Set(all.map((said) => said.status))).toEqual(new Set([200]));
    expect(new Set(all.map((said) => said.text)).size).toBe(1);
    expect(paying.runs).toBe(1);
  });

  it('a crashed holder is followed by the next call after its lease', async () => {
    let began = false;
    paying.meanwhile = () => new Promise(() => { began = true; });
    void pay('k6');
    await until(() => began);
    bench.bare.advance(31_000);
    paying.meanwhile = async () => undefined;
    expect((await pay('k6')).status).toBe(200);
    const kept = await pay('k6');
    expect(kept.headers['idempotency-replayed']).toBe('true');
    bench.bare.advance(30 * 86_400_000);
    expect((await pay('k6')).headers['idempotency-replayed']).toBeUndefined();
  });
});
