import Stripe from 'stripe';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { removeFolder, startReceiver, startTestSandbox, WEBHOOK_SECRET, type Running } from './start.js';
import { until } from '../until.js';

let sandbox: Running;
let hooks: Awaited<ReturnType<typeof startReceiver>>;
let answer: (count: number) => number;

beforeEach(async () => {
  answer = () => 200;
  hooks = await startReceiver((count) => answer(count));
  sandbox = await startTestSandbox({ webhookTargets: [hooks.url] });
});
afterEach(async () => {
  await sandbox.close();
  await hooks.close();
  removeFolder(sandbox.directory);
});

const makeCustomers = async (count: number): Promise<void> => {
  for (let place = 0; place < count; place++) await sandbox.sdk().customers.create({ name: `c${place}` });
};
const arrived = (count: number): Promise<void> => until(() => hooks.received.length >= count, { what: `${count} deliveries` });
const names = (): string[] => hooks.received.map(({ event }) => String(event.data.object.name));
const quiet = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 120));

it('signs what it sends, so that the official library takes it', async () => {
  await makeCustomers(1);
  await arrived(1);
  const [one] = hooks.received;
  const event = Stripe.webhooks.constructEvent(one?.body ?? '', one?.signature ?? '', WEBHOOK_SECRET);
  expect(event).toMatchObject({ type: 'customer.created', api_version: '2026-10-28.endive', livemode: false, request: { id: expect.stringMatching(/^req_/) } });
  expect(() => Stripe.webhooks.constructEvent(one?.body ?? '', one?.signature ?? '', 'whsec_other')).toThrow(Stripe.errors.StripeSignatureVerificationError);
  const [known] = (await sandbox.sdk().events.list()).data;
  expect([known?.id, known?.pending_webhooks]).toEqual([event.id, 0]);
});

it('tells the story of a payment in order of what happened', async () => {
  await sandbox.sdk().paymentIntents.create({ amount: 500, currency: 'usd', payment_method: 'pm_card_visa', confirm: true, off_session: true });
  await arrived(3);
  const { data } = await sandbox.control<{ data: { type: string }[] }>('GET', 'events');
  expect(data.map(({ type }) => type)).toEqual(['payment_intent.created', 'charge.succeeded', 'payment_intent.succeeded']);
  const statuses = hooks.received.filter(({ event }) => event.type.startsWith('payment_intent')).map(({ event }) => `${event.type} ${event.data.object.status}`);
  expect(statuses.toSorted()).toEqual(['payment_intent.created requires_confirmation', 'payment_intent.succeeded succeeded']);
});

it('tries again after a failure, also in its next life', async () => {
  answer = (count) => (count < 3 ? 500 : 200);
  await makeCustomers(1);
  await arrived(1);
  await until(async () => (await sandbox.control<{ pending: { attempt: number }[] }>('GET', 'deliveries')).pending[0]?.attempt === 1, { what: 'the failure to be written' });
  await sandbox.close();
  sandbox = await startTestSandbox({ journalDir: sandbox.directory, webhookTargets: [hooks.url] });
  await until(() => hooks.received.length === 2, { what: 'the second attempt' });
  await until(async () => (await sandbox.control<{ pending: { attempt: number }[] }>('GET', 'deliveries')).pending[0]?.attempt === 2, { what: 'the second failure to be written' });
  expect(await sandbox.control('POST', 'webhooks/retry')).toEqual({ retried: 1 });
  await arrived(3);
  await until(async () => (await sandbox.control<{ pending_deliveries: number }>('GET', 'health')).pending_deliveries === 0, { what: 'nothing to be pending' });
  expect(new Set(hooks.received.map(({ event }) => event.id)).size).toBe(1);
});

