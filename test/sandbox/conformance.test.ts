import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missingPapers, specsFolder } from '../papers.js';
import { recordingClient, specOf, type Exchange } from './spec.js';
import { fillIn, openCheckout } from './checkout-payer.js';
import { asPage, removeFolder, startReceiver, startTestSandbox, typedCard, VERSIONS, type Received, type Running } from './start.js';
import { until } from '../until.js';

const missing = missingPapers(specsFolder);

/** Every operation that the sandbox speaks, through the official SDK, at both versions. */
describe.skipIf(missing !== undefined).each(VERSIONS)('the wire at %s', (version) => {
  const exchanges: Exchange[] = [];
  let sandbox: Running;
  let hooks: Awaited<ReturnType<typeof startReceiver>>;
  let sdk: Stripe;

  beforeAll(async () => {
    hooks = await startReceiver();
    sandbox = await startTestSandbox({ webhookTargets: [hooks.url], apiVersion: version });
    sdk = sandbox.sdk(version, { httpClient: recordingClient(exchanges) });
    await everyOperation(sdk, sandbox.urls.stripe);
    await checkouts(sdk, sandbox);
    await until(async () => (await sandbox.control<{ pending_deliveries: number }>('GET', 'health')).pending_deliveries === 0, { what: 'all events' });
  });

  afterAll(async () => {
    await sandbox.close();
    await hooks.close();
    removeFolder(sandbox.directory);
  });

  it('sends only what Stripe describes', () => {
    const { requests } = specOf(version);
    const complaints = exchanges.filter(known).flatMap((exchange) => requests.complaints(exchange).map((text) => `${exchange.method} ${exchange.url}: ${text}`));
    expect(complaints).toEqual([]);
    expect(exchanges.length).toBeGreaterThan(60);
  });

  it('answers only what Stripe describes', () => {
    const { answers } = specOf(version);
    const complaints = exchanges.filter(known).flatMap((exchange) => answers.complaints(exchange).map((text) => `${exchange.method} ${exchange.url} ${exchange.status}: ${text}`));
    expect([...new Set(complaints)]).toEqual([]);
  });

  it('announces only what Stripe describes, at the version of the receiver', () => {
    const { answers } = specOf(version);
    const complaints = hooks.received.flatMap(({ event }) => answers.event(event).map((text) => `${event.type}: ${text}`));
    expect([...new Set(complaints)]).toEqual([]);
    expect(new Set(hooks.received.map(({ event }) => event.api_version))).toEqual(new Set([version]));
    expect(typesOf(hooks.received)).toEqual(EVERY_TYPE);
  });
});

describe.skipIf(missing !== undefined)('the judge', () => {
  it.each(VERSIONS)('sees a foreign field, a missing one and a wrong type at %s', async (version) => {
    const sandbox = await startTestSandbox();
    const exchanges: Exchange[] = [];
    await sandbox.sdk(version, { httpClient: recordingClient(exchanges) }).customers.create({ name: 'Ada' });
    await sandbox.close();
    removeFolder(sandbox.directory);
    const [exchange] = exchanges;
    if (!exchange) throw new Error('nothing was recorded');
    const customer = exchange.answer as Record<string, unknown>;
    const judge = (answer: unknown): number => specOf(version).answers.complaints({ ...exchange, answer }).length;
    expect(judge(customer)).toBe(0);
    expect(judge({ ...customer, colour: 'red' })).toBeGreaterThan(0);
    expect(judge({ ...customer, created: undefined, livemode: 'no' })).toBeGreaterThan(0);
    expect(specOf(version).requests.complaints({ method: 'POST', url: '/v1/customers', body: 'colour=red' })).not.toEqual([]);
  });
});

/** Searching is not part of the descriptions. */
const known = ({ url, status }: Exchange): boolean => !url.includes('/search') && status !== 429;

const typesOf = (received: Received[]): string[] => [...new Set(received.map(({ event }) => event.type))].sort();

