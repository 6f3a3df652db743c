import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectOnce } from '../../src/adapters/database/connect.js';
import { changeBillingSettings } from '../../src/core/billing/index.js';
import { forgetCached } from '../../src/core/caches/index.js';
import { archiveCustomer } from '../../src/core/customers/index.js';
import { readBookPage } from '../../src/core/figures/book-store.js';
import { openBalances, readBillingMonths, readBillingOverview, readBillingStats } from '../../src/core/figures/index.js';
import { draftInvoice, issueInvoice, recordManualPayment, voidInvoice } from '../../src/core/invoices/index.js';
import type { BillingMonth } from '../../src/core/figures/index.js';
import type { LineInput } from '../../src/core/invoices/index.js';
import { sealTransactions } from '../../src/core/ledger/index.js';
import { refundPayment } from '../../src/core/payments/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { newId } from '../../src/kernel/ids.js';
import { addDays, dayIn } from '../../src/kernel/period.js';
import { liveThrough } from '../payments/history.js';
import { oneDay } from '../one-day.js';
import { seeded } from '../random.js';
import { openTestWorld } from '../world.js';
import type { TestWorld } from '../world.js';

const FULL = process.env['PAYDESK_FULL'] === '1';
const BOOK = { currency: 'USD', zone: 'UTC' } as const;
const line = (cents: bigint, taxPpm = 0): LineInput => ({ description: 'Work', quantity: 1, unitPrice: cents, taxPpm });

async function bill(t: TestWorld, customerId: string, lines: LineInput[], dueIn: number): Promise<string> {
  return t.world.transact(async (tx) => {
    const draft = await draftInvoice(tx, { customerId, lines, actor: SYSTEM });
    return (await issueInvoice(tx, draft.id, SYSTEM, { dueDate: addDays(dayIn('UTC', tx.now), dueIn), quiet: true })).id;
  });
}

const byHand = (t: TestWorld, invoiceId: string, amount: bigint) => recordManualPayment(t.world, { invoiceIds: [invoiceId], amount, method: 'cash', actor: SYSTEM });

describe('a month of an agency, added up by hand', () => {
  let t: TestWorld;
  let customerId: string;
  let today: string;
  beforeAll(async () => {
    t = await openTestWorld();
    today = oneDay(t.clock);
    customerId = await t.customer('Acme');
    const taxed = await bill(t, customerId, [line(10_000n, 82_500)], 30);
    const { id: paymentId } = await byHand(t, taxed, 10_825n);
    await refundPayment(t.world, { paymentId, amount: 5_000n, actor: SYSTEM });
    await bill(t, customerId, [line(20_000n)], 30);
    for (const [days, cents] of [[-1, 30_000n], [-31, 1_000n], [-61, 2_000n], [-91, 4_000n]] as const) await bill(t, customerId, [line(cents)], days);
    const cancelled = await bill(t, customerId, [line(40_000n, 82_500)], 30);
    await voidInvoice(t.world, cancelled, SYSTEM);
    await t.world.transact((tx) => draftInvoice(tx, { customerId, lines: [line(9_900n)], actor: SYSTEM }));
    await byHand(t, await bill(t, customerId, [line(5_000n)], 30), 8_000n);
    await recurring();
  });
  afterAll(() => t.close());

  /** Fees of 100.00 and 70.00 a month, offers of 40.00; one paused, one put away, one once, one that ended, one not accepted. */
  async function recurring(): Promise<void> {
    const fee = async (monthlyFee: bigint, frequency: 'monthly' | 'quarterly' | 'one_time' = 'monthly') => {
      const id = await t.customer();
      await t.world.transact((tx) => changeBillingSettings(tx, id, { monthlyFee, frequency }, SYSTEM));
      return id;
    };
    const monthly = await fee(10_000n);
    await fee(7_000n, 'quarterly');
    await fee(99_900n, 'one_time');
    const [paused, away] = [await fee(50_000n), await fee(60_000n)];
    await t.pool.query('INSERT INTO recurring_pauses (id, customer_id, paused_on, created_at, updated_at) VALUES ($1, $2, $3, now(), now())', [newId(), paused, today]);
    await t.world.transact((tx) => archiveCustomer(tx, away, SYSTEM));
    const offer = (monthly_: number, since: string | null, until: string | null, state = 'accepted') => t.pool.query(
      `INSERT INTO proposals (id, customer_id, title, state, currency, total_amount, monthly_recurring_amount, recurring_since, recurring_until, accepted_at, created_at, updated_at)
       VALUES ($1, $2, 'Care', $3::text, 'USD', 100, $4, $5, $6, CASE WHEN $3 = 'accepted' THEN now() END, now(), now())`, [newId(), monthly, state, monthly_, since, until]);
    await offer(4_000, today, null);
    await offer(3_000, addDays(today, -60), addDays(today, -30));
    await offer(2_000, addDays(today, 10), null);
    await offer(1_000, null, null, 'sent');
  }

  it('for the business', async () => {
    const stats = await readBillingStats(t.world);
    expect(stats).toMatchObject({
      currency: 'USD', totalInvoiced: 72_825n, totalReceived: 13_825n, outstanding: 57_000n, overdue: 37_000n, monthlyRecurring: 21_000n,
      ageing: { notDue: 20_000n, upTo30Days: 30_000n, upTo60Days: 1_000n, upTo90Days: 2_000n, older: 4_000n },
      invoicesByStatus: { draft: 1, pending: 1, paid: 2, overdue: 4, cancelled: 1 }, totalInvoices: 9, totalCustomers: 5, activeCustomers: 5,
    });
  });

  it('for the customer', async () => {
    const overview = await readBillingOverview(t.world, customerId);
    expect(overview).toMatchObject({ totalBilled: 72_825n, totalPaid: 13_825n, outstanding: 57_000n, overdue: 37_000n, credit: 3_000n, nextDueDay: addDays(today, -91) });
    expect(overview.recentInvoiceIds).toHaveLength(5);
    const other = await t.customer();
    expect(await readBillingOverview(t.world, other)).toMatchObject({ totalBilled: 0n, totalPaid: 0n, outstanding: 0n, overdue: 0n, credit: 0n, nextDueDay: null, recentInvoiceIds: [] });
    expect((await openBalances(t.world, [customerId, other])).open).toEqual(new Map([[customerId, 57_000n]]));
  });

  it('by month, this one last', async () => {
    const { months } = await readBillingMonths(t.world);
    expect(months).toHaveLength(12);
    // Of the 50.00 given back, 46.19 were sales and 3.81 tax.
    expect(months.at(-1)).toEqual({ month: today.slice(0, 7), invoiced: 72_825n, revenue: 72_000n - 4_619n, received: 13_825n, recurring: 0n });
    expect(months.slice(0, 11).every((month) => month.invoiced === 0n && month.received === 0n)).toBe(true);
  });
});

