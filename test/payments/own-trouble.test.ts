import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getInvoice, payInvoices } from '../../src/core/invoices/index.js';
import { applyRefunds, confirmPayment, createSetup, refundPayment, refundsOf, resolvePayment, resolveRefunds } from '../../src/core/payments/index.js';
import { ProcessorError } from '../../src/core/ports/processor.js';
import type { Processor } from '../../src/core/ports/processor.js';
import { saveSettings } from '../../src/core/settings/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import type { World } from '../../src/core/tx.js';
import { saveCardInBrowser } from '../../src/demo/payer.js';
import { Failure } from '../../src/kernel/failure.js';
import { newId } from '../../src/kernel/ids.js';
import { openTestWorld } from '../world.js';
import type { TestWorld } from '../world.js';

let t: TestWorld;
beforeAll(async () => { t = await openTestWorld(); });
afterAll(() => t.close());

/** A world whose database fails in one transaction, counted from 1; `reads`: from then on it is not read either. */
function failingIn(failed: number, error: Error, { processor, reads = false }: { processor?: Processor; reads?: boolean } = {}): World {
  let transactions = 0;
  return {
    ...t.world,
    ...(processor && { processor: () => processor }),
    get read() {
      if (reads && transactions >= failed - 1) throw new Failure('database_unavailable');
      return t.world.read;
    },
    transact: async (work) => {
      transactions += 1;
      if (transactions === failed) throw error;
      return t.world.transact(work);
    },
  };
}

async function debtor() {
  const customerId = await t.customer();
  const invoice = await t.invoice(customerId, 7_000n);
  const setup = await createSetup(t.world, { customerId }, newId());
  const methodId = await saveCardInBrowser({ url: t.sandbox.urls.stripe, publishableKey: t.publishableKey }, setup.clientSecret);
  return {
    invoice, customerId,
    charge: async (world: World) => (await payInvoices(world, { customerId, lines: [{ invoiceId: invoice.id }], methodId, actor: SYSTEM })).payment,
    paid: async () => (await getInvoice(t.world.read, invoice.id)).amountPaid,
    charges: async () => Number((await t.pool.query(`SELECT count(*) AS n FROM payments p JOIN payment_targets g ON g.payment_id = p.id WHERE g.subject_id = $1`, [invoice.id])).rows[0].n),
  };
}

describe('once its row stands, trouble of our own never makes a charge look as if nothing would happen', () => {
  it('neither when the database goes before the processor is called', async () => {
    const one = await debtor();
    const { id, state } = await one.charge(failingIn(2, new Failure('database_unavailable'), { reads: true }));
    expect([state, await one.paid()]).toEqual(['unknown', 0n]);
    expect(await resolvePayment(t.world, id)).toEqual({ paymentId: id, outcome: 'asked' });
    expect([await one.paid(), await one.charges()]).toEqual([7_000n, 1]);
  });

  it('nor when the answer was lost and even that cannot be written', async () => {
    const one = await debtor();
    const silent = Object.assign(Object.create(t.processor) as Processor, {
      createIntent: async (input: Parameters<Processor['createIntent']>[0]) => {
        await t.processor.createIntent(input);
        throw new ProcessorError('unknown', 'timeout');
      },
    });
    const { id, state } = await one.charge(failingIn(2, new Failure('database_busy'), { processor: silent }));
    expect([state, await one.paid()]).toEqual(['unknown', 0n]);
    await resolvePayment(t.world, id);
    expect([await one.paid(), await one.charges()]).toEqual([7_000n, 1]);
  });

  it('nor when the charge was refused and that cannot be written', async () => {
    const one = await debtor();
    const refusing = Object.assign(Object.create(t.processor) as Processor, { createIntent: () => Promise.reject(new ProcessorError('refused', 'parameter_invalid')) });
    expect((await one.charge(failingIn(2, new Failure('database_busy'), { processor: refusing }))).state).toBe('unknown');
  });
});

/** Somebody who waits for an answer. */
async function clerk(): Promise<string> {
  const id = newId();
  await t.pool.query(`INSERT INTO users (id, public_id, email, name, created_at, updated_at) VALUES ($1, $2, $3, 'x', now(), now())`, [id, id.replaceAll('-', '').slice(8), `${id}@example.com`]);
  return id;
}

describe('a refund', () => {
  async function refunded() {
    const { customerId, invoice } = await debtor();
    const { payment, clientSecret } = await payInvoices(t.world, { customerId, lines: [{ invoiceId: invoice.id }], actor: SYSTEM });
    await t.payAtProcessor(clientSecret!);
    await confirmPayment(t.world, { customerId, target: { kind: 'invoice', subjectId: invoice.id }, externalId: payment.externalId! });
    const refund = await refundPayment(failingIn(2, new Error('no room')), { paymentId: payment.id, amount: 1_000n, actor: { userId: await clerk() } });
    expect(refund).toMatchObject({ state: 'unknown', externalId: expect.stringMatching(/^re_/) });
    return { payment, refund };
  }

  it('whose answer could not be written down is told of until it is', async () => {
    const { payment, refund } = await refunded();
    t.clock.advance(60_000);
    const { failed } = await resolveRefunds(failingIn(2, new Error('still no room')));
    expect(failed).toMatchObject([{ id: refund.id, error: { message: 'still no room' } }]);
    t.clock.advance(10 * 60_000);
    expect((await resolveRefunds(t.world)).failed).toEqual([]);
    expect(await refundsOf(t.world.read, [payment.id])).toMatchObject([{ id: refund.id, state: 'succeeded' }]);
  });

  it('that fails when nobody waits for it any more is told to the office', async () => {
    await saveSettings(t.world, SYSTEM, { support_email: 'office@example.com' });
    const { payment, refund } = await refunded();
    const [heard] = await t.processor.listRefunds(payment.externalId!);
    await t.world.transact((tx) => applyRefunds(tx, [{ ...heard!, status: 'failed', failureCode: 'expired_or_canceled_card' }]));
    const { rows } = await t.pool.query('SELECT template, recipient FROM outbox_messages WHERE subject_id = $1', [refund.id]);
    expect(rows).toEqual([{ template: 'refund_failed', recipient: 'office@example.com' }]);
  });
});
