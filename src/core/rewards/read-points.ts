import { POINTS } from '../../kernel/currency.js';
import { decodeCursor, toPage } from '../../kernel/page.js';
import type { Page } from '../../kernel/page.js';
import { addMonths, dayIn } from '../../kernel/period.js';
import type { Day } from '../../kernel/period.js';
import { account, accountId, readBalance } from '../ledger/index.js';
import { businessSettings } from '../settings/index.js';
import type { Reader } from '../tx.js';
import { unspent } from './expiry.js';
import { listPointsRows, readLots, readPointsSums } from './points-store.js';
import type { PointsRow } from './points-store.js';

/** earned and taken_back follow payments and what went back of them, forgiven what of that had expired before; given_back is a cancelled redemption. */
export type PointsMove = 'earned' | 'taken_back' | 'redeemed' | 'given_back' | 'expired' | 'forgiven';

export interface PointsEntry {
  readonly id: string;
  readonly move: PointsMove;
  /** Positive when the customer got them. */
  readonly points: bigint;
  readonly at: Date;
  /** The invoice it follows, for all that follow one. */
  readonly invoiceNumber: string | null;
  /** The reward it was for, for redeemed and given_back. */
  readonly rewardName: string | null;
}

export interface PointsSummary {
  readonly balance: bigint;
  /** Ever earned, less what was taken back. */
  readonly earned: bigint;
  /** Ever given for rewards, less what was given back. */
  readonly redeemed: bigint;
  /** Net of what was forgiven. */
  readonly expired: bigint;
  /** The points that go next and the last day they can be spent; null where points do not expire, or there are none. */
  readonly expiring: { readonly points: bigint; readonly lastDay: Day } | null;
}

/** The points a customer can spend; below zero only after a clawback. */
export async function readPoints(reader: Reader, customerId: string): Promise<bigint> {
  return readBalance(reader, pointsOf(customerId));
}

/** Where a customer's points stand. */
export async function summarizePoints(reader: Reader, customerId: string): Promise<PointsSummary> {
  const id = accountId(pointsOf(customerId));
  const [balance, sums, lots, settings] = await Promise.all([
    readPoints(reader, customerId), readPointsSums(reader, id), readLots(reader, id), businessSettings(reader),
  ]);
  const { points_expire_months: months, time_zone: zone } = settings;
  const next = months === 0 ? undefined : unspent(lots, sums)[0];
  return { balance, ...sums, expiring: next === undefined ? null : { points: next.points, lastDay: addMonths(dayIn(zone, next.earnedAt), months) } };
}

/** Every movement of a customer's points, latest first, out of the ledger. `input_invalid` for a foreign cursor. */
export async function listPointsEntries(reader: Reader, customerId: string, wish: { readonly cursor?: string | undefined; readonly limit: number }): Promise<Page<PointsEntry>> {
  const [after] = wish.cursor === undefined ? [] : decodeCursor(wish.cursor, 1);
  const rows = await listPointsRows(reader, accountId(pointsOf(customerId)), after === undefined ? undefined : String(after), wish.limit + 1);
  return toPage(rows.map(toEntry), wish.limit, (entry) => [entry.id]);
}

const pointsOf = (customerId: string) => account('customer_points', POINTS, customerId);

function toEntry(row: PointsRow): PointsEntry {
  return { id: row.id, move: moveOf(row), points: row.points, at: row.occurred_at, invoiceNumber: row.invoice_number, rewardName: row.reward_name };
}

function moveOf({ occasion, points }: PointsRow): PointsMove {
  if (occasion.startsWith('points.redeemed:')) return 'redeemed';
  if (occasion.startsWith('points.returned:')) return 'given_back';
  if (occasion.startsWith('points.expired:')) return 'expired';
  if (occasion.startsWith('points.forgiven:')) return 'forgiven';
  return points > 0n ? 'earned' : 'taken_back';
}
