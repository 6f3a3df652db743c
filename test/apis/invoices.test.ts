import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allowCharging, changeBillingSettings } from '../../src/core/billing/index.js';
import { draftInvoice, payInvoices } from '../../src/core/invoices/index.js';
import { ensureProcessorCustomer } from '../../src/core/payments/index.js';
import { publicLinks } from '../../src/core/public-links/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { verifyBooks } from '../../src/core/verification/index.js';
import { newId } from '../../src/kernel/ids.js';
import { OWN_ORIGIN, openTestServer } from '../contract/server.js';
import type { Answer, TestServer } from '../contract/server.js';
import { oneDay } from '../one-day.js';

let s: TestServer;
let admin: string;
beforeAll(async () => {
  s = await openTestServer({ factor: 1_000 });
  admin = await s.token(['admin']);
});
afterAll(() => s.close());

async function client() {
  const id = await s.customer();
  return { id, token: await s.token(['customer'], id) };
}

/** A card that the processor keeps for this customer. */
async function cardOf(customerId: string, kind = 'visa'): Promise<string> {
  const customer = await ensureProcessorCustomer(s.world, customerId, s.processor);
  const response = await fetch(`${s.sandbox.urls.stripe}/v1/payment_methods/pm_card_${kind}/attach`, { method: 'POST', headers: { authorization: `Bearer ${s.secretKey}` }, body: new URLSearchParams({ customer }) });
  return ((await response.json()) as { id: string }).id;
}

const draft = (customerId: string) => s.world.transact((tx) => draftInvoice(tx, { customerId, lines: [{ description: 'Work', quantity: 2, unitPrice: 5_000n, taxPpm: 100_000 }], milestone: 'Kickoff', memo: 'Thank you', actor: SYSTEM }));
const said = ({ status, body }: Answer) => [status, ...Object.values((body['error'] ?? { code: body['code'] }) as object).slice(0, 2)];

describe('invoices of the billing document', () => {
  it('are a bare array with their number, drafts for admins only', async () => {
    const [own, other] = [await client(), await client()];
    const issued = await s.invoice(own.id, 10_000n);
    const { id: hidden } = await draft(own.id);
    const mine = await s.call('GET', `/billing/invoices/customer/${own.id}`, { token: own.token });
    expect([mine.status, mine.headers['x-total-count'], (mine.body as unknown as { id: string }[]).map((one) => one.id)]).toEqual([200, '1', [issued.id]]);
    const all = await s.call('GET', `/billing/invoices/customer/${own.id}?limit=1&offset=1`, { token: admin });
    expect([all.headers['x-total-count'], (all.body as unknown as unknown[]).length]).toEqual(['2', 1]);
    expect((await s.call('GET', `/billing/invoices/customer/${own.id}?status=draft`, { token: admin })).body).toMatchObject([
      { id: hidden, invoice_number: 'DRAFT', status: 'draft', amount: 100, tax_amount: 10, total_amount: 110, milestone: 'Kickoff', description: 'Thank you', line_items: [{ quantity: 2, unit_price: 50, amount: 100 }] },
    ]);
    for (const [path, token] of [[`/billing/invoices/${hidden}`, own.token], [`/billing/invoices/${issued.id}`, other.token], [`/billing/invoices/${newId()}`, admin], ['/billing/invoices/none', own.token]] as const) {
      expect(said(await s.call('GET', path, { token })), path).toEqual([404, 'NOT_FOUND', 'Invoice not found']);
    }
    expect(said(await s.call('GET', `/billing/invoices/customer/${own.id}`, { token: other.token }))).toEqual([404, 'NOT_FOUND', 'Customer not found']);
    expect((await s.call('GET', `/billing/invoices/customer/${own.id}?limit=0`, { token: own.token })).status).toBe(400);
  });

  it('take infrastructure costs while nobody has paid, and no form then charges the old amount', async () => {
    const { id: customerId, token } = await client();
    const invoice = await s.invoice(customerId, [{ description: 'Work', quantity: 1, unitPrice: 10_000n, taxPpm: 100_000 }]);
    const form = await payInvoices(s.world, { customerId, lines: [{ invoiceId: invoice.id }], actor: SYSTEM });
    const path = `/billing/invoices/${invoice.id}/infrastructure-costs`;
    const put = (costs: unknown, as = admin) => s.call('PUT', path, { token: as, body: { infrastructure_costs: costs } });
    expect((await put(120.5)).body).toMatchObject({ infrastructure_costs: 120.5, tax_amount: 22.05, total_amount: 242.55, amount: 100 });
    expect((await s.payAtProcessor(form.clientSecret!)).status).toBe(400);
    for (const wrong of [-1, '12', null, 1.005, 1e30]) expect((await put(wrong)).status, String(wrong)).toBe(400);
    expect((await put(1, token)).status).toBe(403);
    const paid = await s.call('POST', '/billing/pay-invoice', { token, body: { invoice_id: invoice.id, payment_method_id: await cardOf(customerId) } });
    expect(paid.body).toMatchObject({ status: 'succeeded', client_secret: null, invoice: { status: 'paid', amount_paid: 242.55, payment_method: 'card' } });
    expect(said(await put(1))).toEqual([409, 'INVOICE_NOT_EDITABLE', 'Invoice can no longer be changed']);
  });
});

