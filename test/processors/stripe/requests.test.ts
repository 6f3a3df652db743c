import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createStripeProcessor } from '../../../src/adapters/processors/stripe/index.js';
import { newId } from '../../../src/kernel/ids.js';
import { missingPapers, specsFolder } from '../../papers.js';
import { paymentIntent, refund } from './events.js';
import { json, listen } from './listener.js';
import type { Listener } from './listener.js';
import { openSpec } from './spec.js';

const paymentId = newId();
const refundId = newId();
const INTENT = 'pi_3QzT5bLk2JUvQ8aC0kPzXm1r';
const intent = paymentIntent({ metadata: { paydesk_payment: paymentId } });
const list = (...data: unknown[]) => ({ object: 'list', url: '/', has_more: false, data });
const method = { id: 'pm_1', object: 'payment_method', customer: { id: 'cus_1', object: 'customer', invoice_settings: { default_payment_method: 'pm_1' } }, card: { brand: 'visa', last4: '4242', exp_month: 12, exp_year: 2034 } };
const customer = { id: 'cus_1', object: 'customer', invoice_settings: { default_payment_method: 'pm_1' } };

/** Enough of an answer for every path that the adapter asks. */
const answers: readonly [RegExp, unknown][] = [
  [/payment_intents\/search/, list()],
  [/GET \/v1\/payment_intents(\?|$)/, list(intent)],
  [/payment_intents/, intent],
  [/setup_intents/, { id: 'seti_1', object: 'setup_intent', client_secret: 'seti_1_secret_2' }],
  [/GET \/v1\/refunds\?/, list(refund())],
  [/refunds/, refund({ metadata: { paydesk_refund: refundId } })],
  [/GET \/v1\/payment_methods\?/, list(method)],
  [/payment_methods/, method],
  [/customers/, customer],
  [/account/, { id: 'acct_1', object: 'account' }],
];

let listener: Listener;

beforeAll(async () => {
  listener = await listen();
  listener.answer((response, heard, index) => {
    const found = answers.find(([pattern]) => pattern.test(`${heard.method} ${heard.url}`));
    json(found?.[1] ?? {})(response, heard, index);
  });
});
afterAll(() => listener.close());

/** Every call of the port once, with and without its options. */
async function everything(apiVersion?: string) {
  const processor = createStripeProcessor({ secretKey: 'sk_test_wire', webhookSecrets: [], account: 'platform', baseUrl: listener.url, timeoutMs: 5_000, ...(apiVersion ? { apiVersion } : {}) });
  const create = { paymentId, amount: 18500n, currency: 'USD', customerExternalId: 'cus_1', description: 'Invoice INV-000123', metadata: { invoice_0: newId() } };
  return {
    ping: await processor.ping(),
    customer: await processor.createCustomer({ customerId: newId(), name: 'Ann Example', email: 'ann@example.com' }),
    created: await processor.createIntent(create),
    anonymous: await processor.createIntent({ ...create, customerExternalId: null }),
    charged: await processor.createIntent({ ...create, charge: { methodExternalId: 'pm_1' } }),
    present: await processor.createIntent({ ...create, charge: { methodExternalId: 'pm_1', payerPresent: true } }),
    retrieved: await processor.retrieveIntent(INTENT),
    found: await processor.findIntent(paymentId, 'cus_1'),
    foundByTime: await processor.findIntent(paymentId),
    missing: await processor.findIntent(newId(), 'cus_1'),
    canceled: await processor.cancelIntent(INTENT),
    meant: await processor.meanMethod(INTENT, 'pm_1'),
    setup: await processor.createSetup({ customerExternalId: 'cus_1', requestKey: 'k'.repeat(300) }),
    methods: await processor.listMethods('cus_1'),
    method: await processor.retrieveMethod('pm_1'),
    detached: await processor.detachMethod('pm_1'),
    byDefault: await processor.setDefaultMethod('cus_1', 'pm_1'),
    refund: await processor.refund({ refundId, intentExternalId: INTENT, amount: 5000n, currency: 'USD' }),
    retrievedRefund: await processor.retrieveRefund('re_3QzT5bLk2JUvQ8aC0refund1'),
    refunds: await processor.listRefunds(INTENT),
  };
}

