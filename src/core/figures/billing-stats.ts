import { dayIn } from '../../kernel/period.js';
import type { Day } from '../../kernel/period.js';
import { BUSINESS, cached } from '../caches/index.js';
import { businessSettings } from '../settings/index.js';
import type { World } from '../tx.js';
import type { BillingStats } from './figures.js';
import { readBook } from './read-book.js';
import { readStatsRows } from './store.js';

/** The business as a whole, out of the ledger; at most a minute old (`at` says of when). */
export async function readBillingStats(world: Pick<World, 'read' | 'clock'>): Promise<BillingStats> {
  const { currency, time_zone: zone } = await businessSettings(world.read);
  const now = world.clock.now();
  const today = dayIn(zone, now);
  return cached(world.read, { cache: 'queries', owner: BUSINESS, kind: 'billing-stats', key: `${currency} ${today}` }, () => read(world, currency, today, now));
}

async function read(world: Pick<World, 'read'>, currency: string, today: Day, at: Date): Promise<BillingStats> {
  const [{ open, counts }, book] = await Promise.all([readStatsRows(world.read, currency, today), readBook(world)]);
  const months = [...book.values()];
  const { outstanding, overdue, up_to_30: upTo30Days, up_to_60: upTo60Days, up_to_90: upTo90Days } = open;
  const invoicesByStatus = {
    draft: Number(counts.draft), pending: Number(counts.pending), paid: Number(counts.paid), overdue: Number(counts.overdue), cancelled: Number(counts.cancelled),
  };
  return {
    currency, totalInvoiced: sum(months.map((month) => month.invoiced)), totalReceived: sum(months.map((month) => month.received)), outstanding, overdue,
    ageing: { notDue: outstanding - overdue, upTo30Days, upTo60Days, upTo90Days, older: overdue - upTo30Days - upTo60Days - upTo90Days },
    monthlyRecurring: counts.fees + counts.offers, invoicesByStatus,
    totalInvoices: Object.values(invoicesByStatus).reduce((sum, count) => sum + count, 0),
    activeCustomers: Number(counts.active), totalCustomers: Number(counts.customers), at,
  };
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((all, amount) => all + amount, 0n);
}
