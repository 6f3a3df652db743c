import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changeBillingSettings } from '../../src/core/billing/index.js';
import { forgetCard, giveConsent, listPursuits, pursueInvoice, retryPursuit, stopPursuit, withdrawConsent } from '../../src/core/dunning/index.js';
import { creditInvoice, draftInvoice, issueInvoice, payInvoices, recordManualPayment, voidInvoice } from '../../src/core/invoices/index.js';
import type { Invoice } from '../../src/core/invoices/index.js';
import { confirmPayment, refundPayment, resolvePayments } from '../../src/core/payments/index.js';
import { generateDueInvoices, generateRecurring, pauseRecurring, resumeRecurring } from '../../src/core/recurring/index.js';
import { saveSettings } from '../../src/core/settings/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { ASKING, DECLINING, GOOD, openStage } from './stage.js';
import type { Stage } from './stage.js';

let t: Stage;
beforeAll(async () => { t = await openStage('America/New_York', { points_per_dollar: 0 }); });
afterAll(() => t.close());
beforeEach(() => t.at('2027-03-01T17:00:00Z'));

/** A stage of an offer, due on 11 March: charged then, where a card is allowed. */
async function stageInvoice(customerId: string, autoCharge = true, unitPrice = 40_000n): Promise<Invoice> {
  return t.world.transact(async (tx) => {
    const draft = await draftInvoice(tx, { customerId, lines: [{ description: 'Launch', quantity: 1, unitPrice, taxPpm: 0 }], autoCharge, actor: SYSTEM });
    return issueInvoice(tx, draft.id, SYSTEM, { dueDate: '2027-03-11' });
  });
}

async function days(from: string, until: string): Promise<void> {
  for (let at = Date.parse(`${from}T17:00:00Z`); at <= Date.parse(`${until}T17:00:00Z`); at += 86_400_000) {
    t.at(new Date(at).toISOString());
    await t.run();
    await t.send();
  }
}

/** Template and New York day of everything about an invoice, in order; what was dropped unsent is left out. */
async function mailsOf(invoice: Invoice): Promise<string[]> {
  const { rows } = await t.pool.query<{ template: string; created_at: Date; state: string }>(`SELECT template, created_at, state FROM outbox_messages WHERE subject_id = $1 ORDER BY created_at`, [invoice.id]);
  return rows.filter((row) => row.state !== 'dropped').map((row) => `${row.template} ${new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' }).format(row.created_at)}`);
}

async function planOf(invoice: Invoice): Promise<{ state: string; attempts: number; next_on: string | null; last_failure: string | null }> {
  return (await t.pool.query('SELECT state, attempts, next_on::text, last_failure FROM collection_plans WHERE invoice_id = $1', [invoice.id])).rows[0];
}

const chargesOf = async (invoice: Invoice): Promise<number> =>
  Number((await t.pool.query(`SELECT count(*) FROM payments p JOIN payment_targets x ON x.payment_id = p.id WHERE x.subject_id = $1 AND p.charged_by = 'us' AND p.processor = 'stripe'`, [invoice.id])).rows[0].count);

