import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asPage, PUBLISHABLE_KEY, removeFolder, SECRET_KEY, startTestSandbox, typedCard, type Running } from './start.js';

let sandbox: Running;
let sdk: Stripe;
const RETURN = 'http://localhost:3009/app/result?invoice=7';

beforeAll(async () => {
  sandbox = await startTestSandbox();
  sdk = sandbox.sdk();
});
afterAll(async () => {
  await sandbox.close();
  removeFolder(sandbox.directory);
});

const newIntent = (change: Partial<Stripe.PaymentIntentCreateParams> = {}): Promise<Stripe.PaymentIntent> => sdk.paymentIntents.create({ amount: 7500, currency: 'usd', ...change });

async function confirm(intent: Stripe.PaymentIntent, number: string, more: Record<string, string> = {}) {
  return asPage(sandbox.urls.stripe, `/v1/payment_intents/${intent.id}/confirm`, { client_secret: intent.client_secret ?? '', return_url: RETURN, ...typedCard(number), ...more });
}

async function refusal(act: Promise<unknown>): Promise<InstanceType<typeof Stripe.errors.StripeError>> {
  const error = await act.then(() => undefined, (thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Stripe.errors.StripeError);
  return error as InstanceType<typeof Stripe.errors.StripeError>;
}

describe('typed cards', () => {
  it.each([
    ['4242424242424242', 'visa'],
    ['5555 5555 5555 4444', 'mastercard'],
    ['4111111111111111', 'visa'],
  ])('%s pays as %s', async (number, brand) => {
    const intent = await newIntent({ metadata: { payment: 'p' } });
    const { status, body } = await confirm(intent, number);
    expect([status, body.status]).toEqual([200, 'succeeded']);
    const paid = await sdk.paymentIntents.retrieve(intent.id, { expand: ['latest_charge.balance_transaction'] });
    const charge = paid.latest_charge as Stripe.Charge;
    expect(charge).toMatchObject({ amount: 7500, amount_captured: 7500, metadata: { payment: 'p' }, payment_method_details: { card: { brand } } });
    expect(charge.balance_transaction).toMatchObject({ amount: 7500, fee: 248, net: 7252 });
  });

  it.each([
    ['4000000000000002', 'card_declined', 'generic_decline'],
    ['4000000000009995', 'card_declined', 'insufficient_funds'],
    ['4000000000000341', 'card_declined', 'generic_decline'],
    ['4000000000000069', 'expired_card', 'expired_card'],
    ['4000000000000127', 'incorrect_cvc', 'incorrect_cvc'],
    ['4000000000000119', 'processing_error', undefined],
  ])('%s is refused with %s and leaves the payment payable', async (number, code, decline) => {
    const intent = await newIntent();
    const { status, body } = await confirm(intent, number);
    expect([status, body.error?.code, (body.error as { decline_code?: string }).decline_code]).toEqual([402, code, decline]);
    expect((body.error as { payment_intent?: unknown }).payment_intent).toMatchObject({ status: 'requires_payment_method' });
    const back = await sdk.paymentIntents.retrieve(intent.id, { expand: ['latest_charge'] });
    expect(back).toMatchObject({ status: 'requires_payment_method', payment_method: null, last_payment_error: { code, type: 'card_error' } });
    expect(back.latest_charge).toMatchObject({ status: 'failed', paid: false, failure_code: code });
    expect((await confirm(intent, '4242424242424242')).body.status).toBe('succeeded');
  });

  it.each([
    ['4242424242424241', {}, 'incorrect_number'],
    ['4242424242424242', { 'payment_method_data[card][exp_month]': '13' }, 'invalid_expiry_month'],
    ['4242424242424242', { 'payment_method_data[card][exp_year]': '2020' }, 'invalid_expiry_year'],
    ['4242424242424242', { 'payment_method_data[card][cvc]': '1' }, 'invalid_cvc'],
  ])('%s with %j is mistyped: %s', async (number, more, code) => {
    const intent = await newIntent();
    const { status, body } = await confirm(intent, number, more);
    expect([status, body.error?.code]).toEqual([402, code]);
    expect((await sdk.paymentIntents.retrieve(intent.id)).last_payment_error).toBeNull();
  });
});

describe('the page', () => {
  it('needs the client secret of this very payment', async () => {
    const [one, other] = [await newIntent(), await newIntent()];
    const wrong = await confirm(one, '4242424242424242', { client_secret: other.client_secret ?? '' });
    expect(wrong.status).toBe(400);
    const none = await asPage(sandbox.urls.stripe, `/v1/payment_intents/${one.id}`, {}, 'GET');
    expect(none.status).toBe(400);
    const read = await asPage(sandbox.urls.stripe, `/v1/payment_intents/${one.id}`, { client_secret: one.client_secret ?? '' }, 'GET');
    expect([read.status, read.body.amount]).toEqual([200, 7500]);
    expect(read.body).not.toHaveProperty('metadata');
    expect(read.body).not.toHaveProperty('customer');
  });

  it.each([
    ['GET', '/v1/customers'],
    ['GET', '/v1/charges'],
    ['POST', '/v1/refunds'],
    ['POST', '/v1/payment_intents'],
    ['GET', '/v1/events'],
    ['POST', '/v1/webhook_endpoints'],
  ])('may not %s %s', async (method, path) => {
    const { status, body } = await asPage(sandbox.urls.stripe, path, {}, method);
    expect([status, body.error?.code]).toEqual([401, 'secret_key_required']);
  });

  it('is answered across origins only where the app stands', async () => {
    const ask = async (origin: string): Promise<string | null> =>
      (await fetch(`${sandbox.urls.stripe}/v1/payment_methods`, { method: 'OPTIONS', headers: { Origin: origin, 'Access-Control-Request-Method': 'POST' } })).headers.get('access-control-allow-origin');
    expect(await ask('http://localhost:3009')).toBe('http://localhost:3009');
    expect(await ask('http://127.0.0.1:3009')).toBe('http://127.0.0.1:3009');
    expect(await ask('http://evil.example')).toBeNull();
    expect(await ask('http://127.0.0.1:4444')).toBeNull();
  });

  it('makes payment methods that the server can use', async () => {
    const form = Object.fromEntries(Object.entries(typedCard('4242424242424242')).map(([name, value]) => [name.replace(/^payment_method_data\[(\w+)\]/, '$1'), value]));
    const made = await asPage(sandbox.urls.stripe, '/v1/payment_methods', form);
    expect(made.status).toBe(200);
    const paid = await newIntent({ payment_method: made.body.id, confirm: true, return_url: RETURN });
    expect(paid.status).toBe('succeeded');
  });
});

describe('authentication', () => {
  const answerBank = async (url: string, answer: string): Promise<Response> => {
    const { pathname, searchParams, origin } = new URL(url);
    return fetch(origin + pathname, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ key: searchParams.get('key') ?? '', answer }) });
  };
  const bankOf = (body: unknown): string => (body as { next_action: { redirect_to_url: { url: string } } }).next_action.redirect_to_url.url;

  it('pays when approved, and leads back with the result', async () => {
    const intent = await newIntent();
    const { body } = await confirm(intent, '4000002500003155');
    expect(body.status).toBe('requires_action');
    const page = await fetch(bankOf(body));
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('$75.00')]);
    const back = await answerBank(bankOf(body), 'approve');
    const target = new URL(back.headers.get('location') ?? '');
    expect(back.status).toBe(303);
    expect(Object.fromEntries(target.searchParams)).toEqual({ invoice: '7', payment_intent: intent.id, payment_intent_client_secret: intent.client_secret, redirect_status: 'succeeded' });
    const paid = await sdk.paymentIntents.retrieve(intent.id, { expand: ['latest_charge'] });
    expect(paid.latest_charge).toMatchObject({ payment_method_details: { card: { three_d_secure: { result: 'authenticated' } } } });
    expect((await answerBank(bankOf(body), 'refuse')).headers.get('location')).toContain('redirect_status=succeeded');
  });

  it('stays payable when refused', async () => {
    const intent = await newIntent();
    const { body } = await confirm(intent, '4000002500003155');
    expect((await answerBank(bankOf(body), 'refuse')).headers.get('location')).toContain('redirect_status=failed');
    const back = await sdk.paymentIntents.retrieve(intent.id);
    expect(back).toMatchObject({ status: 'requires_payment_method', latest_charge: null, last_payment_error: { code: 'payment_intent_authentication_failure' } });
    expect((await confirm(intent, '4242424242424242')).body.status).toBe('succeeded');
  });

  it('answers nobody who does not hold the key of the page', async () => {
    const intent = await newIntent();
    const { body } = await confirm(intent, '4000002500003155');
    expect((await fetch(bankOf(body).replace(/key=.*/, 'key=wrong'))).status).toBe(404);
    expect((await answerBank(bankOf(body).replace(/key=.*/, 'key=wrong'), 'approve')).status).toBe(404);
    expect((await sdk.paymentIntents.retrieve(intent.id)).status).toBe('requires_action');
  });

  it('is not asked again for a card that was set up, and is asked for one that was not', async () => {
    const customer = await sdk.customers.create({});
    const setup = await sdk.setupIntents.create({ customer: customer.id });
    const form = { client_secret: setup.client_secret ?? '', return_url: RETURN, ...typedCard('4000002500003155') };
    const asked = await asPage(sandbox.urls.stripe, `/v1/setup_intents/${setup.id}/confirm`, form);
    await answerBank(bankOf(asked.body), 'approve');
    const { payment_method: method } = await sdk.setupIntents.retrieve(setup.id);
    const paid = await newIntent({ customer: customer.id, payment_method: String(method), confirm: true, off_session: true });
    expect(paid.status).toBe('succeeded');
    const fresh = await sdk.paymentMethods.attach('pm_card_authenticationRequired', { customer: customer.id });
    const error = await refusal(newIntent({ customer: customer.id, payment_method: fresh.id, confirm: true, off_session: true }));
    expect([error.statusCode, error.code]).toEqual([402, 'authentication_required']);
  });
});

