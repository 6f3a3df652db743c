import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nastyCursors } from './nasties.js';
import { openTestServer } from './server.js';
import type { TestServer } from './server.js';

let bench: TestServer;
let customerId: string;
let customer: string;
let other: string;
let admin: string;

beforeAll(async () => {
  bench = await openTestServer({ factor: 1000 });
  customerId = await bench.customer();
  customer = await bench.token(['customer'], customerId);
  other = await bench.token(['customer'], await bench.customer('Bob'));
  admin = await bench.token(['admin']);
});
afterAll(() => bench.close());

async function intentFor(invoiceId: string, amount: number, headers: Record<string, string> = {}) {
  return bench.call('POST', '/api/payments/create-intent', { token: customer, body: { invoiceId, amount }, headers });
}

function intentIdOf(secret: unknown): string {
  return String(secret).split('_secret_')[0]!;
}

describe('payments of the portal document', () => {
  it('an invoice is paid: intent, browser, confirm', async () => {
    const invoice = await bench.invoice(customerId, 18_500n);
    const started = await intentFor(invoice.id, 185);
    expect(started.status, started.text).toBe(200);
    expect(started.body['clientSecret']).toMatch(/^pi_.+_secret_.+$/);
    const again = await intentFor(invoice.id, 185.0);
    expect(again.body).toEqual(started.body);
    const paymentIntentId = intentIdOf(started.body['clientSecret']);
    const early = await bench.call('POST', '/api/payments/confirm', { token: customer, body: { invoiceId: invoice.id, paymentIntentId } });
    expect([early.status, early.body]).toEqual([400, { error: 'Payment not successful' }]);
    await bench.payAtProcessor(String(started.body['clientSecret']));
    const confirmed = await bench.call('POST', '/api/payments/confirm', { token: customer, body: { invoiceId: invoice.id, paymentIntentId } });
    expect(confirmed.body).toEqual({ success: true, message: 'Payment confirmed and invoice updated', invoice: { id: invoice.id, customer_id: customerId, amount: 185 } });
    const paid = await intentFor(invoice.id, 185);
    expect([paid.status, paid.body]).toEqual([400, { error: 'Invoice already paid' }]);
    const foreign = await bench.call('POST', '/api/payments/confirm', { token: other, body: { invoiceId: invoice.id, paymentIntentId } });
    expect([foreign.status, foreign.body]).toEqual([404, { error: 'Invoice not found' }]);
  });

  it('says what is wrong in the words of the document', async () => {
    const invoice = await bench.invoice(customerId, 5_000n);
    const cases: [unknown, number, string][] = [
      [{}, 400, 'Missing required fields'],
      [undefined, 400, 'Missing required fields'],
      [{ invoiceId: invoice.id }, 400, 'Missing required fields'],
      [{ invoiceId: null, amount: 5 }, 400, 'Missing required fields'],
      [{ invoiceId: invoice.id, amount: '50' }, 400, 'Invalid amount'],
      [{ invoiceId: invoice.id, amount: true }, 400, 'Invalid amount'],
      [{ invoiceId: invoice.id, amount: 0 }, 400, 'Invalid amount'],
      [{ invoiceId: invoice.id, amount: -5 }, 400, 'Invalid amount'],
      [{ invoiceId: invoice.id, amount: 50.001 }, 400, 'Invalid amount'],
      [{ invoiceId: invoice.id, amount: 50.01 }, 400, 'Invalid amount'],
      [{ invoiceId: invoice.id, amount: 0.49 }, 400, 'Invalid amount'],
      [`{"invoiceId":"${invoice.id}","amount":1e400}`, 400, 'Invalid amount'],
      [`{"invoiceId":"${invoice.id}","amount":-0}`, 400, 'Invalid amount'],
      [{ invoiceId: 'nonsense', amount: 5 }, 404, 'Invoice not found'],
      [{ invoiceId: '123e4567-e89b-12d3-a456-426614174000', amount: 5 }, 404, 'Invoice not found'],
    ];
    for (const [body, status, error] of cases) {
      const said = await bench.call('POST', '/api/payments/create-intent', { token: customer, body });
      expect([said.status, said.body], JSON.stringify(body)).toEqual([status, { error }]);
    }
    const admins = await bench.call('POST', '/api/payments/create-intent', { token: admin, body: { invoiceId: invoice.id, amount: 50 } });
    expect([admins.status, admins.body]).toEqual([404, { error: 'Customer not found' }]);
  });

  it('saves, lists, chooses and removes cards of one’s own only', async () => {
    await intentFor((await bench.invoice(customerId, 900n)).id, 9);
    const me = await bench.call('GET', '/api/app/me', { token: customer });
    const cus = String((me.body['customer'] as Record<string, unknown>)['stripe_customer_id']);
    expect(cus).toMatch(/^cus_/);
    const setup = await bench.call('POST', '/api/payments/setup-intent', { token: customer, body: { customerId: cus } });
    expect(setup.body['clientSecret']).toMatch(/^seti_.+_secret_.+$/);
    for (const [token, id] of [[other, cus], [customer, 'cus_nobody'], [customer, 'cus_/../x']] as const) {
      const said = await bench.call('POST', '/api/payments/setup-intent', { token, body: { customerId: id } });
      expect([said.status, said.body]).toEqual([404, { error: 'Customer not found' }]);
    }
    const listed = await bench.call('GET', `/api/payments/methods?customerId=${cus}`, { token: customer });
    expect([listed.status, listed.body]).toEqual([200, { paymentMethods: [] }]);
    expect((await bench.call('GET', '/api/payments/methods', { token: customer })).body).toEqual({ error: 'Customer ID is required' });
    expect((await bench.call('GET', `/api/payments/methods?customerId=${cus}&customerId=${cus}`, { token: customer })).status).toBe(400);
    for (const method of ['DELETE', 'PATCH']) {
      const body = method === 'PATCH' && { body: { customerId: cus } };
      for (const path of ['/api/payments/methods', '/api/payments/methods/']) {
        const none = await bench.call(method, path, { token: customer, ...body });
        expect([none.status, none.body]).toEqual([400, { error: 'Payment method ID is required' }]);
      }
      const unknown = await bench.call(method, '/api/payments/methods/pm_unknown', { token: customer, ...body });
      expect([unknown.status, unknown.body]).toEqual([404, { error: 'Payment method not found' }]);
    }
    const noClaim = await bench.call('PATCH', '/api/payments/methods/pm_unknown', { token: customer, body: {} });
    expect([noClaim.status, noClaim.body]).toEqual([400, { error: 'Customer ID is required' }]);
  });

  it('answers a repeated request with the same answer, and only that one', async () => {
    const invoice = await bench.invoice(customerId, 7_700n);
    const headers = { 'idempotency-key': 'my-key-1' };
    const [one, two] = await Promise.all([intentFor(invoice.id, 77, headers), intentFor(invoice.id, 77, headers)]);
    expect([one.status, two.status]).toEqual([200, 200]);
    expect(one.body).toEqual(two.body);
    expect([one.headers['idempotency-replayed'], two.headers['idempotency-replayed']].filter(Boolean)).toEqual(['true']);
    const another = await intentFor(invoice.id, 70, headers);
    expect([another.status, another.body]).toEqual([400, { error: 'Idempotency-Key was already used with another request' }]);
    const theirs = await bench.call('POST', '/api/payments/create-intent', { token: other, body: { invoiceId: invoice.id, amount: 77 }, headers });
    expect(theirs.status).toBe(404);
    const refused = await intentFor(invoice.id, 78, { 'idempotency-key': 'my-key-2' });
    const refusedAgain = await intentFor(invoice.id, 78, { 'idempotency-key': 'my-key-2' });
    expect([refusedAgain.status, refusedAgain.body, refusedAgain.headers['idempotency-replayed']]).toEqual([refused.status, refused.body, 'true']);
    expect((await intentFor(invoice.id, 77, { 'idempotency-key': 'a b' })).status).toBe(400);
  });
});

