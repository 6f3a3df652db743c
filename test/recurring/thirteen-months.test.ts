import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeBillingSettings } from '../../src/core/billing/index.js';
import { acceptProposal, draftProposal } from '../../src/core/proposals/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { checkBooks } from '../../src/core/verification/index.js';
import { DECLINING, GOOD, openStage } from './stage.js';
import type { Stage } from './stage.js';

/**
 * Written by hand from a wall calendar: what Ada's retainer of $500.00 on the 31st comes to, with 8.25 % tax. From
 * 10 June the fee is $650.00; an offer accepted on 15 September adds $120.00 a month. From 28 August to 4 September
 * nothing runs, so what was due on 31 August is made on 4 September, and its 14 days to pay are counted from then.
 *
 *   period      made on       due           fee + offer  tax           total
 */
const RETAINER = [
  ['2027-01-01', '2027-01-31', '2027-02-14', 50_000, 4_125, 54_125],
  ['2027-02-01', '2027-02-28', '2027-03-14', 50_000, 4_125, 54_125],
  ['2027-03-01', '2027-03-31', '2027-04-14', 50_000, 4_125, 54_125],
  ['2027-04-01', '2027-04-30', '2027-05-14', 50_000, 4_125, 54_125],
  ['2027-05-01', '2027-05-31', '2027-06-14', 50_000, 4_125, 54_125],
  ['2027-06-01', '2027-06-30', '2027-07-14', 65_000, 5_363, 70_363],
  ['2027-07-01', '2027-07-31', '2027-08-14', 65_000, 5_363, 70_363],
  ['2027-08-01', '2027-09-04', '2027-09-18', 65_000, 5_363, 70_363],
  ['2027-09-01', '2027-09-30', '2027-10-14', 77_000, 6_353, 83_353],
  ['2027-10-01', '2027-10-31', '2027-11-14', 77_000, 6_353, 83_353],
  ['2027-11-01', '2027-11-30', '2027-12-14', 77_000, 6_353, 83_353],
  ['2027-12-01', '2027-12-31', '2028-01-14', 77_000, 6_353, 83_353],
  ['2028-01-01', '2028-01-31', '2028-02-14', 77_000, 6_353, 83_353],
] as const;

/** Bo never pays his one invoice of 31 May; Cy's card is declined from 28 February on. Days on which they get mails. */
const BOS_MAILS = [['invoice_issued', '2027-05-31'], ['payment_reminder', '2027-06-15'], ['payment_reminder', '2027-06-21'], ['payment_reminder', '2027-06-28']];
const CYS_MAILS = [
  ['invoice_issued', '2027-02-28'], ['charge_failed', '2027-02-28'], ['charge_failed', '2027-03-02'], ['charge_failed', '2027-03-07'], ['charge_failed', '2027-03-14'], ['charge_failed', '2027-03-21'],
];

/** 3:30 UTC is the same day in Berlin and the evening before in New York: the zones are seen apart. */
const ZONES = [
  { zone: 'America/New_York', madeAt: 'T06:30' },
  { zone: 'Europe/Berlin', madeAt: 'T03:30' },
];
const PROCESS_ZONES = process.env['PAYDESK_FULL'] === '1' ? ['UTC', 'America/New_York', 'Australia/Lord_Howe'] : [undefined];
const DAY_MS = 86_400_000;