describe('a stage of an offer', () => {
  it('is announced three days before, charged on its due day, and receipted', async () => {
    const invoice = await stageInvoice(await t.billed('Ada', {}, GOOD));
    await days('2027-03-01', '2027-03-14');
    expect(await mailsOf(invoice)).toEqual(['invoice_issued 2027-03-01', 'charge_announced 2027-03-08']);
    expect([await planOf(invoice), await chargesOf(invoice)]).toMatchObject([{ state: 'done' }, 1]);
    const { rows: [paid] } = await t.pool.query('SELECT paid_at FROM invoices WHERE id = $1', [invoice.id]);
    expect(paid.paid_at.toISOString().slice(0, 10)).toBe('2027-03-11');
  });

  it('is charged on its due day when the card is allowed only after it was issued', async () => {
    const customerId = await t.customer('Ada');
    const invoice = await stageInvoice(customerId);
    await days('2027-03-01', '2027-03-09');
    await giveConsent(t.world, { customerId, methodId: await t.card(customerId), evidence: { how: 'test' }, actor: SYSTEM });
    await days('2027-03-10', '2027-03-12');
    expect([await planOf(invoice), await chargesOf(invoice)]).toMatchObject([{ state: 'done' }, 1]);
  });

  it('is charged so also where the business reminds nobody', async () => {
    await saveSettings(t.world, SYSTEM, { reminder_days: [] });
    try {
      const customerId = await t.customer('Ada');
      const invoice = await stageInvoice(customerId);
      await days('2027-03-01', '2027-03-09');
      expect(await planOf(invoice)).toMatchObject({ state: 'waiting', next_on: null });
      await giveConsent(t.world, { customerId, methodId: await t.card(customerId), evidence: { how: 'test' }, actor: SYSTEM });
      await days('2027-03-10', '2027-03-12');
      expect([await planOf(invoice), await chargesOf(invoice)]).toMatchObject([{ state: 'done' }, 1]);
    } finally {
      await saveSettings(t.world, SYSTEM, { reminder_days: [1, 7, 14] });
    }
  });

  it('whose card wants its holder is handed to him, with four more letters, and is paid through the link', async () => {
    const invoice = await stageInvoice(await t.billed('Ada', {}, ASKING));
    await days('2027-03-08', '2027-03-13');
    expect(await planOf(invoice)).toEqual({ state: 'action_needed', attempts: 1, next_on: '2027-03-18', last_failure: 'authentication_required' });
    await days('2027-03-14', '2027-04-20');
    expect((await mailsOf(invoice)).slice(2)).toEqual(['2027-03-11', '2027-03-13', '2027-03-18', '2027-03-25', '2027-04-01'].map((day) => `charge_action_needed ${day}`));
    expect([await planOf(invoice), await chargesOf(invoice)]).toMatchObject([{ state: 'exhausted' }, 1]);
    const { payment, clientSecret } = await payInvoices(t.world, { customerId: invoice.customerId, lines: [{ invoiceId: invoice.id }], actor: SYSTEM });
    await t.payAtProcessor(clientSecret!);
    await confirmPayment(t.world, { customerId: invoice.customerId, target: { kind: 'invoice', subjectId: invoice.id }, externalId: payment.externalId! });
    expect(await planOf(invoice)).toMatchObject({ state: 'done' });
  });

  it('falls back to reminders when the word is taken back, or the card removed', async () => {
    for (const take of [
      (customerId: string) => t.world.transact((tx) => withdrawConsent(tx, customerId, SYSTEM)),
      async (customerId: string) => forgetCard(t.world, { customerId, methodId: (await t.pool.query('SELECT method_id FROM billing_settings WHERE customer_id = $1', [customerId])).rows[0].method_id, actor: SYSTEM }),
      async (customerId: string) => t.processor.detachMethod((await t.pool.query('SELECT method_id FROM billing_settings WHERE customer_id = $1', [customerId])).rows[0].method_id),
    ]) {
      const customerId = await t.billed('Ada', {}, GOOD);
      t.at('2027-03-01T17:00:00Z');
      const invoice = await stageInvoice(customerId);
      await take(customerId);
      await days('2027-03-02', '2027-04-10');
      expect((await mailsOf(invoice)).filter((mail) => !mail.startsWith('charge_announced'))).toEqual(['invoice_issued 2027-03-01', 'payment_reminder 2027-03-12', 'payment_reminder 2027-03-18', 'payment_reminder 2027-03-25']);
      expect([await planOf(invoice), await chargesOf(invoice)]).toMatchObject([{ state: 'exhausted' }, 0]);
    }
  });

  it('of more than cards take is reminded of, and never said to be charged', async () => {
    const invoice = await stageInvoice(await t.billed('Ada', {}, GOOD), true, 100_000_000n);
    expect((await listPursuits(t.world.read, { kind: 'all', customerId: invoice.customerId, limit: 1 })).items).toMatchObject([{ charges: false }]);
    await days('2027-03-01', '2027-04-10');
    expect((await mailsOf(invoice)).map((mail) => mail.split(' ')[0])).toEqual(['invoice_issued', 'payment_reminder', 'payment_reminder', 'payment_reminder']);
    expect(await retryPursuit(t.world, invoice.id, SYSTEM)).toBe('reminded');
    await t.send();
    expect([await planOf(invoice), await chargesOf(invoice)]).toMatchObject([{ state: 'exhausted', attempts: 0, last_failure: null }, 0]);
    const letters = await (await fetch(`${t.sandbox.urls.mailbox}/messages?to=${encodeURIComponent(invoice.customer.email)}`)).json() as { text: string }[];
    expect(letters.filter(({ text }) => text.includes('INV-')).map(({ text }) => /need not do anything|will be charged/i.test(text))).toEqual([false, false, false, false, false]);
  });

  it('that is declined is tried again with another card that is allowed since', async () => {
    const customerId = await t.billed('Ada', {}, DECLINING);
    const invoice = await stageInvoice(customerId);
    await days('2027-03-10', '2027-03-12');
    expect(await planOf(invoice)).toEqual({ state: 'waiting', attempts: 1, next_on: '2027-03-13', last_failure: 'card_declined' });
    await giveConsent(t.world, { customerId, methodId: await t.card(customerId), evidence: { how: 'test' }, actor: SYSTEM });
    await days('2027-03-13', '2027-03-13');
    expect([await planOf(invoice), await chargesOf(invoice)]).toMatchObject([{ state: 'done', attempts: 2 }, 2]);
  });
});

