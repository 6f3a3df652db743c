import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askBank, fillIn, openCheckout } from './checkout-payer.js';
import { removeFolder, startReceiver, startTestSandbox, type Received, type Running } from './start.js';
import { until } from '../until.js';

/** Checkout as a shop and its payers meet it: over HTTP, with the official SDK. */
describe('checkout', () => {
  let sandbox: Running;
  let hooks: Awaited<ReturnType<typeof startReceiver>>;
  let sdk: Stripe;

  beforeAll(async () => {
    hooks = await startReceiver();
    sandbox = await startTestSandbox({ webhookTargets: [hooks.url] });
    sdk = sandbox.sdk();
  });
  afterAll(async () => {
    await sandbox.close();
    await hooks.close();
    removeFolder(sandbox.directory);
  });

  const status = async (id: string) => {
    const { status: state, payment_status: money, payment_intent: intent, customer_details: details } = await sdk.checkout.sessions.retrieve(id);
    return { state, money, intent: intent as string | null, name: details?.name ?? null };
  };
  const told = async (count: number, of: string): Promise<string[]> => {
    const about = ({ event }: Received) => JSON.stringify(event).includes(of);
    await until(() => Promise.resolve(hooks.received.filter(about).length >= count), { what: `${count} events` });
    return hooks.received.filter(about).map(({ event }) => event.type);
  };

  it('takes a card, sends the payer to the shop with the session, and says so in order', async () => {
    const session = await openCheckout(sdk, { metadata: { order: 'o-42' }, payment_intent_data: { metadata: { order: 'o-42' } } });
    expect(session).toMatchObject({ status: 'open', payment_status: 'unpaid', payment_intent: null, amount_total: 9900 });
    const page = await (await fetch(session.url ?? '')).text();
    expect(page).toContain('Effective Communication');
    expect(page).toContain('$99.00');
    expect((await fillIn(session, '4242 4242 4242 4242')).location).toBe(`http://127.0.0.1:9/back?session=${session.id}`);
    const { intent, ...rest } = await status(session.id);
    expect(rest).toEqual({ state: 'complete', money: 'paid', name: 'Ada Lovelace' });
    expect((await sdk.paymentIntents.retrieve(intent ?? '')).metadata).toEqual({ order: 'o-42' });
    await sandbox.control('POST', 'webhooks', { normal: true });
    const listed = await sandbox.control<{ data: { type: string; object: string }[] }>('GET', 'events');
    expect(listed.data.map((event) => event.type)).toEqual(['payment_intent.created', 'charge.succeeded', 'payment_intent.succeeded', 'checkout.session.completed']);
    expect((await fetch(session.url ?? `${sandbox.urls.stripe}/c/pay/${session.id}`)).status).toBe(200);
    await told(1, session.id);
  });

  it('keeps the page open after a refused card, with the reason, and one intent for all attempts', async () => {
    const session = await openCheckout(sdk);
    const refused = await fillIn(session, '4000000000000002');
    expect(refused).toMatchObject({ status: 402, location: null });
    expect(refused.html).toContain('Your card was declined.');
    const before = await status(session.id);
    expect(before).toMatchObject({ state: 'open', money: 'unpaid' });
    expect((await fillIn(session, '1234567890123')).html).toContain('card number is incorrect');
    expect((await fillIn(session, '4242424242424242')).status).toBe(303);
    expect(await status(session.id)).toMatchObject({ state: 'complete', money: 'paid', intent: before.intent });
  });

  it('asks the bank, and comes back from it either way', async () => {
    const session = await openCheckout(sdk);
    const bank = (await fillIn(session, '4000002500003155')).location ?? '';
    expect(bank).toContain('/3ds/');
    const back = (await askBank(bank, 'refuse')) ?? '';
    expect(back).toContain(`/c/pay/${session.id}`);
    expect(await (await fetch(back)).text()).toContain('unable to authenticate');
    const again = (await fillIn(session, '4000002500003155')).location ?? '';
    const paid = await fetch((await askBank(again, 'approve')) ?? '', { redirect: 'manual' });
    expect(paid.headers.get('location')).toBe(`http://127.0.0.1:9/back?session=${session.id}`);
    expect(await status(session.id)).toMatchObject({ state: 'complete', money: 'paid' });
  });

  it('is over once expired, by the shop or by time, with the intent', async () => {
    const session = await openCheckout(sdk);
    await fillIn(session, '4000000000000002');
    const { intent } = await status(session.id);
    expect(await sdk.checkout.sessions.expire(session.id)).toMatchObject({ status: 'expired', url: null });
    expect((await sdk.paymentIntents.retrieve(intent ?? '')).status).toBe('canceled');
    expect((await fillIn({ url: session.url }, '4242424242424242')).html).toContain('This page has expired');
    const other = await openCheckout(sdk);
    await sandbox.control('POST', `checkout_sessions/${other.id}/expire`);
    expect(await status(other.id)).toMatchObject({ state: 'expired', money: 'unpaid' });
    await expect(openCheckout(sdk, { expires_at: Math.floor(Date.now() / 1000) + 60 })).rejects.toThrow('30 minutes');
    await expect(openCheckout(sdk, { expires_at: Math.floor(Date.now() / 1000) + 100_000 })).rejects.toThrow('24 hours');
  });

  it('completes unpaid where the money takes its time, and says later what became of it', async () => {
    await sandbox.control('POST', 'faults', { mode: 'processing', path: 'payment_pages', count: 1 });
    const session = await openCheckout(sdk);
    expect((await fillIn(session, '4242424242424242')).status).toBe(303);
    const { intent } = await status(session.id);
    expect(await status(session.id)).toMatchObject({ state: 'complete', money: 'unpaid' });
    await sandbox.control('POST', `payment_intents/${intent}/decide`);
    expect(await status(session.id)).toMatchObject({ state: 'complete', money: 'paid' });
    const types = await told(2, session.id);
    expect(types).toEqual(['checkout.session.completed', 'checkout.session.async_payment_succeeded']);
  });
});