describe('paying an invoice', () => {
  it('charges once, answers a decline with 402 and a question of the bank with its secret', async () => {
    const { id: customerId, token } = await client();
    const [invoice, asked, refused] = [await s.invoice(customerId, 5_000n), await s.invoice(customerId, 5_000n), await s.invoice(customerId, 5_000n)];
    const pay = (id: string, card?: string, key?: string) => s.call('POST', '/billing/pay-invoice', { token, body: { invoice_id: id, ...(card && { payment_method_id: card }) }, headers: key ? { 'idempotency-key': key } : {} });
    const card = await cardOf(customerId);
    const first = await pay(invoice.id, card, 'once');
    expect(first.body).toMatchObject({ status: 'succeeded', payment_intent_id: expect.stringMatching(/^pi_/), invoice: { status: 'paid', stripe_payment_intent_id: expect.stringMatching(/^pi_/) } });
    expect((await pay(invoice.id, card, 'once')).body).toEqual(first.body);
    expect(said(await pay(invoice.id, card))).toEqual([409, 'INVOICE_ALREADY_PAID', 'Invoice already paid']);
    expect((await pay(asked.id, await cardOf(customerId, 'threeDSecureRequired'))).body).toMatchObject({ status: 'requires_action', client_secret: expect.stringContaining('_secret_'), invoice: { status: 'pending' } });
    expect(said(await pay(refused.id, await cardOf(customerId, 'chargeCustomerFail')))).toEqual([402, 'PAYMENT_FAILED', 'Payment failed']);
    expect((await pay(refused.id)).body).toMatchObject({ status: 'requires_action', client_secret: expect.stringContaining('_secret_') });
    expect(said(await pay(refused.id, 'pm_none'))).toEqual([404, 'NOT_FOUND', 'Payment method not found']);
  });

  it('is refused above what cards take, at every door, and the processor never hears of it; a part of it may be paid', async () => {
    const { id: customerId, token } = await client();
    const [large, part, rest] = [await s.invoice(customerId, 100_000_000n), await s.invoice(customerId, 99_999_999n), await s.invoice(customerId, 50n)];
    const card = await cardOf(customerId);
    await s.world.transact((tx) => allowCharging(tx, { customerId, methodId: card, evidence: { said: 'yes' } }, SYSTEM));
    const link = publicLinks({ keys: s.identity.keys, publicUrl: OWN_ORIGIN }).tokenFor({ kind: 'invoice', id: large.id });
    const together = [{ id: part.id }, { id: rest.id }];
    const doors: [string, string | undefined, object | undefined][] = [
      ['/billing/pay-invoice', token, { invoice_id: large.id }], ['/billing/pay-invoice', admin, { invoice_id: large.id, payment_method_id: card }],
      ['/api/payments/create-intent', token, { invoiceId: large.id, amount: 1_000_000 }], [`/api/app/invoices/${large.id}/pay`, token, { payment_method_id: card }],
      ['/api/app/payments/intent', token, { invoices: together }], ['/api/app/payments', token, { invoices: together, payment_method_id: card }], [`/api/app/public/${link}/invoice/pay`, undefined, undefined],
    ];
    for (const [path, as, body] of doors) {
      const { status, text } = await s.call('POST', path, { token: as, body });
      expect([status, text], path).toEqual([400, expect.stringMatching(/(message|detail)":"[^"]* card can pay at once\.?"|"error":"Invalid amount"/)]);
    }
    expect((await s.pool.query('SELECT count(*) FROM payments WHERE customer_id = $1', [customerId])).rows).toEqual([{ count: 0n }]);
    expect((await s.call('POST', '/api/app/payments', { token, body: { invoices: [{ id: large.id, amount: 999_999.99 }], payment_method_id: card } })).body, 'a cent would be left that no card takes').toMatchObject({ status: 400, code: 'amount_invalid' });
    expect((await s.call('POST', '/api/app/payments', { token, body: { invoices: [{ id: large.id, amount: 999_999.5 }], payment_method_id: card } })).body).toMatchObject({ status: 'succeeded', amount: 999_999.5 });
  });

  it('lets an admin charge only the card its holder allowed, of the invoice’s own customer', async () => {
    const [own, other] = [await client(), await client()];
    const invoice = await s.invoice(own.id, 5_000n);
    const [card, foreign] = [await cardOf(own.id), await cardOf(other.id)];
    const pay = (body: object) => s.call('POST', '/billing/pay-invoice', { token: admin, body: { invoice_id: invoice.id, ...body } });
    expect((await pay({})).status).toBe(400);
    expect((await pay({ payment_method_id: foreign })).status).toBe(404);
    expect(said(await pay({ payment_method_id: card }))).toEqual([409, 'CHARGE_NOT_ALLOWED', 'The customer has not allowed this card to be charged']);
    await s.world.transact((tx) => allowCharging(tx, { customerId: own.id, methodId: card, evidence: { said: 'yes' } }, SYSTEM));
    expect((await pay({})).body).toMatchObject({ status: 'succeeded', invoice: { status: 'paid' } });
    const another = await s.invoice(own.id, 5_000n);
    await s.world.transact((tx) => changeBillingSettings(tx, own.id, { methodId: null }, SYSTEM));
    expect((await s.call('POST', '/billing/pay-invoice', { token: admin, body: { invoice_id: another.id, payment_method_id: card } })).status).toBe(409);
  });

  it('saves cards and lists them', async () => {
    const { id, token } = await client();
    expect((await s.call('POST', '/billing/payment-methods/setup', { token })).body).toMatchObject({ client_secret: expect.stringMatching(/^seti_.+_secret_.+/), setup_intent_id: expect.stringMatching(/^seti_/) });
    const card = await cardOf(id);
    const list = await s.call('GET', `/billing/payment-methods/customer/${id}`, { token });
    expect([list.headers['x-total-count'], list.body]).toEqual(['1', [expect.objectContaining({ id: card, type: 'card', brand: 'visa', last4: '4242' })]]);
    expect((await s.call('POST', '/billing/payment-methods/setup', { token: admin })).status).toBe(404);
  });
});

describe('what is done by hand', () => {
  it('is done for customers there are', async () => {
    const body = { customer_id: newId(), lines: [{ description: 'Carpet cleaning', unit_price: 65 }] };
    for (const more of [{}, { draft: true }]) expect(await s.call('POST', '/api/app/invoices', { token: admin, body: { ...body, ...more } })).toMatchObject({ status: 404, body: { code: 'customer_not_found' } });
  });

  it('is written down once per key, over several invoices, and can be taken back', async () => {
    const { id: customerId } = await client();
    const [one, two] = [await s.invoice(customerId, 10_000n), await s.invoice(customerId, 5_000n)];
    const body = { invoices: [one.id, two.id], amount: 175.25, method: 'bank_transfer', reference: 'together', received_on: '2026-01-02' };
    const first = await s.call('POST', '/api/app/payments/manual', { token: admin, body, headers: { 'idempotency-key': 'slip' } });
    expect(first).toMatchObject({ status: 201, body: { amount: 175.25, to_credit: 25.25, invoices: [{ status: 'paid', amount_due: 0 }, { status: 'paid', amount_due: 0 }] } });
    expect((await s.call('POST', '/api/app/payments/manual', { token: admin, body, headers: { 'idempotency-key': 'slip' } })).body).toEqual(first.body);
    expect((await s.call('POST', '/api/app/payments/manual', { token: admin, body })).status).toBe(409);
    for (const wrong of [{ amount: 0 }, { amount: -5 }, { received_on: '2099-01-01' }, { received_on: '2026-02-30' }, { invoices: [] }, { invoices: [one.id, one.id] }, { method: 'beads' }]) {
      expect((await s.call('POST', '/api/app/payments/manual', { token: admin, body: { ...body, invoices: [(await s.invoice(customerId, 1_000_000n)).id], ...wrong } })).status, JSON.stringify(wrong)).toBe(400);
    }
    expect((await s.call('GET', `/api/app/invoices/${one.id}`, { token: admin })).body).toMatchObject({ amount_paid: 100, payments: [{ method: 'bank_transfer', reference: 'together', received_on: '2026-01-02' }] });
    const reverse = () => s.call('POST', `/api/app/payments/${String(first.body['id'])}/reverse`, { token: admin, body: { reason: 'bounced' } });
    expect((await reverse()).body).toMatchObject({ amount: 175.25 });
    expect((await reverse()).status).toBe(409);
    // The credit it had given was spent on the next invoice as that was issued: that is owed again too.
    for (const { id } of [one, two]) expect((await s.call('GET', `/api/app/invoices/${id}`, { token: admin })).body).toMatchObject({ status: 'pending', amount_paid: 0, credit_available: 0 });
    expect((await s.pool.query(`SELECT sum(amount_paid)::bigint AS paid FROM invoices WHERE customer_id = $1`, [customerId])).rows).toEqual([{ paid: 0n }]);
  });

  it('says before a refund what it reverses, and the refund does just that', async () => {
    const today = oneDay(s.clock);
    const { id: customerId } = await client();
    const invoice = await s.invoice(customerId, [{ description: 'Work', quantity: 1, unitPrice: 10_000n, taxPpm: 80_000 }]);
    const { body: paid } = await s.call('POST', '/api/app/payments/manual', { token: admin, body: { invoices: [invoice.id], amount: 118, method: 'cash' } });
    expect(paid['received_on'], 'today, where no day is said').toBe(today);
    const ask = (query: string) => s.call('GET', `/api/app/payments/${String(paid['id'])}/refund-preview${query}`, { token: admin });
    expect((await ask('?amount=37')).body).toMatchObject({
      amount: 37, refundable: 118, from_credit: 10, invoices: [{ amount: 27, tax: 2, credit_note: true, amount_due_before: 0, amount_due_after: 0, points_before: 1_080, points_after: 810 }],
    });
    expect((await ask('?amount=37&keep_owing=true')).body).toMatchObject({ invoices: [{ amount: 27, tax: 0, credit_note: false, amount_due_after: 27 }] });
    expect((await ask('?amount=118.01')).status).toBe(409);
    const refund = await s.call('POST', `/api/app/payments/${String(paid['id'])}/refund`, { token: admin, body: { amount: 37 } });
    expect(refund).toMatchObject({ status: 200, body: { status: 'succeeded', credit_note: { amount: 27 } } });
    expect((await s.call('GET', `/api/app/invoices/${invoice.id}`, { token: admin })).body).toMatchObject({ status: 'paid', amount_refunded: 27, points_awarded: 810, credit_available: 0, credit_notes: [{ amount: 27, tax_amount: 2 }] });
  });

  it('guards a draft against two editors, and sends it once', async () => {
    const { id: customerId } = await client();
    const { id, version } = await draft(customerId);
    const body = { lines: [{ description: 'Other work', unit_price: 10, tax_percent: 0 }], infrastructure_costs: 5, infrastructure_tax_percent: 10, version };
    expect((await s.call('PUT', `/api/app/invoices/${id}`, { token: admin, body })).body).toMatchObject({ total: 15.5, status: 'draft' });
    expect(said(await s.call('PUT', `/api/app/invoices/${id}`, { token: admin, body }))).toEqual([409, 'invoice_changed']);
    const sent = await Promise.all(Array.from({ length: 5 }, () => s.call('POST', `/api/app/invoices/${id}/send`, { token: admin })));
    expect(sent.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409]);
    const { rows } = await s.pool.query(`SELECT template FROM outbox_messages WHERE subject_id = $1`, [id]);
    expect(rows).toEqual([{ template: 'invoice_issued' }]);
    expect((await s.call('DELETE', `/api/app/invoices/${id}`, { token: admin })).status).toBe(409);
  });
});