describe('nothing is asked for', () => {
  const ways: Record<string, (invoice: Invoice) => Promise<unknown>> = {
    'what was paid by hand': (invoice) => recordManualPayment(t.world, { invoiceIds: [invoice.id], amount: invoice.total, method: 'cash', actor: SYSTEM }),
    'what was cancelled': (invoice) => voidInvoice(t.world, invoice.id, SYSTEM),
    'what was forgiven': (invoice) => creditInvoice(t.world, { invoiceId: invoice.id, actor: SYSTEM }),
    'what was called off': (invoice) => t.world.transact((tx) => stopPursuit(tx, invoice.id, SYSTEM)),
  };
  it.each(Object.keys(ways))('%s, also when the letter was written before', async (way) => {
    for (const card of [GOOD, undefined]) {
      t.at('2027-03-01T17:00:00Z');
      const invoice = await stageInvoice(await t.billed('Ada', {}, card));
      const [before, from] = card === undefined ? ['2027-03-12', '2027-03-13'] as const : ['2027-03-08', '2027-03-09'] as const;
      t.at(`${before}T17:00:00Z`);
      await t.run(); // writes the reminder, or the announcement, which is not sent yet
      await ways[way]!(invoice);
      await days(from, '2027-04-20');
      expect((await mailsOf(invoice)).filter((mail) => !mail.startsWith('invoice_issued'))).toEqual([]);
      expect(await chargesOf(invoice)).toBe(0);
    }
  });

  it('again once it was refunded, whether it is owed again or not', async () => {
    for (const keepOwing of [true, false]) {
      t.at('2027-03-01T17:00:00Z');
      const invoice = await stageInvoice(await t.billed('Ada', {}, GOOD));
      await days('2027-03-08', '2027-03-12');
      const { rows: [payment] } = await t.pool.query('SELECT payment_id FROM allocations WHERE invoice_id = $1', [invoice.id]);
      await refundPayment(t.world, { paymentId: payment.payment_id, keepOwing, actor: SYSTEM });
      await days('2027-03-13', '2027-04-20');
      await expect(retryPursuit(t.world, invoice.id, SYSTEM)).rejects.toMatchObject({ code: 'pursuit_not_possible' });
      expect(await mailsOf(invoice)).toEqual(['invoice_issued 2027-03-01', 'charge_announced 2027-03-08']);
      expect([await planOf(invoice), await chargesOf(invoice)]).toMatchObject([{ state: 'done' }, 1]);
    }
  });

  it('of a customer who has opened the form to pay, until he is done with it', async () => {
    const customerId = await t.billed('Ada', {}, GOOD);
    const invoice = await stageInvoice(customerId);
    t.at('2027-03-11T17:00:00Z');
    const { clientSecret, payment } = await payInvoices(t.world, { customerId, lines: [{ invoiceId: invoice.id }], actor: SYSTEM });
    await t.run();
    expect([await planOf(invoice), await chargesOf(invoice)]).toMatchObject([{ state: 'waiting', attempts: 0 }, 0]);
    await t.payAtProcessor(clientSecret!);
    await confirmPayment(t.world, { customerId, target: { kind: 'invoice', subjectId: invoice.id }, externalId: payment.externalId! });
    await days('2027-03-12', '2027-03-20');
    expect([await planOf(invoice), await chargesOf(invoice)]).toMatchObject([{ state: 'done' }, 0]);
  });
});

describe('an outcome nobody knows', () => {
  it('is no failure: it is waited for, and the charge is not made again', async () => {
    const invoice = await stageInvoice(await t.billed('Ada', {}, GOOD));
    t.at('2027-03-11T17:00:00Z');
    await t.control('POST', 'faults', { mode: 'reset_after', method: 'POST', path: '/v1/payment_intents$', count: 20 });
    await t.run();
    expect(await planOf(invoice)).toMatchObject({ state: 'charging', attempts: 1 });
    await t.control('DELETE', 'faults');
    t.clock.advance(10_000);
    await resolvePayments(t.world);
    expect([await planOf(invoice), await chargesOf(invoice)]).toMatchObject([{ state: 'done', attempts: 1 }, 1]);
    expect((await mailsOf(invoice)).filter((mail) => mail.startsWith('charge_failed'))).toEqual([]);
  });
});