test('answers come back in our words', async () => {
  const all = await everything();
  expect(all.ping).toEqual({ externalAccountId: 'acct_1' });
  expect(all.created).toMatchObject({ externalId: INTENT, paymentId, amount: 18500n, currency: 'USD', clientSecret: `${INTENT}_secret_k2JUvQ8aC0kPzXm1rT5b` });
  expect([all.found?.externalId, all.foundByTime?.externalId, all.missing]).toEqual([INTENT, INTENT, null]);
  expect(all.methods).toEqual([{ externalId: 'pm_1', customerExternalId: 'cus_1', card: { brand: 'visa', last4: '4242', expMonth: 12, expYear: 2034 }, isDefault: true }]);
  expect(all.method).toEqual(all.methods[0]);
  expect(all.refund).toMatchObject({ refundId, amount: 5000n, status: 'succeeded' });
});

test('every POST carries a key, those about money the id of our row; none is long', async () => {
  listener.heard.length = 0;
  await everything();
  const keys = listener.heard.filter((asked) => asked.method === 'POST').map((asked) => [asked.url, String(asked.headers['idempotency-key'])] as const);
  expect(keys.filter(([url]) => url === '/v1/payment_intents').map(([, key]) => key)).toEqual([paymentId, paymentId, paymentId, paymentId]);
  expect(keys.find(([url]) => url === '/v1/refunds')?.[1]).toBe(refundId);
  expect(keys.filter(([, key]) => !/^[\w:-]{8,45}$/.test(key))).toEqual([]);
  const telling = listener.heard.filter((asked) => asked.headers['x-stripe-client-telemetry'] !== undefined);
  expect(telling).toEqual([]);
});

test('a charge is confirmed at once; off the session unless the payer is there', async () => {
  listener.heard.length = 0;
  await everything();
  const bodies = listener.heard.filter((asked) => asked.url === '/v1/payment_intents' && asked.method === 'POST').map((asked) => new URLSearchParams(asked.body));
  expect(bodies.map((body) => [body.get('confirm'), body.get('off_session'), body.get('payment_method')])).toEqual([
    [null, null, null], [null, null, null], ['true', 'true', 'pm_1'], ['true', null, 'pm_1'],
  ]);
  expect(bodies.map((body) => body.get('metadata[paydesk_payment]'))).toEqual([paymentId, paymentId, paymentId, paymentId]);
});

const missing = missingPapers(specsFolder);
describe.skipIf(missing)(`requests by the book${missing ? ` (${missing})` : ''}`, () => {
  test('the books complain when they should', () => {
    for (const file of ['stripe.json', 'stripe-2024-04-10.json'] as const) {
      const spec = openSpec(file);
      const bad = ['amount=185.5&currency=usd', 'amount=1', 'amount=1&currency=usd&price=2'].map((body) => ({ method: 'POST', url: '/v1/payment_intents', body }));
      const worse = [{ method: 'GET', url: '/v1/refunds?intent=pi_1', body: '' }, { method: 'PUT', url: '/v1/refunds', body: '' }];
      expect([...bad, ...worse].map((asked) => spec.complaints(asked).length > 0)).toEqual([true, true, true, true, true]);
    }
  });

  test.each([
    ['the version that the SDK pins', undefined, /^2026-/],
    ['2023-10-16', '2023-10-16', /^2023-10-16$/],
  ] as const)('%s: valid in both descriptions', async (_name, version, sent) => {
    listener.heard.length = 0;
    await everything(version);
    expect(listener.heard.filter((asked) => !sent.test(String(asked.headers['stripe-version'])))).toEqual([]);
    for (const file of ['stripe.json', 'stripe-2024-04-10.json'] as const) {
      const spec = openSpec(file);
      // The search is a part of both versions, and of neither description.
      const described = listener.heard.filter((asked) => !asked.url.startsWith('/v1/payment_intents/search'));
      expect(described.flatMap((asked) => spec.complaints(asked).map((complaint) => `${file} ${asked.method} ${asked.url}: ${complaint}`))).toEqual([]);
    }
  });
});
