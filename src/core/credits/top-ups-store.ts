import { storableJson } from '../../kernel/json.js';
import type { Reader, Statement, Tx } from '../tx.js';
import type { ClaimedTopUp, OffBecause, TopUp, TopUpCharge, TopUpChargeState } from './top-up.js';

interface TopUpRow {
  user_id: string; package_id: string; price: bigint; method_id: string; below: bigint; most_a_month: number; active: boolean; off_because: string | null; consented_at: Date;
  declines: number; due_at: Date | null;
}

function toTopUp(row: TopUpRow): TopUp {
  return {
    userId: row.user_id, packageId: row.package_id, price: row.price, methodId: row.method_id, below: row.below, mostAMonth: row.most_a_month, active: row.active,
    offBecause: row.off_because as OffBecause | null, consentedAt: row.consented_at, declines: row.declines, dueAt: row.due_at,
  };
}

interface ChargeRow { user_id: string; attempt: number; state: string; package_id: string; method_id: string; failure: string | null; created_at: Date; updated_at: Date }

function toCharge(row: ChargeRow): TopUpCharge {
  return {
    userId: row.user_id, attempt: row.attempt, state: row.state as TopUpChargeState, packageId: row.package_id, methodId: row.method_id, failure: row.failure,
    createdAt: row.created_at, updatedAt: row.updated_at,
  };
}

const topUpOf: Statement<TopUpRow> = { name: 'top_ups_of', text: `SELECT * FROM credit_top_ups WHERE user_id = $1` };
const lockedTopUp: Statement<TopUpRow> = { name: 'top_ups_lock', text: `${topUpOf.text} FOR NO KEY UPDATE` };

export async function findTopUp(reader: Reader, userId: string): Promise<TopUp | undefined> {
  return (await reader.run(topUpOf, [userId])).map(toTopUp)[0];
}

export async function lockTopUp(tx: Tx, userId: string): Promise<TopUp | undefined> {
  return (await tx.run(lockedTopUp, [userId])).map(toTopUp)[0];
}

const keepTopUp: Statement<never> = {
  name: 'top_ups_keep',
  text: `INSERT INTO credit_top_ups (user_id, package_id, price, method_id, below, most_a_month, active, consented_at, consent, created_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, true, $7, $8::jsonb, $7, $7)
    ON CONFLICT (user_id) DO UPDATE SET package_id = $2, price = $3, method_id = $4, below = $5, most_a_month = $6, active = true, off_because = NULL, consented_at = $7, consent = $8::jsonb,
      declines = 0, due_at = NULL, updated_at = $7`,
};

/** His word, whole: what he said before does not count any more. */
export async function writeTopUp(tx: Tx, one: Pick<TopUp, 'userId' | 'packageId' | 'price' | 'methodId' | 'below' | 'mostAMonth'>, consent: unknown): Promise<void> {
  await tx.run(keepTopUp, [one.userId, one.packageId, one.price, one.methodId, one.below, one.mostAMonth, tx.now, storableJson(consent)]);
}

export async function updateTopUp(tx: Tx, one: TopUp): Promise<void> {
  await tx.db.updateTable('credit_top_ups').set({ active: one.active, off_because: one.offBecause, declines: one.declines, due_at: one.dueAt, updated_at: tx.now }).where('user_id', '=', one.userId).execute();
}

const switchOff: Statement<{ user_id: string }> = {
  name: 'top_ups_switch_off_with',
  text: `UPDATE credit_top_ups SET active = false, off_because = 'card_gone', due_at = NULL, updated_at = $2 WHERE method_id = $1 AND active RETURNING user_id`,
};

/** Whose wish the card was meant for. */
export async function switchOffWith(tx: Tx, methodId: string): Promise<string[]> {
  return (await tx.run(switchOff, [methodId, tx.now])).map((row) => row.user_id);
}

const setDue: Statement<never> = {
  name: 'top_ups_due_now', text: `UPDATE credit_top_ups SET due_at = $2, updated_at = $2 WHERE user_id = $1 AND active AND due_at IS NULL`,
};

/** Little is left now: to be looked at, unless it is already, or waits after a decline. */
export async function dueTopUp(tx: Tx, userId: string): Promise<void> {
  await tx.run(setDue, [userId, tx.now]);
}

const dueUsers: Statement<{ user_id: string }> = {
  name: 'top_ups_to_take',
  text: `(SELECT user_id FROM credit_top_ups WHERE due_at <= $1 ORDER BY due_at LIMIT $3)
    UNION (SELECT user_id FROM credit_top_up_charges WHERE state = 'charging' AND updated_at <= $2 ORDER BY updated_at LIMIT $3)`,
};

/** Whose turn it is; `staleBefore`: since when a charge is asked about again whose outcome nobody recorded. */
export async function usersToTopUp(reader: Reader, { now, staleBefore, limit }: { now: Date; staleBefore: Date; limit: number }): Promise<string[]> {
  return (await reader.run(dueUsers, [now, staleBefore, limit])).map((row) => row.user_id);
}

// charges

export async function findOpenCharge(tx: Tx, userId: string): Promise<TopUpCharge | undefined> {
  const row = await tx.db.selectFrom('credit_top_up_charges').selectAll().where('user_id', '=', userId).where('state', '=', 'charging').executeTakeFirst();
  return row && toCharge(row);
}

/** Newest first. */
export async function selectCharges(reader: Reader, userId: string, limit: number): Promise<TopUpCharge[]> {
  return (await reader.db.selectFrom('credit_top_up_charges').selectAll().where('user_id', '=', userId).orderBy('attempt', 'desc').limit(limit).execute()).map(toCharge);
}

const countRows: Statement<{ today: number; this_month: number; last: number }> = {
  name: 'top_ups_count',
  text: `SELECT count(*) FILTER (WHERE state IN ('charging', 'succeeded') AND created_at >= $2)::int AS today,
      count(*) FILTER (WHERE state IN ('charging', 'succeeded') AND created_at >= $3)::int AS this_month, coalesce(max(attempt), 0)::int AS last
    FROM credit_top_up_charges WHERE user_id = $1`,
};

/** How often money was taken, or may be under way, since two instants; and the last attempt's number. */
export async function countCharges(tx: Tx, userId: string, { day, month }: { day: Date; month: Date }): Promise<{ today: number; thisMonth: number; last: number }> {
  const [row] = await tx.run(countRows, [userId, day, month]);
  return { today: row!.today, thisMonth: row!.this_month, last: row!.last };
}

export async function insertCharge(tx: Tx, { userId, attempt, packageId, methodId }: ClaimedTopUp): Promise<void> {
  await tx.db.insertInto('credit_top_up_charges').values({ user_id: userId, attempt, package_id: packageId, method_id: methodId, state: 'charging', created_at: tx.now, updated_at: tx.now }).execute();
}

/** Says what became of an attempt that is under way; false: it was said before. */
export async function decideCharge(tx: Tx, { userId, attempt }: Pick<TopUpCharge, 'userId' | 'attempt'>, to: { state: TopUpChargeState; paymentId?: string | null; failure?: string | null }): Promise<boolean> {
  const { numUpdatedRows } = await tx.db.updateTable('credit_top_up_charges')
    .set({ state: to.state, updated_at: tx.now, ...(to.paymentId != null && { payment_id: to.paymentId }), ...(to.failure != null && { failure: to.failure }) })
    .where('user_id', '=', userId).where('attempt', '=', attempt).where('state', '=', 'charging').executeTakeFirst();
  return numUpdatedRows === 1n;
}