const EVERY_TYPE = [
  'charge.captured', 'charge.dispute.closed', 'charge.dispute.created', 'charge.dispute.funds_withdrawn', 'charge.dispute.updated',
  'charge.failed', 'charge.refund.updated', 'charge.refunded', 'charge.succeeded',
  'checkout.session.async_payment_failed', 'checkout.session.async_payment_succeeded', 'checkout.session.completed', 'checkout.session.expired',
  'customer.created', 'customer.deleted', 'customer.updated',
  'payment_intent.amount_capturable_updated', 'payment_intent.canceled', 'payment_intent.created', 'payment_intent.payment_failed', 'payment_intent.processing',
  'payment_intent.requires_action', 'payment_intent.succeeded',
  'payment_method.attached', 'payment_method.detached', 'payment_method.updated',
  'refund.created', 'refund.updated',
  'setup_intent.canceled', 'setup_intent.created', 'setup_intent.requires_action', 'setup_intent.setup_failed', 'setup_intent.succeeded',
];

const RETURN = 'https://shop.example/back';

async function everyOperation(sdk: Stripe, url: string): Promise<void> {
  const customer = await customers(sdk);
  const method = await methods(sdk, customer);
  await payments(sdk, customer, method, url);
  await refusals(sdk, customer);
  await setups(sdk, customer, url);
  await disputes(sdk);
  await lists(sdk, customer);
}

async function customers(sdk: Stripe): Promise<string> {
  const address = { line1: '1 Main St', city: 'Springfield', country: 'US', postal_code: '12345', state: 'IL' };
  const customer = await sdk.customers.create({ email: 'ada@example.com', name: 'Ada', phone: '+15550100', address, metadata: { user: '7' }, preferred_locales: ['en'] });
  await sdk.customers.update(customer.id, { name: 'Ada Lovelace', metadata: { user: '', plan: 'gold' }, shipping: { name: 'Ada', address } });
  await sdk.customers.retrieve(customer.id);
  const gone = await sdk.customers.create({ payment_method: 'pm_card_visa' });
  await sdk.customers.del(gone.id);
  await sdk.customers.retrieve(gone.id);
  return customer.id;
}

async function methods(sdk: Stripe, customer: string): Promise<string> {
  const method = await sdk.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' }, billing_details: { name: 'Ada', email: 'ada@example.com', address: { country: 'US' } } });
  await sdk.paymentMethods.attach(method.id, { customer });
  await sdk.paymentMethods.update(method.id, { metadata: { label: 'main' }, billing_details: { phone: '+15550101' } });
  await sdk.customers.update(customer, { invoice_settings: { default_payment_method: method.id } });
  await sdk.customers.retrieve(customer, { expand: ['invoice_settings.default_payment_method'] });
  await sdk.paymentMethods.retrieve(method.id, { expand: ['customer'] });
  await sdk.customers.retrievePaymentMethod(customer, method.id);
  const second = await sdk.paymentMethods.attach('pm_card_mastercard', { customer });
  await sdk.paymentMethods.detach(second.id);
  return method.id;
}

