import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectOnce } from '../../src/adapters/database/connect.js';
import { createInbox } from '../../src/core/inbox/index.js';
import { getInvoice, payInvoices } from '../../src/core/invoices/index.js';
import { createSetup, ensureProcessorCustomer, findPayment, resolvePayment, resolvePayments, scheduleRefundCheck } from '../../src/core/payments/index.js';
import type { Processor } from '../../src/core/ports/processor.js';
import { SYSTEM } from '../../src/core/tx.js';
import { saveCardInBrowser } from '../../src/demo/payer.js';
import { newId } from '../../src/kernel/ids.js';
import { openTestWorld } from '../world.js';
import type { TestWorld } from '../world.js';

let t: TestWorld;
beforeAll(async () => { t = await openTestWorld(); });
afterAll(() => t.close());

async function card(customerId: string, number?: string): Promise<string> {
  const setup = await createSetup(t.world, { customerId }, newId());
  return saveCardInBrowser({ url: t.sandbox.urls.stripe, publishableKey: t.publishableKey }, setup.clientSecret, number);
}

/** A card that was put on file without its bank being asked: by staff at the counter, say. */
async function unprovenCard(customerId: string): Promise<string> {
  const customer = await ensureProcessorCustomer(t.world, customerId, t.processor);
  const send = async (path: string, form: Record<string, string>, key: string) => (await fetch(t.sandbox.urls.stripe + path, {
    method: 'POST', headers: { authorization: `Bearer ${key}` }, body: new URLSearchParams(form),
  })).json() as Promise<{ id: string }>;
  const made = await send('/v1/payment_methods', { type: 'card', 'card[number]': '4000002500003155', 'card[exp_month]': '12', 'card[exp_year]': '2034', 'card[cvc]': '123' }, t.publishableKey);
  await send(`/v1/payment_methods/${made.id}/attach`, { customer }, t.secretKey);
  return made.id;
}

const charge = (customerId: string, invoiceId: string, methodId: string, more: { payerPresent?: boolean; requestKey?: string } = {}) =>
  payInvoices(t.world, { customerId, lines: [{ invoiceId }], methodId, actor: SYSTEM, ...more });

describe('a saved card', () => {
  it('is charged once for one request, also when that is repeated after the invoice is paid', async () => {
    const customerId = await t.customer();
    const invoice = await t.invoice(customerId, 7_000n);
    const methodId = await card(customerId);
    const requestKey = newId();
    const first = await charge(customerId, invoice.id, methodId, { requestKey });
    const again = await charge(customerId, invoice.id, methodId, { requestKey });
    expect([first.payment.state, again.payment.id]).toEqual(['succeeded', first.payment.id]);
    await expect(charge(customerId, invoice.id, methodId)).rejects.toMatchObject({ code: 'invoice_already_paid' });
  });

  it('that was removed after it paid is still what the same request paid with', async () => {
    const customerId = await t.customer();
    const invoice = await t.invoice(customerId, 7_000n);
    const methodId = await card(customerId);
    const requestKey = newId();
    const first = await charge(customerId, invoice.id, methodId, { requestKey });
    await t.processor.detachMethod(methodId);
    expect((await charge(customerId, invoice.id, methodId, { requestKey })).payment).toMatchObject({ id: first.payment.id, state: 'succeeded' });
    await expect(charge(customerId, invoice.id, methodId, { requestKey: newId() })).rejects.toMatchObject({ code: 'payment_method_not_found' });
  });

  it('that was charged is charged, whatever of ours then refuses to write it down', async () => {
    const customerId = await t.customer();
    const invoice = await t.invoice(customerId, 7_000n);
    const methodId = await card(customerId);
    const superuser = await connectOnce(t.database.superuserUrl);
    await superuser.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no settlement'; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON ledger_transactions FOR EACH ROW WHEN (NEW.occasion LIKE 'payment.settled:%') EXECUTE FUNCTION refuse()`);
    const { payment } = await charge(customerId, invoice.id, methodId);
    expect(payment.state).toBe('unknown');
    expect(await resolvePayment(t.world, payment.id), 'told of as long as it cannot be written').toMatchObject({ outcome: 'failed', error: { message: 'no settlement' } });
    await superuser.query('DROP TRIGGER refuse ON ledger_transactions');
    await superuser.end();
    await resolvePayment(t.world, payment.id);
    expect(await getInvoice(t.world.read, invoice.id)).toMatchObject({ amountPaid: 7_000n });
  });

  it('of somebody else is like one that does not exist', async () => {
    const [customerId, other] = [await t.customer(), await t.customer('Bo')];
    const invoice = await t.invoice(customerId, 7_000n);
    await expect(charge(customerId, invoice.id, await card(other))).rejects.toMatchObject({ code: 'payment_method_not_found' });
    await expect(charge(customerId, invoice.id, 'pm_nothing')).rejects.toMatchObject({ code: 'payment_method_not_found' });
  });

  it('that is declined leaves the invoice payable and says so by mail', async () => {
    const customerId = await t.customer();
    const invoice = await t.invoice(customerId, 7_000n);
    const methodId = await card(customerId, '4000000000000341');
    await expect(charge(customerId, invoice.id, methodId)).rejects.toMatchObject({ code: 'payment_declined' });
    const mails = await t.world.read.db.selectFrom('outbox_messages').select('template').where('recipient', '=', invoice.customer.email).execute();
    expect(mails).toEqual([{ template: 'payment_failed' }]);
    expect((await charge(customerId, invoice.id, await card(customerId))).payment.state).toBe('succeeded');
  });

  it('that wants proof asks the payer at the screen, and another card may be used instead', async () => {
    const customerId = await t.customer();
    const invoice = await t.invoice(customerId, 7_000n);
    const methodId = await unprovenCard(customerId);
    const asked = await charge(customerId, invoice.id, methodId, { payerPresent: true });
    expect(asked.payment.state).toBe('open');
    expect(asked.clientSecret).toMatch(/^pi_.+_secret_/);
    expect((await charge(customerId, invoice.id, await card(customerId), { payerPresent: true })).payment.state).toBe('succeeded');
    expect((await findPayment(t.world.read, asked.payment.id))?.state).toBe('canceled');
  });
});

