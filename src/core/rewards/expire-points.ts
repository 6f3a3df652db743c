import { POINTS } from '../../kernel/currency.js';
import { eachApart } from '../../kernel/each-apart.js';
import type { NotDone } from '../../kernel/each-apart.js';
import { addMonths, dayIn, startOfDay } from '../../kernel/period.js';
import type { Day } from '../../kernel/period.js';
import { record } from '../audit/index.js';
import { touch } from '../caches/index.js';
import { account, accountId, lockBalance, post } from '../ledger/index.js';
import { businessSettings } from '../settings/index.js';
import { SYSTEM } from '../tx.js';
import type { Tx, World } from '../tx.js';
import { unspent } from './expiry.js';
import { customersWithPoints, readExpiredOfInvoices, readLots, readPointsSums } from './points-store.js';
import { expiryPosting } from './postings.js';

export interface PointsExpiry {
  /** Customers who lost points. */
  readonly lost: number;
  /** Customers whose points could not be looked at. */
  readonly failed: readonly NotDone[];
}

/**
 * Takes points away that nobody spent within `points_expire_months`, customer by customer. Does nothing while that
 * is 0, and nothing twice.
 */
export async function expirePoints(world: World): Promise<PointsExpiry> {
  const { points_expire_months: months, time_zone: zone } = await businessSettings(world.read);
  if (months === 0) return { lost: 0, failed: [] };
  const before = addMonths(dayIn(zone, world.clock.now()), -months);
  const cutoff = startOfDay(zone, before);
  const failed: NotDone[] = [];
  let lost = 0;
  for (let after = ''; ; ) {
    const customers = await customersWithPoints(world.read, after, cutoff);
    failed.push(...(await eachApart(customers, async (customerId) => {
      if ((await world.transact((tx) => expireOf(tx, customerId, before, cutoff))) > 0n) lost += 1;
    })));
    const last = customers.at(-1);
    if (last === undefined) return { lost, failed };
    after = last;
  }
}

async function expireOf(tx: Tx, customerId: string, before: Day, cutoff: Date): Promise<bigint> {
  const points = account('customer_points', POINTS, customerId);
  await lockBalance(tx, points);
  const [lots, sums] = await Promise.all([readLots(tx, accountId(points)), readPointsSums(tx, accountId(points))]);
  const old = unspent(lots, sums).filter((lot) => lot.earnedAt < cutoff);
  if (old.length === 0) return 0n;
  const sofar = await readExpiredOfInvoices(tx, accountId(points), old.map((lot) => lot.invoiceId));
  for (const lot of old) post(tx, expiryPosting(customerId, lot.invoiceId, before, sofar.get(lot.invoiceId)?.ever ?? 0n, lot.points));
  const expired = old.reduce((sum, lot) => sum + lot.points, 0n);
  record(tx, { actor: SYSTEM, action: 'points.expired', resourceType: 'customer', resourceId: customerId, details: { points: expired, earned_before: before } });
  touch(tx, customerId);
  return expired;
}
