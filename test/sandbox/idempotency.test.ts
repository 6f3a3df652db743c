import { afterAll, beforeAll, expect, it } from 'vitest';
import { removeFolder, SECRET_KEY, startTestSandbox, type Running } from './start.js';
import { until } from '../until.js';

let sandbox: Running;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(async () => {
  await sandbox.close();
  removeFolder(sandbox.directory);
});

interface Answered {
  status: number;
  replayed: string | null;
  original: string | null;
  body: { id?: string; error?: { code?: string; type: string } };
}

async function post(path: string, form: Record<string, string>, key: string): Promise<Answered> {
  const answer = await fetch(`${sandbox.urls.stripe}/v1/${path}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${SECRET_KEY}`, 'Idempotency-Key': key },
    body: new URLSearchParams(form),
  });
  return { status: answer.status, replayed: answer.headers.get('idempotent-replayed'), original: answer.headers.get('original-request'), body: (await answer.json()) as Answered['body'] };
}

const intents = async (): Promise<number> => (await sandbox.control<{ count: number }>('GET', 'payment_intents')).count;
const sale = { amount: '900', currency: 'usd' };

it('repeats the answer of the first request, whatever became of the object since', async () => {
  const first = await post('payment_intents', sale, 'k1');
  await sandbox.sdk().paymentIntents.cancel(first.body.id ?? '');
  const before = await intents();
  const again = await post('payment_intents', { currency: 'usd', amount: '900' }, 'k1');
  expect([again.status, again.replayed, again.original]).toEqual([200, 'true', first.original]);
  expect(again.body).toEqual(first.body);
  expect(await intents()).toBe(before);
});

it('refuses the key for another request', async () => {
  await post('payment_intents', sale, 'k2');
  for (const other of [await post('payment_intents', { ...sale, amount: '901' }, 'k2'), await post('customers', {}, 'k2')]) {
    expect([other.status, other.body.error?.type, other.replayed]).toEqual([400, 'idempotency_error', null]);
  }
});

it('repeats a refused charge, and does not remember what was never begun', async () => {
  const declined = { ...sale, payment_method: 'pm_card_chargeDeclined', confirm: 'true', off_session: 'true' };
  const first = await post('payment_intents', declined, 'k3');
  const again = await post('payment_intents', declined, 'k3');
  expect([first.status, again.status, again.replayed]).toEqual([402, 402, 'true']);
  expect(again.body).toEqual(first.body);
  expect((await post('payment_intents', { amount: '900' }, 'k4')).status).toBe(400);
  expect((await post('payment_intents', sale, 'k4')).status).toBe(200);
});

it('answers 409 while the first request runs, then repeats it; twenty at once make one', async () => {
  await sandbox.control('POST', 'faults', { mode: 'slow', ms: 2500, path: '/v1/payment_intents$', count: 1 });
  const before = await intents();
  const slow = post('payment_intents', sale, 'k5');
  await until(async () => (await sandbox.control<{ data: { hits: number }[] }>('GET', 'faults')).data[0]?.hits === 1, { what: 'the first to be running' });
  const others = await Promise.all(Array.from({ length: 20 }, () => post('payment_intents', sale, 'k5')));
  expect(new Set(others.map(({ status, body }) => `${status} ${body.error?.code}`))).toEqual(new Set(['409 idempotency_key_in_use']));
  const first = await slow;
  expect((await post('payment_intents', sale, 'k5')).body.id).toBe(first.body.id);
  expect(await intents()).toBe(before + 1);
});

it('remembers keys over a restart', async () => {
  const first = await post('payment_intents', sale, 'k6');
  await sandbox.close();
  sandbox = await startTestSandbox({ journalDir: sandbox.directory });
  const again = await post('payment_intents', sale, 'k6');
  expect([again.replayed, again.body]).toEqual(['true', first.body]);
});
