import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buyCredits } from '../../src/core/credits/index.js';
import { ensureProcessorCustomer } from '../../src/core/payments/index.js';
import { createProgram, returnFromCheckout, startEnrolment } from '../../src/core/programs/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { openTestServer } from '../contract/server.js';
import type { TestServer } from '../contract/server.js';
import { creditsStage } from '../credits/stage.js';
import { fillIn } from '../sandbox/checkout-payer.js';

let server: TestServer;
let customerId: string;
let token: string;
beforeAll(async () => {
  server = await openTestServer({ factor: 100_000 });
  customerId = await server.customer('Łukasz Żółć');
  token = await server.token(['customer'], customerId);
});
afterAll(() => server.close());

const post = (path: string, body?: unknown) => server.call('POST', path, { token, ...(body !== undefined && { body }) });
const get = (path: string) => server.call('GET', path, { token });
const statusOf = async (id: string) => (await get(`/api/app/invoices/${id}`)).body;

describe('one payment for several invoices', () => {
  it('pays one whole and a part of another', async () => {
    const [a, b] = [await server.invoice(customerId, 10_000n), await server.invoice(customerId, 7_050n)];
    const wish = { invoices: [{ id: a.id }, { id: b.id, amount: 20.5 }] };
    const started = await post('/api/app/payments/intent', wish);
    expect(started).toMatchObject({ status: 200, body: { amount: 120.5, currency: 'USD' } });
    expect((await post('/api/app/payments/intent', wish)).body['payment_id']).toBe(started.body['payment_id']);
    const id = String(started.body['payment_id']);
    expect((await post(`/api/app/payments/${id}/confirm`)).body).toMatchObject({ status: 'requires_action' });
    await server.payAtProcessor(String(started.body['client_secret']));
    expect(await post(`/api/app/payments/${id}/confirm`)).toMatchObject({ status: 200, body: { id, status: 'succeeded', amount: 120.5, invoice_ids: [a.id, b.id] } });
    expect(await statusOf(a.id)).toMatchObject({ status: 'paid', amount_due: 0 });
    expect(await statusOf(b.id)).toMatchObject({ status: 'pending', amount_due: 50, amount_paid: 20.5 });
    const listed = { id, status: 'succeeded', amount: 120.5, card_last4: '4242', invoices: [{ id: a.id, invoice_number: a.number, amount: 100 }, { id: b.id, invoice_number: b.number, amount: 20.5 }] };
    expect((await get('/api/app/payments')).body['items']).toMatchObject([listed]);
    for (const search of [a.number!, a.number!.toLowerCase(), a.number!.replace(/\D+0*/, '')]) expect((await get(`/api/app/payments?search=${search}`)).body['items'], search).toMatchObject([listed]);
    expect((await get('/api/app/payments?search=nothing-like-it')).body['items']).toEqual([]);
    expect((await get('/api/app/payments?year=1999')).body['items']).toEqual([]);
    expect((await get(`/api/app/payments/${id}/receipt`)).body).toMatchObject({ ...listed, customer: { name: 'Łukasz Żółć' }, refunds: [] });
    expect((await post('/api/app/payments/intent', { invoices: [{ id: a.id }] })).body).toMatchObject({ code: 'invoice_already_paid' });
  });

  it('refuses foreign, repeated, unknown and too many invoices, and wrong amounts', async () => {
    const own = await server.invoice(customerId, 10_000n);
    const foreign = await server.invoice(await server.customer(), 10_000n);
    const refused: [unknown, number, string][] = [
      [{ invoices: [{ id: own.id }, { id: foreign.id }] }, 404, 'invoice_not_found'],
      [{ invoices: [{ id: own.id }, { id: '00000000-0000-4000-8000-000000000000' }] }, 404, 'invoice_not_found'],
      [{ invoices: [{ id: 'x' }] }, 404, 'invoice_not_found'],
      [{ invoices: [{ id: own.id }, { id: own.id.toUpperCase() }] }, 400, 'input_invalid'],
      [{ invoices: [] }, 400, 'input_invalid'],
      [{ invoices: Array.from({ length: 41 }, () => ({ id: own.id })) }, 400, 'input_invalid'],
      [{ invoices: [{ id: own.id, amount: 100.01 }] }, 400, 'amount_invalid'],
      [{ invoices: [{ id: own.id, amount: 99.51 }] }, 400, 'amount_invalid'],
      [{ invoices: [{ id: own.id, amount: 0 }] }, 400, 'amount_invalid'],
      [{ invoices: [{ id: own.id, amount: -5 }] }, 400, 'amount_invalid'],
      [{ invoices: [{ id: own.id, amount: 0.001 }] }, 400, 'amount_invalid'],
      [{ invoices: [{ id: own.id, amount: '5' }] }, 400, 'amount_invalid'],
    ];
    for (const [body, status, code] of refused) expect(await post('/api/app/payments/intent', body), JSON.stringify(body)).toMatchObject({ status, body: { code } });
    const live = await server.pool.query(`SELECT 1 FROM payment_targets WHERE subject_id = ANY($1)`, [[own.id, foreign.id]]);
    expect(live.rowCount).toBe(0);
    expect(await post('/api/app/payments/00000000-0000-4000-8000-000000000000/confirm')).toMatchObject({ status: 404, body: { code: 'payment_not_found' } });
  });

  it('charges a saved card for them', async () => {
    const { methodId } = await saveCard();
    const [a, b] = [await server.invoice(customerId, 3_000n), await server.invoice(customerId, 2_000n)];
    const key = { 'idempotency-key': 'several-1' };
    const wish = { invoices: [{ id: a.id }, { id: b.id, amount: 15 }], payment_method_id: methodId };
    const paid = await server.call('POST', '/api/app/payments', { token, headers: key, body: wish });
    expect(paid).toMatchObject({ status: 200, body: { status: 'succeeded', amount: 45, client_secret: null } });
    expect((await server.call('POST', '/api/app/payments', { token, headers: key, body: wish })).body).toEqual(paid.body);
    expect(await statusOf(b.id)).toMatchObject({ amount_due: 5 });
    expect(await post('/api/app/payments', { ...wish, payment_method_id: 'pm_of_somebody' })).toMatchObject({ status: 404 });
    expect(await server.call('POST', '/api/app/payments', { token: await server.token(['staff']), body: wish })).toMatchObject({ status: 403 });
  });
});

