import { dayIn } from '../../kernel/period.js';
import { businessSettings } from '../settings/index.js';
import type { World } from '../tx.js';
import type { BillingOverview } from './figures.js';
import { readBalances, readOverviewRow } from './store.js';

const RECENT = 5;

/** One customer, out of the ledger. Whether the caller may know is decided before. */
export async function readBillingOverview(world: Pick<World, 'read' | 'clock'>, customerId: string): Promise<BillingOverview> {
  const { currency, time_zone: zone } = await businessSettings(world.read);
  const row = await readOverviewRow(world.read, { customerId, currency, today: dayIn(zone, world.clock.now()), recent: RECENT });
  return {
    customerId, currency, totalBilled: row.billed, totalPaid: row.paid - row.disputed, outstanding: row.outstanding, overdue: row.overdue,
    credit: row.credit, nextDueDay: row.next_due, recentInvoiceIds: row.recent,
  };
}

/** What each of these customers owes, by customer; who owes nothing is not in it. */
export async function openBalances(world: Pick<World, 'read'>, customerIds: readonly string[]): Promise<{ currency: string; open: ReadonlyMap<string, bigint> }> {
  const { currency } = await businessSettings(world.read);
  return { currency, open: customerIds.length === 0 ? new Map() : await readBalances(world.read, customerIds, currency) };
}