it('keeps an event for a receiver that is away', async () => {
  await hooks.close();
  await makeCustomers(1);
  await until(async () => (await sandbox.control<{ data: unknown[] }>('GET', 'deliveries')).data.length === 1, { what: 'one failed attempt' });
  const { data } = await sandbox.control<{ data: { status: number; error: string }[] }>('GET', 'deliveries');
  expect(data[0]).toMatchObject({ status: 0, error: expect.stringContaining('ECONNREFUSED') });
  hooks = await startReceiver();
  await sandbox.control('POST', 'webhooks', { targets: [hooks.url] });
  await sandbox.control('POST', 'webhooks/retry');
  await arrived(1);
});

it('holds, releases and shuffles', async () => {
  await sandbox.control('POST', 'webhooks', { hold: true });
  await makeCustomers(30);
  await quiet();
  expect(hooks.received.length).toBe(0);
  expect(await sandbox.control('POST', 'webhooks/release', { seed: 7 })).toEqual({ released: 30 });
  await arrived(30);
  expect(names()).not.toEqual(Array.from({ length: 30 }, (_, place) => `c${place}`));
  expect(new Set(names()).size).toBe(30);
});

it('duplicates, delays, mixes and drops as told', async () => {
  await sandbox.control('POST', 'webhooks', { duplicate: 3 });
  await makeCustomers(2);
  await arrived(6);
  await sandbox.control('POST', 'webhooks', { normal: true, delay_ms: 3_000 });
  await makeCustomers(1);
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(hooks.received.length).toBe(6);
  await arrived(7);
  await sandbox.control('POST', 'webhooks', { normal: true, shuffle_ms: 400, seed: 5 });
  await makeCustomers(20);
  await arrived(27);
  expect(names().slice(7)).not.toEqual(Array.from({ length: 20 }, (_, place) => `c${place}`));
  await sandbox.control('POST', 'webhooks', { normal: true, drop: 1 });
  await makeCustomers(3);
  await quiet();
  expect(hooks.received.length).toBe(27);
  expect(await sandbox.control('GET', 'health')).toMatchObject({ pending_deliveries: 0, events: 26 });
  await sandbox.control('POST', 'webhooks', { normal: true, drop: 1, types: ['payment_intent.created'] });
  await makeCustomers(1);
  await arrived(28);
});

it('delivers any event again on demand, and forges on demand', async () => {
  await makeCustomers(3);
  await arrived(3);
  const { data } = await sandbox.control<{ data: { id: string }[] }>('GET', 'events');
  const once = await sandbox.control('POST', `events/${data[0]?.id}/deliver`, { times: 4 });
  expect(once).toMatchObject({ count: 4, statuses: { 200: 4 } });
  await sandbox.control('POST', 'deliveries', { times: 10, seed: 3, concurrency: 8 });
  expect(hooks.received.length).toBe(3 + 4 + 30);
  for (const signature of ['wrong', 'stale', 'garbled', 'missing']) {
    await sandbox.control('POST', `events/${data[1]?.id}/deliver`, { signature });
    const last = hooks.received.at(-1);
    expect(() => Stripe.webhooks.constructEvent(last?.body ?? '', last?.signature ?? '', WEBHOOK_SECRET), signature).toThrow(Stripe.errors.StripeSignatureVerificationError);
  }
});

it('serves endpoints registered over the API, with their own secret, version and choice of events', async () => {
  const own = await startReceiver();
  const endpoint = await sandbox.sdk().webhookEndpoints.create({ url: own.url, enabled_events: ['payment_intent.created'], api_version: '2023-10-16' as never });
  await makeCustomers(1);
  await sandbox.sdk().paymentIntents.create({ amount: 500, currency: 'usd' });
  await until(() => own.received.length === 1, { what: 'the delivery' });
  const [one] = own.received;
  const event = Stripe.webhooks.constructEvent(one?.body ?? '', one?.signature ?? '', endpoint.secret ?? '');
  expect([event.type, event.api_version, 'invoice' in event.data.object]).toEqual(['payment_intent.created', '2023-10-16', true]);
  await sandbox.sdk().webhookEndpoints.del(endpoint.id);
  await sandbox.sdk().paymentIntents.create({ amount: 500, currency: 'usd' });
  await arrived(3);
  expect(own.received.length).toBe(1);
  await own.close();
});