/** A card as the processor keeps it for this customer. */
async function saveCard(): Promise<{ methodId: string }> {
  const external = await ensureProcessorCustomer(server.world, customerId, server.processor);
  const response = await fetch(`${server.sandbox.urls.stripe}/v1/payment_methods/pm_card_visa/attach`, {
    method: 'POST', headers: { authorization: 'Bearer sk_test_world' }, body: new URLSearchParams({ customer: external }),
  });
  return { methodId: ((await response.json()) as { id: string }).id };
}

describe('what a payment was for', () => {
  it('stands in the list and on the receipt, also where it was no invoice', async () => {
    const [buyer, stage] = [await server.customer('Bea Buyer'), creditsStage(server)];
    const own = await server.token(['customer'], buyer);
    const userId = await stage.user();
    const { clientSecret, externalId } = await buyCredits(server.world, { userId, customerId: buyer, packageId: (await stage.offer({ name: 'Large Package', price: 5_000n, credits: 5_500n })).id, requestKey: null });
    await server.payAtProcessor(clientSecret);
    await stage.confirm(externalId);
    const program = await server.world.transact((tx) => createProgram(tx, { title: 'Stain Science', programType: 'Workshops', currency: 'USD', price: 6_000n }, SYSTEM));
    const { url } = await startEnrolment(server.world, {
      programId: program.publicId, user: { userId, customerId: buyer, name: 'Bea Buyer', email: 'bea@example.com' }, isClassRep: false, publicUrl: 'http://127.0.0.1:9', actor: { userId },
    });
    await returnFromCheckout(server.world, { userId, session: new URL((await fillIn({ url }, '4242424242424242')).location ?? '').searchParams.get('session') ?? '' });
    const items = (await server.call('GET', '/api/app/payments', { token: own })).body['items'] as { id: string }[];
    const expected = [[{ kind: 'program', name: 'Stain Science', amount: 60 }], [{ kind: 'credits', name: 'Large Package', amount: 50 }]];
    expect(items).toMatchObject(expected.map((paid_for) => ({ paid_for, invoices: [] })));
    const { rows: [receipt] } = await server.pool.query<{ items: unknown }>(`SELECT data -> 'items' AS items FROM outbox_messages WHERE template = 'payment_receipt' AND subject_id = $1`, [items[1]!.id]);
    expect(receipt?.items).toEqual([{ kind: 'credits', label: 'Large Package', amount: '50.00', currency: 'USD' }]);
    for (const [place, { id }] of items.entries()) {
      expect((await server.call('GET', `/api/app/payments/${id}/receipt`, { token: own })).body).toMatchObject({ paid_for: expected[place], invoices: [] });
    }
  });
});