describe('the link of an invoice', () => {
  const token = (id: string, kind: 'invoice' | 'proposal' = 'invoice') => publicLinks({ keys: s.identity.keys, publicUrl: 'http://x' }).tokenFor({ kind, id });
  const at = (key: string, path = '', method = 'GET') => s.call(method, `/api/app/public/${key}/invoice${path}`);

  it('shows one invoice, lets it be paid whole, and nothing else', async () => {
    const { id: customerId } = await client();
    const invoice = await s.invoice(customerId, 10_000n);
    const key = token(invoice.id);
    const shown = await at(key);
    expect(shown).toMatchObject({ status: 200, body: { invoice_number: invoice.number, next: 'pay', amount_due: 100, customer_name: invoice.customer.name } });
    expect(shown.text).not.toContain(invoice.customer.email);
    expect(shown.text).not.toContain(customerId);
    const { body: opened } = await at(key, '/pay', 'POST');
    expect((await at(key, '/pay', 'POST')).body).toEqual(opened);
    await s.payAtProcessor(String(opened['client_secret']));
    expect((await at(key, '/confirm', 'POST')).body).toMatchObject({ status: 'paid', next: 'none', amount_due: 0 });
    expect(said(await at(key, '/pay', 'POST'))).toEqual([409, 'invoice_already_paid']);
    expect((await at(key, '/pdf')).headers['content-type']).toBe('application/pdf');
  });

  it('hands what a bank asks about a charge by itself to the holder of the card', async () => {
    const { id: customerId } = await client();
    const [invoice, card] = [await s.invoice(customerId, 10_000n), await cardOf(customerId, 'threeDSecureRequired')];
    const key = token(invoice.id);
    expect(said(await at(key, '/authenticate', 'POST'))).toEqual([409, 'payment_not_successful']);
    await s.world.transact((tx) => allowCharging(tx, { customerId, methodId: card, evidence: {} }, SYSTEM));
    await expect(payInvoices(s.world, { customerId, lines: [{ invoiceId: invoice.id }], methodId: card, actor: SYSTEM })).rejects.toMatchObject({ code: 'payment_declined', details: { code: 'authentication_required' } });
    expect((await at(key)).body).toMatchObject({ next: 'authenticate', amount_due: 100 });
    const { body: asked } = await at(key, '/authenticate', 'POST');
    expect(asked).toMatchObject({ client_secret: expect.stringContaining('_secret_'), amount: 100 });
    expect((await at(key, '/authenticate', 'POST')).body).toEqual(asked);
    expect((await at(key)).body).toMatchObject({ next: 'authenticate' });
    // He may take another card instead: then the bank's question is withdrawn.
    const { body: other } = await at(key, '/pay', 'POST');
    expect(other['payment_id']).not.toBe(asked['payment_id']);
    await s.payAtProcessor(String(other['client_secret']));
    expect((await at(key, '/confirm', 'POST')).body).toMatchObject({ status: 'paid', next: 'none' });
  });

  it('refuses every other token alike', async () => {
    const { id: customerId } = await client();
    const invoice = await s.invoice(customerId, 10_000n);
    const key = token(invoice.id);
    const others = [token((await draft(customerId)).id), token(invoice.id, 'proposal'), token(newId()), `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`, 'x', invoice.id];
    const { request_id: _unlike, ...refusal } = (await at(others[0]!)).body;
    expect(refusal).toMatchObject({ status: 404, code: 'invoice_not_found' });
    for (const other of others) {
      for (const [path, method] of [['', 'GET'], ['/pdf', 'GET'], ['/pay', 'POST'], ['/authenticate', 'POST'], ['/confirm', 'POST']] as const) {
        const { request_id: _own, ...body } = (await at(other, path, method)).body;
        expect(body, `${method} ${path} ${other}`).toEqual(refusal);
      }
    }
  });
});

it('leaves books that agree, and nothing in the log', async () => {
  expect((await verifyBooks(s.world)).findings).toEqual([]);
  expect(s.faults).toEqual([]);
});