describe('the web app', () => {
  it('shows customers theirs, staff everything, strangers nothing', async () => {
    const invoice = await bench.invoice(customerId, 12_300n);
    const own = await bench.call('GET', '/api/app/invoices?status=open&limit=100', { token: customer });
    expect(own.status, own.text).toBe(200);
    expect((own.body['items'] as { id: string }[]).map((item) => item.id)).toContain(invoice.id);
    const theirs = await bench.call('GET', '/api/app/invoices', { token: other });
    expect(theirs.body).toEqual({ items: [], next_cursor: null });
    const all = await bench.call('GET', '/api/app/invoices?limit=1', { token: admin });
    expect((all.body['items'] as unknown[]).length).toBe(1);
    expect(all.body['next_cursor']).toBeTypeOf('string');
    const next = await bench.call('GET', `/api/app/invoices?limit=1&cursor=${String(all.body['next_cursor'])}`, { token: admin });
    expect(next.status).toBe(200);
    for (const cursor of ['junk', ...nastyCursors]) expect([200, 400], cursor).toContain((await bench.call('GET', `/api/app/invoices?cursor=${cursor}`, { token: admin })).status);
    expect((await bench.call('GET', '/api/app/invoices?limit=0', { token: admin })).status).toBe(400);
    const details = await bench.call('GET', `/api/app/invoices/${invoice.id}`, { token: customer });
    expect(details.body).toMatchObject({ id: invoice.id, status: 'pending', total: 123, amount_due: 123, lines: [{ amount: 123 }], payments: [], credit_notes: [] });
    expect((await bench.call('GET', `/api/app/invoices/${invoice.id}`, { token: other })).body).toMatchObject({ status: 404, code: 'invoice_not_found' });
    const barber = await bench.token(['barber']);
    expect((await bench.call('GET', '/api/app/invoices', { token: barber })).body).toMatchObject({ status: 404, code: 'customer_not_found' });
    const me = await bench.call('GET', '/api/app/me', { token: barber });
    expect(me.body).toMatchObject({ user: { name: 'Jane', roles: ['barber'] }, customer: null, points: null });
    expect((await bench.call('GET', '/api/app/config')).body).toMatchObject({ mode: 'demo', business: { currency: 'USD' }, demo_logins: [] });
  });

  it('charges a saved card and gives the money back', async () => {
    const invoice = await bench.invoice(customerId, 10_000n);
    const me = await bench.call('GET', '/api/app/me', { token: customer });
    const cus = String((me.body['customer'] as Record<string, unknown>)['stripe_customer_id']);
    const card = await savedCard(cus);
    const foreign = await bench.call('POST', `/api/app/invoices/${invoice.id}/pay`, { token: other, body: { payment_method_id: card } });
    expect(foreign.status).toBe(404);
    const headers = { 'idempotency-key': 'pay-1' };
    const paid = await bench.call('POST', `/api/app/invoices/${invoice.id}/pay`, { token: customer, body: { payment_method_id: card }, headers });
    expect(paid.body, paid.text).toMatchObject({ status: 'succeeded', client_secret: null, invoice_status: 'paid' });
    const again = await bench.call('POST', `/api/app/invoices/${invoice.id}/pay`, { token: customer, body: { payment_method_id: card }, headers });
    expect(again.body).toEqual(paid.body);
    const paymentId = String(paid.body['payment_id']);
    expect((await bench.call('GET', `/api/app/payments/${paymentId}`, { token: customer })).body).toMatchObject({ status: 'succeeded', amount: 100, invoice_ids: [invoice.id] });
    expect((await bench.call('GET', `/api/app/payments/${paymentId}`, { token: other })).status).toBe(404);
    const denied = await bench.call('POST', `/api/app/payments/${paymentId}/refund`, { token: customer, body: {} });
    expect([denied.status, denied.body['code']]).toEqual([403, 'permission_missing']);
    const refund = await bench.call('POST', `/api/app/payments/${paymentId}/refund`, { token: admin, body: { amount: 40, reason: 'late' } });
    expect(refund.body, refund.text).toMatchObject({ status: 'succeeded', amount: 40, payment: { amount_refunded: 40 }, credit_note: { amount: 40 } });
    const tooMuch = await bench.call('POST', `/api/app/payments/${paymentId}/refund`, { token: admin, body: { amount: 60.01 } });
    expect([tooMuch.status, tooMuch.body['code']]).toEqual([409, 'refund_exceeds_payment']);
    expect(String(tooMuch.headers['content-type'])).toContain('application/problem+json');
    expect(bench.faults).toEqual([]);
  });
});