describe.each(PROCESS_ZONES)('thirteen months from 31 January, on a machine in %s,', (processZone) => {
  const before = process.env['TZ'];
  beforeAll(() => { if (processZone !== undefined) process.env['TZ'] = processZone; });
  afterAll(() => {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  });

  describe.each(ZONES)('for a business in $zone', ({ zone, madeAt }) => {
    let t: Stage;
    let ada: string;
    let bo: string;
    let cy: string;

    beforeAll(async () => {
      t = await openStage(zone, { points_per_dollar: 0 });
      t.at('2027-01-20T12:00:00Z');
      const terms = { billingDay: 31, paymentTermsDays: 14 };
      ada = await t.billed('Ada Baker', { ...terms, monthlyFee: 50_000n, taxPpm: 82_500 }, GOOD);
      bo = await t.billed('Bo Carter', terms);
      cy = await t.billed('Cy Dunn', terms, DECLINING);
      const fee = (customerId: string, monthlyFee: bigint) => () => t.world.transact((tx) => changeBillingSettings(tx, customerId, { monthlyFee }, SYSTEM));
      const events = new Map<string, () => Promise<unknown>>([
        ['2027-02-27', fee(cy, 8_000n)], ['2027-03-01', fee(cy, 0n)], ['2027-05-30', fee(bo, 10_000n)], ['2027-06-01', fee(bo, 0n)], ['2027-06-10', fee(ada, 65_000n)],
        ['2027-09-15', () => addOffer(t, ada)],
      ]);
      for (let at = Date.parse('2027-01-21T00:00:00Z'); at <= Date.parse('2028-02-10T00:00:00Z'); at += DAY_MS) {
        const day = new Date(at).toISOString().slice(0, 10);
        for (const time of ['T03:30:00Z', 'T06:30:00Z']) {
          if (day + time > '2027-08-28T00:00:00Z' && day + time < '2027-09-04T06:00:00Z') continue;
          t.at(day + time);
          await t.run(2);
          await t.send();
        }
        await events.get(day)?.();
      }
    }, 600_000);
    afterAll(() => t.close());

    it('bills the days and amounts of the table, and charges each at once', async () => {
      const { rows } = await t.pool.query(`SELECT recurring_period::text AS period, issued_at, due_date::text AS due, amount, tax_amount, total, amount_paid, paid_at FROM invoices WHERE customer_id = $1 ORDER BY recurring_period`, [ada]);
      const made = (day: string) => `${day}${day === '2027-09-04' ? 'T06:30' : madeAt}`;
      expect(rows.map((row) => [row.period, row.issued_at.toISOString().slice(0, 16), row.due, Number(row.amount), Number(row.tax_amount), Number(row.total)]))
        .toEqual(RETAINER.map(([period, day, due, amount, tax, total]) => [period, made(day), due, amount, tax, total]));
      for (const row of rows) expect([row.amount_paid, row.paid_at - row.issued_at < 60_000]).toEqual([row.total, true]);
    });

    it('charges at the sandbox exactly that, and Cy five times in vain', async () => {
      const { rows } = await t.pool.query<{ customer_id: string; external_id: string }>('SELECT customer_id, external_id FROM processor_customers');
      const names = new Map(rows.map((row) => [row.external_id, row.customer_id]));
      const charges = (await t.charges()).map((charge) => [names.get(charge.customer), charge.amount, charge.status]);
      expect(charges.filter(([customer]) => customer === ada)).toEqual(RETAINER.map((row) => [ada, row[5], 'succeeded']));
      expect(charges.filter(([customer]) => customer === cy)).toEqual(Array(5).fill([cy, 8_000, 'requires_payment_method']));
      expect(charges).toHaveLength(18);
    });

    it('sends exactly those mails, each once, and they arrive', async () => {
      const { rows } = await t.pool.query<{ recipient: string; template: string; created_at: Date; state: string }>('SELECT recipient, template, created_at, state FROM outbox_messages ORDER BY created_at, template');
      const mails = (customerId: string) => rows.filter((row) => row.recipient === `${customerId}@example.com`).map((row) => [row.template, dayOf(zone, row.created_at)]);
      expect(mails(ada).filter(([template]) => template === 'invoice_issued').map(([, day]) => day)).toEqual(RETAINER.map((row) => row[1]));
      expect(mails(ada).filter(([template]) => template === 'payment_receipt').map(([, day]) => day)).toEqual(RETAINER.map((row) => row[1]));
      expect(mails(ada).filter(([template]) => !['invoice_issued', 'payment_receipt', 'proposal_accepted'].includes(template!))).toEqual([]);
      expect(mails(bo)).toEqual(BOS_MAILS);
      expect(mails(cy)).toEqual(CYS_MAILS.map((mail) => mail));
      expect(rows.filter((row) => row.state !== 'sent')).toEqual([]);
      // One entry for each Message-ID: a slow mailbox may get one twice, and shows it once.
      const arrived = await (await fetch(`${t.sandbox.urls.mailbox}/messages?limit=500`)).json() as { to: string[] }[];
      expect(arrived.filter((mail) => mail.to[0] !== `${ada}@example.com`)).toHaveLength(BOS_MAILS.length + CYS_MAILS.length + rows.filter((row) => ![ada, bo, cy].some((id) => row.recipient.startsWith(id))).length);
    });

    it('ends with both given up, the books in order, and a trial balance of zero', async () => {
      const { rows: plans } = await t.pool.query('SELECT i.customer_id, p.state, p.attempts, p.reminders, p.last_failure FROM collection_plans p JOIN invoices i ON i.id = p.invoice_id ORDER BY i.number');
      expect(plans.filter((plan) => plan.customer_id !== ada)).toEqual([
        { customer_id: cy, state: 'exhausted', attempts: 5, reminders: 0, last_failure: 'card_declined' },
        { customer_id: bo, state: 'exhausted', attempts: 0, reminders: 3, last_failure: null },
      ]);
      expect(plans.filter((plan) => plan.customer_id === ada && plan.state !== 'done')).toEqual([]);
      const { rows: [balance] } = await t.pool.query('SELECT coalesce(sum(amount), 0)::text AS sum, count(*)::int AS entries FROM ledger_entries');
      expect(balance).toMatchObject({ sum: '0' });
      expect(balance.entries).toBeGreaterThan(60);
      expect((await checkBooks(t.world.read)).findings).toEqual([]);
    });
  });
});

async function addOffer(t: Stage, customerId: string): Promise<void> {
  await t.world.transact(async (tx) => {
    const offer = await draftProposal(tx, {
      customerId, title: 'Hosting and care', description: null, total: 100_000n, currency: 'USD', monthlyRecurring: 12_000n, validUntil: null,
      stages: [{ shareBp: 10_000, milestone: 'Kickoff', dueDays: 0 }], actor: SYSTEM,
    });
    await acceptProposal(tx, { proposalId: offer.id, channel: 'on_behalf', name: 'Sam', ip: null, userAgent: null, documentHash: null, actor: SYSTEM });
  });
}

/** The platform's own calendar, not ours. */
function dayOf(zone: string, at: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);
}
