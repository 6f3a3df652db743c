import { addMonths, dayIn } from '../../kernel/period.js';
import { BUSINESS, cached } from '../caches/index.js';
import { businessSettings } from '../settings/index.js';
import type { World } from '../tx.js';
import type { BillingMonth } from './figures.js';
import { readBook } from './read-book.js';

const MONTHS = 12;

/** The last twelve months of the books, this one included, oldest first; a month without anything has its zeros. */
export async function readBillingMonths(world: Pick<World, 'read' | 'clock'>): Promise<{ currency: string; months: BillingMonth[] }> {
  const { currency, time_zone: zone } = await businessSettings(world.read);
  const thisMonth = `${dayIn(zone, world.clock.now()).slice(0, 7)}-01`;
  const first = addMonths(thisMonth, 1 - MONTHS);
  const book = await cached(world.read, { cache: 'queries', owner: BUSINESS, kind: 'billing-months', key: `${currency} ${zone} ${thisMonth}` }, () => readBook(world));
  const months = Array.from({ length: MONTHS }, (_, i) => addMonths(first, i).slice(0, 7));
  return { currency, months: months.map((month) => ({ invoiced: 0n, revenue: 0n, received: 0n, recurring: 0n, ...book.get(month), month })) };
}
