import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import { Failure } from '../../kernel/failure.js';
import { isUuid } from '../../kernel/ids.js';
import type { Rewards } from '../tables.js';
import type { Reader, Statement, Tx } from '../tx.js';
import type { Redemption, RedemptionState, Reward } from './reward.js';

type RewardRow = Selectable<Rewards>;

const shareReward: Statement<RewardRow> = { name: 'rewards_share', text: 'SELECT * FROM rewards WHERE id = $1 FOR SHARE' };
const takeReward: Statement<RewardRow> = { name: 'rewards_lock', text: 'SELECT * FROM rewards WHERE id = $1 FOR UPDATE' };

/** A reward whose price and state stand still until this transaction ends. */
export async function holdReward(tx: Tx, id: string): Promise<Reward | undefined> {
  const [row] = await tx.run(shareReward, [id]);
  return row && toReward(row);
}

/** A reward that this transaction changes. */
export async function lockReward(tx: Tx, id: string): Promise<Reward | undefined> {
  const [row] = await tx.run(takeReward, [id]);
  return row && toReward(row);
}

/** The catalogue, cheapest first. */
export async function findRewards(reader: Reader, onlyActive: boolean): Promise<Reward[]> {
  let query = reader.db.selectFrom('rewards').selectAll().orderBy('points_required').orderBy('id');
  if (onlyActive) query = query.where('active', '=', true);
  return (await query.execute()).map(toReward);
}

export async function insertReward(tx: Tx, reward: Reward): Promise<void> {
  await tx.db.insertInto('rewards').values({
    id: reward.id, name: reward.name, description: reward.description, points_required: reward.pointsRequired, active: reward.active,
    created_at: tx.now, updated_at: tx.now,
  }).execute();
}

export async function updateReward(tx: Tx, reward: Reward): Promise<void> {
  await tx.db.updateTable('rewards').set({
    name: reward.name, description: reward.description, points_required: reward.pointsRequired, active: reward.active, updated_at: tx.now,
  }).where('id', '=', reward.id).execute();
}

interface RedemptionRow {
  id: string; customer_id: string; customer_name: string; reward_id: string; reward_name: string; points: bigint; state: string; created_at: Date; decided_at: Date | null;
}

const COLUMNS = 'r.id, r.customer_id, c.name AS customer_name, r.reward_id, w.name AS reward_name, r.points, r.state, r.created_at, r.decided_at';
const SOURCE = 'reward_redemptions r JOIN customers c ON c.id = r.customer_id JOIN rewards w ON w.id = r.reward_id';

const byId: Statement<RedemptionRow> = { name: 'redemptions_by_id', text: `SELECT ${COLUMNS} FROM ${SOURCE} WHERE r.id = $1` };
const byRequestKey: Statement<RedemptionRow> = { name: 'redemptions_by_request', text: `SELECT ${COLUMNS} FROM ${SOURCE} WHERE r.request_key = $1` };
const decide: Statement<{ id: string }> = {
  name: 'redemptions_decide',
  text: `UPDATE reward_redemptions SET state = $2, decided_at = $3 WHERE id = $1 AND state = 'pending' RETURNING id`,
};

export async function findRedemption(reader: Reader, id: string): Promise<Redemption | undefined> {
  const [row] = await reader.run(byId, [id]);
  return row && toRedemption(row);
}

export async function findRedemptionByRequestKey(reader: Reader, requestKey: string): Promise<Redemption | undefined> {
  const [row] = await reader.run(byRequestKey, [requestKey]);
  return row && toRedemption(row);
}

export async function insertRedemption(tx: Tx, row: { id: string; customerId: string; rewardId: string; points: bigint; requestKey: string | null }): Promise<void> {
  await tx.db.insertInto('reward_redemptions').values({
    id: row.id, customer_id: row.customerId, reward_id: row.rewardId, points: row.points, request_key: row.requestKey, created_at: tx.now,
  }).execute();
}

/** Ends a redemption that is pending; false when it was decided before. */
export async function decideRedemption(tx: Tx, id: string, state: 'fulfilled' | 'cancelled'): Promise<boolean> {
  return (await tx.run(decide, [id, state, tx.now])).length > 0;
}

export interface ListRedemptions {
  readonly customerId?: string | undefined;
  readonly state?: RedemptionState | undefined;
  /** A part of the customer's name or address, or of the reward's name. */
  readonly search?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Latest first, behind `after` (creation in milliseconds, id). */
export async function listRedemptionRows(reader: Reader, wish: ListRedemptions & { after: (string | number)[] | undefined }): Promise<Redemption[]> {
  const conditions = [sql`true`];
  if (wish.customerId !== undefined) conditions.push(sql`r.customer_id = ${wish.customerId}`);
  if (wish.state !== undefined) conditions.push(sql`r.state = ${wish.state}`);
  if (wish.search) {
    const pattern = `%${wish.search.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    conditions.push(sql`(w.name ILIKE ${pattern} OR r.customer_id = ANY (ARRAY(SELECT id FROM customers WHERE name ILIKE ${pattern} OR email ILIKE ${pattern} LIMIT 100)))`);
  }
  if (wish.after) conditions.push(sql`(r.created_at, r.id) < ${keyOf(wish.after)}`);
  const { rows } = await sql<RedemptionRow>`
    SELECT ${sql.raw(COLUMNS)} FROM ${sql.raw(SOURCE)} WHERE ${sql.join(conditions, sql` AND `)}
    ORDER BY r.created_at DESC, r.id DESC LIMIT ${wish.limit}`.execute(reader.db);
  return rows.map(toRedemption);
}

/** Beyond the year 9999 nothing was ever shown, and PostgreSQL takes other years than JavaScript. */
const LATEST = 253_402_300_799_999;

export function keyOf([at, id]: (string | number)[]) {
  if (typeof at !== 'number' || !(at >= 0 && at <= LATEST) || typeof id !== 'string' || !isUuid(id)) throw new Failure('input_invalid', { field: 'cursor' });
  return sql`(${new Date(at)}, ${id}::uuid)`;
}

function toReward(row: RewardRow): Reward {
  return { id: row.id, name: row.name, description: row.description, pointsRequired: row.points_required, active: row.active, createdAt: row.created_at };
}

function toRedemption(row: RedemptionRow): Redemption {
  return {
    id: row.id, customerId: row.customer_id, customerName: row.customer_name, rewardId: row.reward_id, rewardName: row.reward_name, points: row.points,
    state: row.state as RedemptionState, createdAt: row.created_at, decidedAt: row.decided_at,
  };
}
