import Stripe from 'stripe';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { removeFolder, startReceiver, startTestSandbox, type Running } from './start.js';
import { until } from '../until.js';

let sandbox: Running;
let sdk: Stripe;
let hasty: Stripe;
beforeAll(async () => {
  sandbox = await startTestSandbox();
  sdk = sandbox.sdk();
  hasty = sandbox.sdk(undefined, { timeout: 400 });
});
beforeEach(() => sandbox.control('DELETE', 'faults'));
afterAll(async () => {
  await sandbox.close();
  removeFolder(sandbox.directory);
});

const count = async (): Promise<number> => (await sandbox.control<{ count: number }>('GET', 'charges')).count;
const pay = (key: string, by = sdk): Promise<Stripe.PaymentIntent> =>
  by.paymentIntents.create({ amount: 640, currency: 'usd', payment_method: 'pm_card_visa', confirm: true, off_session: true }, { idempotencyKey: key });
const fail = async (act: Promise<unknown>): Promise<unknown> => act.then(() => undefined, (error: unknown) => error);

it.each([
  ['timeout_before', 'StripeConnectionError', 0],
  ['timeout_after', 'StripeConnectionError', 1],
  ['reset_before', 'StripeConnectionError', 0],
  ['reset_after', 'StripeConnectionError', 1],
  ['error500_before', 'StripeAPIError', 0],
  ['error500_after', 'StripeAPIError', 1],
  ['malformed', 'StripeAPIError', 1],
  ['slow', 'StripeConnectionError', 1],
  ['slow_after', 'StripeConnectionError', 1],
  ['rate_limited', 'StripeRateLimitError', 0],
  ['unauthorized', 'StripeAuthenticationError', 0],
  ['conflict', 'StripeAPIError', 0],
] as const)('%s: the caller sees a failure, %s, and %i charges are made; the same key then pays exactly once', async (mode, kind, effects) => {
  const before = await count();
  // After a reset the official library asks once more by itself, whatever its settings.
  const times = mode.startsWith('reset') ? 2 : 1;
  await sandbox.control('POST', 'faults', { mode, method: 'POST', path: '^/v1/payment_intents$', count: times, ms: 700 });
  expect(await fail(pay(`key ${mode}`, /timeout|slow/.test(mode) ? hasty : sdk))).toMatchObject({ type: kind });
  if (effects === 1) await until(async () => (await count()) === before + 1, { what: 'the charge, whose caller gave up' });
  expect((await count()) - before).toBe(effects);
  expect((await pay(`key ${mode}`)).status).toBe('succeeded');
  expect((await count()) - before).toBe(1);
});

it('repeats a 500 under its key when asked to, as Stripe does', async () => {
  await sandbox.control('POST', 'faults', { mode: 'error500_after', path: 'payment_intents$', count: 1, keep: true });
  await fail(pay('kept'));
  expect(await fail(pay('kept'))).toBeInstanceOf(Stripe.errors.StripeAPIError);
});

it('refuses the next charge when told to', async () => {
  await sandbox.control('POST', 'faults', { mode: 'decline', decline_code: 'lost_card', count: 1 });
  expect(await fail(pay('declined'))).toMatchObject({ code: 'card_declined', decline_code: 'lost_card' });
});

it.each([
  ['wrong_amount', { amount: 740 }],
  ['wrong_currency', { currency: 'eur' }],
  ['wrong_status', { status: 'requires_payment_method' }],
])('%s: the answer lies, the books do not', async (mode, seen) => {
  await sandbox.control('POST', 'faults', { mode, count: 1, path: 'payment_intents$' });
  const told = await pay(`lie ${mode}`);
  expect(told).toMatchObject(seen);
  expect(await sdk.paymentIntents.retrieve(told.id)).toMatchObject({ amount: 640, currency: 'usd', status: 'succeeded' });
});

it('hits a share of requests, the same ones for the same seed', async () => {
  const hits = async (): Promise<string> => {
    await sandbox.control('DELETE', 'faults');
    await sandbox.control('POST', 'faults', { mode: 'error500_before', probability: 0.5, seed: 11, method: 'GET', path: '/v1/account' });
    let seen = '';
    for (let place = 0; place < 30; place++) seen += (await fail(sdk.accounts.retrieveCurrent())) ? 'x' : '.';
    return seen;
  };
  const [one, other] = [await hits(), await hits()];
  expect(one).toBe(other);
  expect(one).toMatch(/x/);
  expect(one).toMatch(/\./);
});

it('lets the webhook arrive before the answer', async () => {
  const hooks = await startReceiver();
  await sandbox.control('POST', 'webhooks', { targets: [hooks.url] });
  await sandbox.control('POST', 'faults', { mode: 'slow_after', ms: 3_000, path: 'payment_intents$', count: 1 });
  const answer = pay('early webhook').then(() => hooks.received.length);
  expect(await answer).toBe(3);
  await hooks.close();
});

it('answers strangers nothing', async () => {
  expect((await fetch(`${sandbox.urls.stripe}/_sandbox/none`)).status).toBe(404);
  expect(await fail(sandbox.control('POST', 'faults', { mode: 'earthquake' }))).toBeInstanceOf(Error);
});

it('forgets everything on reset', async () => {
  await sandbox.control('POST', 'reset');
  expect(await sandbox.control('GET', 'health')).toMatchObject({ events: 0, objects: { payment_intent: 0, charge: 0 } });
  expect((await pay('after the reset')).status).toBe('succeeded');
});