describe('a button', () => {
  it('charges what was given up, or reminds where no card is allowed', async () => {
    const customerId = await t.billed('Ada', {}, DECLINING);
    const invoice = await stageInvoice(customerId);
    await days('2027-03-10', '2027-04-02');
    expect(await planOf(invoice)).toMatchObject({ state: 'exhausted', attempts: 5 });
    expect((await listPursuits(t.world.read, { kind: 'attention', customerId, limit: 10 })).items).toMatchObject([{ invoiceId: invoice.id, state: 'exhausted', charges: true, lastFailure: 'card_declined' }]);
    expect(await retryPursuit(t.world, invoice.id, SYSTEM)).toBe('charged');
    expect(await planOf(invoice)).toMatchObject({ state: 'exhausted', attempts: 6 });
    await t.world.transact((tx) => withdrawConsent(tx, customerId, SYSTEM));
    expect(await retryPursuit(t.world, invoice.id, SYSTEM)).toBe('reminded');
    await giveConsent(t.world, { customerId, methodId: await t.card(customerId), evidence: { how: 'test' }, actor: SYSTEM });
    expect(await retryPursuit(t.world, invoice.id, SYSTEM)).toBe('charged');
    expect(await planOf(invoice)).toMatchObject({ state: 'done', attempts: 7 });
    await expect(retryPursuit(t.world, invoice.id, SYSTEM)).rejects.toMatchObject({ code: 'pursuit_not_possible' });
  });

  it('bills a period once, ahead of its day too, in the rhythm of the customer', async () => {
    const customerId = await t.billed('Bo', { monthlyFee: 10_000n, billingDay: 15, frequency: 'quarterly', paymentTermsDays: 10, taxPpm: 100_000 });
    const bill = (month: string | null) => generateRecurring(t.world, { customerId, month, actor: SYSTEM });
    const ahead = await bill('2027-05-01');
    expect(ahead).toMatchObject({ amount: 30_000n, taxAmount: 3_000n, total: 33_000n, dueDate: '2027-05-25', recurringPeriod: '2027-05-01' });
    for (const month of ['2027-05-01', '2027-06-01', '2027-07-01']) await expect(bill(month)).rejects.toMatchObject({ code: 'recurring_already_billed' });
    expect(await bill(null)).toMatchObject({ amount: 20_000n, dueDate: '2027-03-25', recurringPeriod: '2027-03-01' });
    await expect(bill('2027-04-01')).rejects.toMatchObject({ code: 'recurring_already_billed' });
    await expect(generateRecurring(t.world, { customerId: await t.customer(), actor: SYSTEM })).rejects.toMatchObject({ code: 'recurring_fee_missing' });
    await expect(generateRecurring(t.world, { customerId: 'nobody', actor: SYSTEM })).rejects.toMatchObject({ code: 'customer_not_found' });
  });

  it('pauses and goes on, and what fell due meanwhile is not made up for', async () => {
    const customerId = await t.billed('Bo', { monthlyFee: 10_000n, billingDay: 10 });
    await t.world.transact((tx) => pauseRecurring(tx, customerId, SYSTEM));
    await days('2027-03-08', '2027-03-12');
    t.at('2027-04-10T17:00:00Z');
    await t.world.transact((tx) => resumeRecurring(tx, customerId, SYSTEM));
    await generateDueInvoices(t.world);
    const { rows } = await t.pool.query('SELECT recurring_period::text AS period FROM invoices WHERE customer_id = $1', [customerId]);
    expect(rows).toEqual([{ period: '2027-04-01' }]);
  });
});

describe('a machine that was off for three months', () => {
  it('bills each missed period once, oldest first, and nobody is overdue for it', async () => {
    const customerId = await t.billed('Bo', { monthlyFee: 10_000n, billingDay: 31, paymentTermsDays: 14 });
    t.at('2027-07-01T17:00:00Z');
    await t.run(3);
    const { rows } = await t.pool.query('SELECT recurring_period::text AS period, due_date::text AS due, number FROM invoices WHERE customer_id = $1 ORDER BY number', [customerId]);
    expect(rows.map((row) => [row.period, row.due])).toEqual([['2027-03-01', '2027-07-15'], ['2027-04-01', '2027-07-15'], ['2027-05-01', '2027-07-15'], ['2027-06-01', '2027-07-15']]);
    await t.world.transact((tx) => changeBillingSettings(tx, customerId, { monthlyFee: 0n }, SYSTEM));
  });

  it('sends the latest of several reminders only', async () => {
    const invoice = await stageInvoice(await t.customer('Bo'), false);
    t.at('2027-03-20T17:00:00Z');
    await t.run(2);
    t.at('2027-03-26T17:00:00Z');
    await t.run(2);
    expect(await mailsOf(invoice)).toEqual(['invoice_issued 2027-03-01', 'payment_reminder 2027-03-20', 'payment_reminder 2027-03-26']);
    await pursueInvoice(t.world, invoice.id);
    expect(await planOf(invoice)).toMatchObject({ state: 'exhausted' });
  });
});