describe('the server', () => {
  it('never sends card numbers', async () => {
    const error = await refusal(sdk.paymentMethods.create({ type: 'card', card: { number: '4242424242424242', exp_month: 12, exp_year: 2034, cvc: '123' } }));
    expect([error.statusCode, error.message]).toEqual([402, expect.stringContaining('Sending credit card numbers directly')]);
  });

  it('takes the test names, and refuses names that Stripe does not know', async () => {
    const pay = (payment_method: string): Promise<Stripe.PaymentIntent> => newIntent({ payment_method, confirm: true, return_url: RETURN });
    expect((await pay('pm_card_visa')).status).toBe('succeeded');
    expect(await refusal(pay('pm_card_chargeDeclined'))).toMatchObject({ code: 'card_declined', decline_code: 'generic_decline' });
    expect(await refusal(pay('pm_none'))).toMatchObject({ code: 'resource_missing', param: 'payment_method' });
    const token = await sdk.paymentMethods.create({ type: 'card', card: { token: 'tok_1234567890' } });
    expect((await pay(token.id)).status).toBe('succeeded');
  });

  it('keeps payment methods to their customers, and used ones to themselves', async () => {
    const [ada, bob] = [await sdk.customers.create({ name: 'Ada' }), await sdk.customers.create({ name: 'Bob' })];
    const method = await sdk.paymentMethods.attach('pm_card_visa', { customer: ada.id });
    expect((await refusal(newIntent({ customer: bob.id, payment_method: method.id, confirm: true, off_session: true }))).statusCode).toBe(400);
    expect((await refusal(sdk.paymentMethods.attach(method.id, { customer: bob.id }))).statusCode).toBe(400);
    await sdk.paymentMethods.detach(method.id);
    expect((await refusal(newIntent({ customer: ada.id, payment_method: method.id, confirm: true, off_session: true }))).statusCode).toBe(400);
    const once = await sdk.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' } });
    await newIntent({ payment_method: once.id, confirm: true, return_url: RETURN });
    expect((await refusal(newIntent({ payment_method: once.id, confirm: true, return_url: RETURN }))).statusCode).toBe(400);
  });

  it('refunds no more than was paid', async () => {
    const paid = await newIntent({ payment_method: 'pm_card_visa', confirm: true, return_url: RETURN });
    await sdk.refunds.create({ payment_intent: paid.id, amount: 5000 });
    expect(await refusal(sdk.refunds.create({ payment_intent: paid.id, amount: 2501 }))).toMatchObject({ code: 'amount_too_large' });
    const rest = await sdk.refunds.create({ payment_intent: paid.id });
    expect(rest.amount).toBe(2500);
    expect(await refusal(sdk.refunds.create({ payment_intent: paid.id }))).toMatchObject({ code: 'charge_already_refunded' });
    const { data } = await sdk.refunds.list({ payment_intent: paid.id });
    expect(data.map(({ amount, status }) => [amount, status])).toEqual([[2500, 'succeeded'], [5000, 'succeeded']]);
    expect((await sdk.charges.list({ payment_intent: paid.id })).data[0]).toMatchObject({ refunded: true, amount_refunded: 7500 });
  });

  it('cannot confirm, cancel or change what is over', async () => {
    const paid = await newIntent({ payment_method: 'pm_card_visa', confirm: true, return_url: RETURN });
    for (const act of [sdk.paymentIntents.confirm(paid.id), sdk.paymentIntents.cancel(paid.id), sdk.paymentIntents.update(paid.id, { amount: 100 })]) {
      const error = await refusal(act);
      expect([error.code, error.payment_intent?.status]).toEqual(['payment_intent_unexpected_state', 'succeeded']);
    }
  });

  it('disputes the card that is made for it; the outcome is ordered by the controls', async () => {
    const paid = await newIntent({ payment_method: 'pm_card_createDispute', confirm: true, return_url: RETURN });
    const [dispute] = (await sdk.disputes.list({ payment_intent: paid.id })).data;
    expect(dispute).toMatchObject({ amount: 7500, status: 'needs_response', reason: 'fraudulent' });
    expect(await refusal(sdk.refunds.create({ payment_intent: paid.id }))).toMatchObject({ code: 'charge_disputed' });
    await sandbox.control('POST', `disputes/${dispute?.id}/win`);
    const won = await sdk.disputes.retrieve(dispute?.id ?? '');
    expect([won.status, won.balance_transactions.map(({ net }) => net)]).toEqual(['won', [-9000, 9000]]);
    const plain = await newIntent({ payment_method: 'pm_card_visa', confirm: true, return_url: RETURN });
    const made = await sandbox.control<{ id: string }>('POST', 'disputes', { payment_intent: plain.id, amount: 2000 });
    await sandbox.control('POST', `disputes/${made.id}/lose`);
    expect((await sdk.disputes.retrieve(made.id)).status).toBe('lost');
  });

  it('leaves a charge undecided when told to, until it is decided', async () => {
    for (const [body, status] of [[{}, 'succeeded'], [{ decline_code: 'insufficient_funds' }, 'requires_payment_method']] as const) {
      await sandbox.control('POST', 'faults', { mode: 'processing', path: 'payment_intents$', count: 1 });
      const waiting = await newIntent({ payment_method: 'pm_card_visa', confirm: true, return_url: RETURN });
      expect([waiting.status, waiting.latest_charge]).toEqual(['processing', null]);
      expect((await refusal(sdk.paymentIntents.cancel(waiting.id))).code).toBe('payment_intent_unexpected_state');
      expect(await sandbox.control('POST', `payment_intents/${waiting.id}/decide`, body)).toEqual({ status });
      expect((await sdk.paymentIntents.retrieve(waiting.id)).status).toBe(status);
    }
  });

  it('knows fees and search results late when told to', async () => {
    await sandbox.control('POST', 'settings', { late_fees: true, search_lag: 60 });
    const paid = await newIntent({ payment_method: 'pm_card_visa', confirm: true, return_url: RETURN, metadata: { late: 'yes' }, expand: ['latest_charge'] });
    const charge = paid.latest_charge as Stripe.Charge;
    const found = async (): Promise<number> => (await sdk.paymentIntents.search({ query: "metadata['late']:'yes'" })).data.length;
    expect([charge.balance_transaction, await found()]).toEqual([null, 0]);
    await sandbox.control('POST', 'settings', { late_fees: false, search_lag: 0 });
    await sandbox.control('POST', `charges/${charge.id}/book`);
    const booked = await sdk.charges.retrieve(charge.id, { expand: ['balance_transaction'] });
    expect([booked.balance_transaction, await found()]).toEqual([expect.objectContaining({ fee: 248 }), 1]);
    expect((await sdk.events.list({ type: 'charge.updated' })).data[0]?.data.previous_attributes).toEqual({ balance_transaction: null });
    expect(await (await fetch(charge.receipt_url ?? '')).text()).toContain('$75.00');
  });

  it('lets a refund come back from the bank', async () => {
    const paid = await newIntent({ payment_method: 'pm_card_pendingRefund', confirm: true, return_url: RETURN });
    const refund = await sdk.refunds.create({ payment_intent: paid.id, amount: 1000 });
    expect(refund.status).toBe('pending');
    await sandbox.control('POST', `refunds/${refund.id}/fail`);
    expect(await sdk.refunds.retrieve(refund.id)).toMatchObject({ status: 'failed', failure_reason: 'expired_or_canceled_card' });
    expect((await sdk.charges.list({ payment_intent: paid.id })).data[0]?.amount_refunded).toBe(0);
  });
});