async function payments(sdk: Stripe, customer: string, method: string, url: string): Promise<void> {
  const intent = await sdk.paymentIntents.create({ amount: 2500, currency: 'usd', customer, description: 'A cut', metadata: { payment: 'p1' }, receipt_email: 'ada@example.com', automatic_payment_methods: { enabled: true }, statement_descriptor_suffix: 'CUT', setup_future_usage: 'off_session', shipping: { name: 'Ada', address: { line1: '1 Main St' } } });
  await sdk.paymentIntents.update(intent.id, { amount: 2600, metadata: { note: 'x' } });
  await asPage(url, `/v1/payment_intents/${intent.id}/confirm`, { client_secret: intent.client_secret ?? '', ...typedCard('5555555555554444') });
  const paid = await sdk.paymentIntents.retrieve(intent.id, { expand: ['latest_charge.balance_transaction', 'payment_method', 'customer', 'latest_charge.refunds'] });
  const charge = (paid.latest_charge as Stripe.Charge).id;
  await sdk.charges.retrieve(charge, { expand: ['balance_transaction', 'payment_intent'] });
  const part = await sdk.refunds.create({ payment_intent: intent.id, amount: 600, reason: 'requested_by_customer', metadata: { refund: 'r1' } });
  await sdk.refunds.create({ charge });
  await sdk.refunds.update(part.id, { metadata: { seen: 'yes' } });
  await sdk.refunds.retrieve(part.id, { expand: ['charge', 'payment_intent', 'balance_transaction'] });
  const saved = await sdk.paymentIntents.create({ amount: 1200, currency: 'usd', customer, payment_method: method, confirm: true, off_session: true, expand: ['latest_charge'] });
  await sdk.balanceTransactions.retrieve(String((saved.latest_charge as Stripe.Charge).balance_transaction), { expand: ['source'] });
  const held = await sdk.paymentIntents.create({ amount: 900, currency: 'eur', customer, payment_method: method, confirm: true, capture_method: 'manual', return_url: RETURN });
  await sdk.paymentIntents.capture(held.id, { amount_to_capture: 800 });
  const canceled = await sdk.paymentIntents.create({ amount: 5000, currency: 'usd' });
  await sdk.paymentIntents.cancel(canceled.id, { cancellation_reason: 'abandoned' });
  const asked = await sdk.paymentIntents.create({ amount: 700, currency: 'usd', payment_method: 'pm_card_authenticationRequired', confirm: true, return_url: RETURN });
  await sdk.paymentIntents.retrieve(asked.id, { expand: ['payment_method'] });
  await sdk.paymentIntents.create({ amount: 700, currency: 'usd', payment_method: 'pm_card_authenticationRequired', confirm: true, use_stripe_sdk: true });
}

async function refusals(sdk: Stripe, customer: string): Promise<void> {
  const refused = async (act: Promise<unknown>): Promise<void> => void expect(await act.catch((error: unknown) => error)).toBeInstanceOf(Error);
  await refused(sdk.paymentIntents.create({ amount: 700, currency: 'usd', payment_method: 'pm_card_chargeDeclined', confirm: true, return_url: RETURN }));
  await refused(sdk.paymentIntents.create({ amount: 700, currency: 'usd', payment_method: 'pm_card_threeDSecureRequired', confirm: true, off_session: true }));
  await refused(sdk.paymentIntents.create({ amount: 10, currency: 'usd' }));
  await refused(sdk.paymentIntents.retrieve('pi_missing'));
  await refused(sdk.paymentIntents.create({ amount: 700, currency: 'usd', customer: 'cus_missing' }));
  await refused(sdk.paymentIntents.create({ amount: 700, currency: 'usd', payment_method: 'pm_unknown', confirm: true, return_url: RETURN }));
  await refused(sdk.setupIntents.create({ customer, payment_method: 'pm_card_chargeDeclined', confirm: true, return_url: RETURN }));
  await refused(sdk.refunds.create({ payment_intent: 'pi_missing' }));
  const key = { idempotencyKey: `once-${Math.random()}` };
  await sdk.customers.create({ name: 'One' }, key);
  await sdk.customers.create({ name: 'One' }, key);
  await refused(sdk.customers.create({ name: 'Other' }, key));
}

async function setups(sdk: Stripe, customer: string, url: string): Promise<void> {
  const setup = await sdk.setupIntents.create({ customer, usage: 'off_session', metadata: { card: 'new' }, automatic_payment_methods: { enabled: true } });
  await asPage(url, `/v1/setup_intents/${setup.id}/confirm`, { client_secret: setup.client_secret ?? '', return_url: RETURN, ...typedCard('4000002500003155') });
  await sdk.setupIntents.retrieve(setup.id, { expand: ['payment_method', 'customer'] });
  await sdk.setupIntents.update(setup.id, { metadata: { card: 'newer' } });
  const done = await sdk.setupIntents.create({ customer, payment_method: 'pm_card_visa', confirm: true, return_url: RETURN });
  await sdk.setupIntents.retrieve(done.id);
  const left = await sdk.setupIntents.create({});
  await sdk.setupIntents.cancel(left.id, { cancellation_reason: 'abandoned' });
}