/** What the rows of invoices and payments add up to, without the ledger. */
async function rowsSay(t: TestWorld): Promise<unknown> {
  const { rows: [sums] } = await t.pool.query(`SELECT
    (SELECT coalesce(sum(total), 0)::bigint FROM invoices WHERE issued_at IS NOT NULL AND voided_at IS NULL) AS invoiced,
    (SELECT coalesce(sum(amount_received - amount_refunded - amount_disputed), 0)::bigint FROM payments WHERE state = 'succeeded') AS received,
    (SELECT coalesce(sum(total - amount_paid - amount_credited), 0)::bigint FROM invoices WHERE issued_at IS NOT NULL AND voided_at IS NULL) AS outstanding`);
  return sums;
}

async function figuresSay(t: TestWorld): Promise<unknown> {
  forgetCached(t.world.read, { forget: 'all' });
  const { totalInvoiced, totalReceived, outstanding } = await readBillingStats(t.world);
  return { invoiced: totalInvoiced, received: totalReceived, outstanding };
}

describe('whatever happens to invoices', () => {
  it('figures of the ledger are those that rows of invoices and payments add up to, however much of it is sealed when somebody looks', { timeout: 600_000 }, async () => {
    const t = await openTestWorld();
    try {
      const random = seeded('figures');
      for (let i = 0; i < (FULL ? 100 : 8); i++) {
        await liveThrough(t, random, FULL ? 30 : 15);
        await sealTransactions(t.world, random.below(20));
        expect(await figuresSay(t)).toEqual(await rowsSay(t));
      }
      const { rows: customers } = await t.pool.query(`SELECT c.id, (SELECT coalesce(sum(amount_received - amount_refunded - amount_disputed), 0)::bigint FROM payments p WHERE p.customer_id = c.id AND state = 'succeeded') AS paid,
        (SELECT coalesce(sum(total), 0)::bigint FROM invoices i WHERE i.customer_id = c.id AND issued_at IS NOT NULL AND voided_at IS NULL) AS billed FROM customers c`);
      for (const { id, paid, billed } of customers) {
        const overview = await readBillingOverview(t.world, id as string);
        expect({ paid: overview.totalPaid, billed: overview.totalBilled }).toEqual({ paid, billed });
      }
      await inPages(t);
      await anotherBook(t);
    } finally {
      await t.close();
    }
  });

  /** A book read five seals at a time says the same, and what waits for its seal is told once, at the end. */
  async function inPages(t: TestWorld): Promise<void> {
    const whole = await readBookPage(t.world.read, { ...BOOK, after: 0n, most: 1_000_000 });
    const pages = [await readBookPage(t.world.read, { ...BOOK, after: 0n, most: 5 })];
    for (let last = pages[0]!; !last.last; last = pages.at(-1)!) {
      pages.push(await readBookPage(t.world.read, { ...BOOK, after: last.seq, most: 5 }));
      expect(pages.at(-1)!.before).toBe(last.hash);
    }
    const received = (months: readonly BillingMonth[]) => months.reduce((sum, month) => sum + month.received, 0n);
    expect(pages.length).toBeGreaterThan(3);
    expect(pages.map((page) => received(page.sealed)).reduce((a, b) => a + b)).toBe(received(whole.sealed));
    expect([pages.at(-1)!.seq, pages.at(-1)!.hash, pages.at(-1)!.waiting]).toEqual([whole.seq, whole.hash, whole.waiting]);
  }

  /** A backup was restored beneath a process that has read: another chain, from which it begins again. */
  async function anotherBook(t: TestWorld): Promise<void> {
    const superuser = await connectOnce(t.database.superuserUrl);
    try {
      await superuser.query(`SET session_replication_role = replica; UPDATE ledger_seals SET hash = sha256(hash)`);
      expect(await figuresSay(t)).toEqual(await rowsSay(t));
      await superuser.query('INSERT INTO ledger_unsealed SELECT transaction_id FROM ledger_seals; DELETE FROM ledger_seals');
      expect(await figuresSay(t)).toEqual(await rowsSay(t));
    } finally {
      await superuser.end();
    }
  }
});