describe('a key whose first call came to nothing', () => {
  async function fault(mode: string, path: string) {
    await fetch(`${bench.sandbox.urls.stripe}/_sandbox/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ mode, method: 'POST', path, count: 1 }) });
  }
  const cus = async () => String(((await bench.call('GET', '/api/app/me', { token: customer })).body['customer'] as Record<string, unknown>)['stripe_customer_id']);

  it('charges when it comes again, also for another invoice', async () => {
    const [one, two] = [await bench.invoice(customerId, 2_000n), await bench.invoice(customerId, 3_000n)];
    const card = await savedCard(await cus());
    const pay = (id: string, key: string) => bench.call('POST', `/api/app/invoices/${id}/pay`, { token: customer, body: { payment_method_id: card }, headers: { 'idempotency-key': key } });
    await fault('unauthorized', '^/v1/payment_intents$');
    const refused = await pay(one.id, 'again-1');
    expect([refused.status, refused.body['code']]).toEqual([502, 'processor_unavailable']);
    expect((await pay(one.id, 'again-1')).body, 'the same wish').toMatchObject({ status: 'succeeded' });
    await fault('unauthorized', '^/v1/payment_intents$');
    expect((await pay(two.id, 'again-2')).status).toBe(502);
    const other = await bench.invoice(customerId, 4_000n);
    const paid = await pay(other.id, 'again-2');
    expect(paid.body, 'another wish').toMatchObject({ status: 'succeeded', invoice_status: 'paid' });
    expect((await bench.call('GET', `/api/app/payments/${String(paid.body['payment_id'])}`, { token: customer })).body).toMatchObject({ invoice_ids: [other.id], amount: 40 });
    expect((await pay(two.id, 'again-2')).body).toMatchObject({ code: 'idempotency_key_reused' });
  });

  it('gives back when it comes again', async () => {
    const invoice = await bench.invoice(customerId, 5_000n);
    const card = await savedCard(await cus());
    const paid = await bench.call('POST', `/api/app/invoices/${invoice.id}/pay`, { token: customer, body: { payment_method_id: card } });
    const refund = () => bench.call('POST', `/api/app/payments/${String(paid.body['payment_id'])}/refund`, { token: admin, body: {}, headers: { 'idempotency-key': 'refund-1' } });
    await fault('unauthorized', '^/v1/refunds$');
    expect((await refund()).status).toBe(502);
    const done = await refund();
    expect(done.body, done.text).toMatchObject({ status: 'succeeded', amount: 50 });
    expect((await refund()).body).toEqual(done.body);
  });

  it('an error that the processor repeats for a day keeps nobody from paying', async () => {
    const fault = (body: object) => fetch(`${bench.sandbox.urls.stripe}/_sandbox/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ method: 'POST', path: '^/v1/payment_intents$', ...body }) });
    const invoice = await bench.invoice(customerId, 7_000n);
    await fault({ mode: 'error500_after', keep: true });
    const first = await intentFor(invoice.id, 70);
    expect([first.status, first.body]).toEqual([500, { error: 'Failed to create payment intent' }]);
    await fetch(`${bench.sandbox.urls.stripe}/_sandbox/faults`, { method: 'DELETE' });
    const second = await intentFor(invoice.id, 70);
    expect(second.status, second.text).toBe(200);
    await bench.payAtProcessor(String(second.body['clientSecret']));
    const confirmed = await bench.call('POST', '/api/payments/confirm', { token: customer, body: { invoiceId: invoice.id.toUpperCase(), paymentIntentId: intentIdOf(second.body['clientSecret']) } });
    expect(confirmed.body, confirmed.text).toMatchObject({ success: true, invoice: { id: invoice.id, amount: 70 } });
  });

  it('a form that the processor never made is given up after two minutes', async () => {
    const invoice = await bench.invoice(customerId, 7_500n);
    await fetch(`${bench.sandbox.urls.stripe}/_sandbox/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ method: 'POST', path: '^/v1/payment_intents$', mode: 'error500_before', times: 100 }) });
    expect((await intentFor(invoice.id, 75)).status).toBe(500);
    expect((await intentFor(invoice.id, 75)).status).toBe(500);
    bench.clock.advance(121_000);
    expect((await intentFor(invoice.id, 75)).status, 'it is given up').toBe(500);
    await fetch(`${bench.sandbox.urls.stripe}/_sandbox/faults`, { method: 'DELETE' });
    const { rows } = await bench.pool.query('SELECT state, count(*)::int AS n FROM payments p JOIN payment_targets t ON t.payment_id = p.id WHERE t.subject_id = $1 GROUP BY state', [invoice.id]);
    expect(rows).toEqual([{ state: 'failed', n: 1 }]);
    const again = await intentFor(invoice.id.toUpperCase(), 75);
    expect(again.status, again.text).toBe(200);
  });

  it('an unknown outcome is no error, and the same answer again', async () => {
    const invoice = await bench.invoice(customerId, 6_000n);
    const card = await savedCard(await cus());
    await fetch(`${bench.sandbox.urls.stripe}/_sandbox/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ mode: 'error500_after', method: 'POST', path: '^/v1/payment_intents$', keep: true }) });
    const pay = () => bench.call('POST', `/api/app/invoices/${invoice.id}/pay`, { token: customer, body: { payment_method_id: card }, headers: { 'idempotency-key': 'unknown-1' } });
    const first = await pay();
    expect([first.status, first.body['status']], first.text).toEqual([200, 'pending']);
    await fetch(`${bench.sandbox.urls.stripe}/_sandbox/faults`, { method: 'DELETE' });
    expect((await pay()).body).toEqual(first.body);
    const again = await bench.call('POST', `/api/app/invoices/${invoice.id}/pay`, { token: customer, body: { payment_method_id: card } });
    expect([200, 409]).toContain(again.status);
  });
});