describe('refused requests', () => {
  it.each([
    [{ currency: 'usd' }, 'parameter_missing', 'amount'],
    [{ amount: '100' }, 'parameter_missing', 'currency'],
    [{ amount: '10.5', currency: 'usd' }, 'parameter_invalid_integer', 'amount'],
    [{ amount: '49', currency: 'usd' }, 'amount_too_small', 'amount'],
    [{ amount: '100000000', currency: 'usd' }, 'amount_too_large', 'amount'],
    [{ amount: '100', currency: 'zzz' }, undefined, 'currency'],
    [{ amount: '100', currency: 'usd', colour: 'red' }, 'parameter_unknown', 'colour'],
    [{ amount: '100', currency: 'usd', payment_method_types: ['card'] }, 'parameter_unknown', 'payment_method_types'],
    [{ amount: '100', currency: 'usd', customer: 'cus_none' }, 'resource_missing', 'customer'],
    [{ amount: '100', currency: 'usd', expand: ['colour'] }, undefined, 'expand'],
  ])('%j', async (params, code, param) => {
    const error = await refusal(sdk.paymentIntents.create(params as unknown as Stripe.PaymentIntentCreateParams));
    expect([error.statusCode, error.type, error.code, error.param]).toEqual([400, 'StripeInvalidRequestError', code, param]);
    expect(error.requestId).toMatch(/^req_/);
  });

  it('speaks 401 to a wrong key, 404 to unknown objects and addresses', async () => {
    const stranger = new Stripe('sk_test_somebodyElse', { host: '127.0.0.1', port: new URL(sandbox.urls.stripe).port, protocol: 'http', maxNetworkRetries: 0 });
    expect(await refusal(stranger.customers.list())).toMatchObject({ statusCode: 401, type: 'StripeAuthenticationError' });
    expect(await refusal(sdk.customers.retrieve('cus_none'))).toMatchObject({ statusCode: 404, code: 'resource_missing' });
    const answer = await fetch(`${sandbox.urls.stripe}/v1/nothing?key=${PUBLISHABLE_KEY}`);
    expect(answer.status).toBe(404);
    expect((await fetch(`${sandbox.urls.stripe}/v1/customers/%E0%A4`, { headers: { Authorization: `Bearer ${SECRET_KEY}` } })).status).toBe(404);
  });

  it('takes the old choice of methods at the old version only', async () => {
    const old = sandbox.sdk('2023-10-16');
    const params = { amount: 500, currency: 'usd', payment_method_types: ['card'] } as Stripe.PaymentIntentCreateParams;
    expect((await old.paymentIntents.create(params)).payment_method_types).toEqual(['card']);
  });
});

describe('lists', () => {
  it('pages through everything once, both ways', async () => {
    const customer = await sdk.customers.create({});
    const made: string[] = [];
    for (let place = 0; place < 25; place++) made.push((await newIntent({ customer: customer.id, metadata: { place: String(place) } })).id);
    const seen: string[] = [];
    for await (const intent of sdk.paymentIntents.list({ customer: customer.id, limit: 7 })) seen.push(intent.id);
    expect(seen).toEqual(made.toReversed());
    const back = await sdk.paymentIntents.list({ customer: customer.id, ending_before: seen[10] ?? '', limit: 4 });
    expect([back.data.map(({ id }) => id), back.has_more]).toEqual([seen.slice(6, 10), true]);
    const found = await sdk.paymentIntents.search({ query: `metadata["place"]:"13" AND customer:"${customer.id}"` });
    expect(found.data.map(({ id }) => id)).toEqual([made[13]]);
    await refusal(sdk.paymentIntents.list({ limit: 101 }));
  });
});