async function disputes(sdk: Stripe): Promise<void> {
  const paid = await sdk.paymentIntents.create({ amount: 4000, currency: 'usd', payment_method: 'pm_card_createDispute', confirm: true, return_url: RETURN });
  const [dispute] = (await sdk.disputes.list({ payment_intent: paid.id })).data;
  await sdk.disputes.retrieve(dispute?.id ?? '', { expand: ['charge', 'payment_intent'] });
  await sdk.disputes.update(dispute?.id ?? '', { evidence: { customer_name: 'Ada' }, submit: false });
  await sdk.disputes.close(dispute?.id ?? '');
}

async function checkouts(sdk: Stripe, sandbox: Running): Promise<void> {
  const customer = await sdk.customers.create({ email: 'ada@example.com', name: 'Ada' });
  const open = (more: object = {}) => openCheckout(sdk, more);
  const first = await open({ customer: customer.id, payment_intent_data: { description: 'A course', metadata: { order: 'o1' } }, metadata: { order: 'o1' }, client_reference_id: 'o1', expires_at: Math.floor(Date.now() / 1000) + 3600 });
  await fillIn(first, '4000000000000002');
  await fillIn(first, '4242424242424242');
  await sdk.checkout.sessions.retrieve(first.id, { expand: ['payment_intent', 'line_items', 'customer'] });
  await sdk.checkout.sessions.listLineItems(first.id);
  const second = await open({ customer_email: 'ada@example.com', billing_address_collection: 'auto', submit_type: 'pay' });
  await fillIn(second, '4000000000000002');
  await sdk.checkout.sessions.expire(second.id);
  expect(await sdk.checkout.sessions.expire(second.id).catch((error: unknown) => error)).toBeInstanceOf(Error);
  for (const decline_code of [undefined, 'insufficient_funds']) {
    await sandbox.control('POST', 'faults', { mode: 'processing', path: 'payment_pages', count: 1 });
    const late = await open();
    await fillIn(late, '4242424242424242');
    const { payment_intent: intent } = await sdk.checkout.sessions.retrieve(late.id);
    await sandbox.control('POST', `payment_intents/${String(intent)}/decide`, { decline_code });
  }
  await sdk.checkout.sessions.list({ limit: 3 });
  await sdk.checkout.sessions.list({ payment_intent: String((await sdk.checkout.sessions.retrieve(first.id)).payment_intent), expand: ['data.payment_intent'] });
}

async function lists(sdk: Stripe, customer: string): Promise<void> {
  const first = await sdk.paymentIntents.list({ limit: 2, expand: ['data.latest_charge', 'data.customer'] });
  await sdk.paymentIntents.list({ limit: 2, starting_after: first.data[1]?.id ?? '' });
  await sdk.paymentIntents.list({ customer, created: { gte: 1 } });
  await sdk.paymentIntents.search({ query: "metadata['payment']:'p1'" });
  await sdk.setupIntents.list({ customer });
  await sdk.customers.list({ email: 'ada@example.com' });
  await sdk.customers.listPaymentMethods(customer, { type: 'card' });
  await sdk.paymentMethods.list({ customer, type: 'card' });
  await sdk.charges.list({ limit: 100 });
  await sdk.refunds.list({ limit: 3 });
  await sdk.balanceTransactions.list({ type: 'charge' });
  await sdk.disputes.list();
  const events = await sdk.events.list({ types: ['payment_intent.succeeded', 'charge.refunded'] });
  await sdk.events.retrieve(events.data[0]?.id ?? '');
  const endpoint = await sdk.webhookEndpoints.create({ url: 'http://127.0.0.1:9/none', enabled_events: ['checkout.session.completed'], description: 'x' });
  await sdk.webhookEndpoints.update(endpoint.id, { enabled_events: ['charge.failed'], disabled: true });
  await sdk.webhookEndpoints.retrieve(endpoint.id);
  await sdk.webhookEndpoints.list();
  await sdk.webhookEndpoints.del(endpoint.id);
  await sdk.accounts.retrieveCurrent();
  await sdk.balance.retrieve();
}