it('a refund that is told of while the processor is being asked is looked for again', async () => {
  const customerId = await t.customer();
  const invoice = await t.invoice(customerId, 7_000n);
  const { payment } = await charge(customerId, invoice.id, await card(customerId));
  const told = { processor: 'stripe', account: 'platform', externalId: payment.externalId! } as const;
  const asked = Object.assign(Object.create(t.processor) as Processor, {
    async listRefunds(externalId: string) {
      const refunds = await t.processor.listRefunds(externalId);
      await t.world.transact((tx) => scheduleRefundCheck(tx, told, 500n));
      return refunds;
    },
  });
  const looks = async () => (await t.pool.query('SELECT resolve_after IS NOT NULL AS waits FROM payments WHERE id = $1', [payment.id])).rows[0].waits;
  await t.pool.query('UPDATE payments SET resolve_after = now(), resolve_count = 1 WHERE id = $1', [payment.id]);
  await resolvePayment({ ...t.world, processor: () => asked }, payment.id);
  expect(await looks()).toBe(true);
  await t.pool.query('UPDATE payments SET resolve_count = 1 WHERE id = $1', [payment.id]);
  await resolvePayment(t.world, payment.id);
  expect(await looks()).toBe(false);
});

describe('a customer at the processor', () => {
  it('can pay although the processor repeats an error about him for a day', async () => {
    const faults = (method: string, body?: object) => fetch(`${t.sandbox.urls.stripe}/_sandbox/faults`, { method, ...(body && { body: JSON.stringify(body) }) });
    const customerId = await t.customer();
    await faults('POST', { mode: 'error500_after', method: 'POST', path: '^/v1/customers$', keep: true });
    const first = await ensureProcessorCustomer(t.world, customerId, t.processor).catch((error: unknown) => String(error));
    await faults('DELETE');
    const second = await ensureProcessorCustomer(t.world, customerId, t.processor);
    expect(second).toMatch(/^cus_/);
    expect(first).toBe(second);
  });

  it('is whom our row names, also for who came second with another', async () => {
    const customerId = await t.customer();
    let both = 0;
    let open = (): void => undefined;
    const met = new Promise<void>((resolve) => { open = resolve; });
    const twice = { ...t.processor, createCustomer: async () => {
      const externalId = `cus_race${++both}${customerId.replaceAll('-', '')}`;
      if (both === 2) open();
      await met;
      return { externalId };
    } };
    const [one, two] = await Promise.all([ensureProcessorCustomer(t.world, customerId, twice), ensureProcessorCustomer(t.world, customerId, twice)]);
    expect(one).toBe(two);
    expect(await ensureProcessorCustomer(t.world, customerId, twice)).toBe(one);
  });
});

describe('a payment that an event settled', () => {
  it('learns its card and its fee a little later, and the fee is booked once', async () => {
    const customerId = await t.customer();
    const invoice = await t.invoice(customerId, 10_000n);
    const started = await payInvoices(t.world, { customerId, lines: [{ invoiceId: invoice.id }], actor: SYSTEM });
    await t.payAtProcessor(started.clientSecret!);
    const truth = await t.processor.retrieveIntent(started.payment.externalId!);
    const event = { processor: 'stripe', account: 'platform', eventId: newId(), externalType: 'payment_intent.succeeded', type: 'intent.changed', intent: { ...truth, card: null, fee: null } } as const;
    await createInbox(t.world, { lanes: 1 }).receive({ event, payload: Buffer.from('{}') });
    expect(await findPayment(t.world.read, started.payment.id)).toMatchObject({ state: 'succeeded', fee: null, cardLast4: null });
    for (let look = 0; look < 3; look++) {
      t.clock.advance(3_600_000);
      await resolvePayments(t.world);
    }
    expect(await findPayment(t.world.read, started.payment.id)).toMatchObject({ fee: 320n, cardLast4: '4242' });
    const fees = await t.world.read.db.selectFrom('ledger_transactions').select('id').where('occasion', '=', `payment.fee:${started.payment.id}`).execute();
    expect(fees).toHaveLength(1);
    expect((await getInvoice(t.world.read, invoice.id)).amountPaid).toBe(10_000n);
  });
});