describe('webhooks of Stripe', () => {
  const paths = [
    ['/api/webhooks/stripe', { received: true }, { error: 'Invalid signature', message: 'Webhook signature verification failed' }],
    ['/billing/webhooks/stripe', { received: true }, { error: { code: 'WEBHOOK_SIGNATURE_INVALID', message: 'Invalid webhook signature' } }],
    ['/api/stripe/webhook', { success: true }, { success: false, error: 'Invalid signature' }],
  ] as const;

  it.each(paths)('%s takes what is signed and nothing else', async (path, success, refusal) => {
    const body = JSON.stringify({ id: `evt_${path.length}`, object: 'event', type: 'customer.created', livemode: false, data: { object: { id: 'cus_1', object: 'customer' } } });
    const time = Math.floor(Date.now() / 1000);
    const signature = `t=${time},v1=${createHmac('sha256', bench.webhookSecret).update(`${time}.${body}`).digest('hex')}`;
    const taken = await bench.call('POST', path, { body, headers: { 'stripe-signature': signature } });
    expect([taken.status, taken.body], taken.text).toEqual([200, success]);
    const twice = await bench.call('POST', path, { body, headers: { 'stripe-signature': signature } });
    expect([twice.status, twice.body]).toEqual([200, success]);
    for (const headers of [{}, { 'stripe-signature': signature.replace(/.$/, 'x') }, { 'stripe-signature': '' }] as Record<string, string>[]) {
      const refused = await bench.call('POST', path, { body, headers });
      expect([refused.status, refused.body]).toEqual([400, refusal]);
    }
    const changed = await bench.call('POST', path, { body: `${body} `, headers: { 'stripe-signature': signature } });
    expect(changed.status).toBe(400);
  });
});

/** As Stripe.js would: a card saved through a setup intent. */
async function savedCard(customerExternalId: string): Promise<string> {
  const setup = await bench.call('POST', '/api/payments/setup-intent', { token: customer, body: { customerId: customerExternalId } });
  const secret = String(setup.body['clientSecret']);
  const response = await fetch(`${bench.sandbox.urls.stripe}/v1/setup_intents/${intentIdOf(secret)}/confirm`, {
    method: 'POST',
    body: new URLSearchParams({
      key: bench.publishableKey, client_secret: secret, 'payment_method_data[type]': 'card', 'payment_method_data[card][number]': '4242424242424242',
      'payment_method_data[card][exp_month]': '12', 'payment_method_data[card][exp_year]': '2034', 'payment_method_data[card][cvc]': '123',
    }),
  });
  return String(((await response.json()) as Record<string, unknown>)['payment_method']);
}
