import type { Reader, Tx } from '../tx.js';
import type { Refund, RefundState } from './refund.js';

const COLUMNS = ['id', 'payment_id', 'processor', 'account', 'external_id', 'state', 'amount', 'keep_owing', 'to_credit', 'reason', 'failure_code', 'bounced_at', 'requested_by', 'resolve_count', 'created_at'] as const;

export async function findRefund(reader: Reader, id: string): Promise<Refund | undefined> {
  const row = await reader.db.selectFrom('refunds').select(COLUMNS).where('id', '=', id).executeTakeFirst();
  return row && toRefund(row);
}

export async function findRefundByRequestKey(reader: Reader, requestKey: string): Promise<Refund | undefined> {
  const row = await reader.db.selectFrom('refunds').select(COLUMNS).where('request_key', '=', requestKey).executeTakeFirst();
  return row && toRefund(row);
}

/** All refunds of payments, oldest first. Lock the payments before. */
export async function refundsOf(reader: Reader, paymentIds: readonly string[]): Promise<Refund[]> {
  if (paymentIds.length === 0) return [];
  const rows = await reader.db.selectFrom('refunds').select(COLUMNS).where('payment_id', 'in', paymentIds).orderBy('id').execute();
  return rows.map(toRefund);
}

export interface NewRefund extends Pick<Refund, 'id' | 'paymentId' | 'processor' | 'account' | 'externalId' | 'state' | 'amount' | 'keepOwing' | 'reason' | 'requestedBy'> {
  readonly requestKey: string | null;
  readonly resolveAfter: Date | null;
}

export async function insertRefund(tx: Tx, r: NewRefund): Promise<void> {
  await tx.db.insertInto('refunds').values({
    id: r.id, payment_id: r.paymentId, processor: r.processor, account: r.account, external_id: r.externalId, state: r.state,
    amount: r.amount, keep_owing: r.keepOwing, reason: r.reason, requested_by: r.requestedBy, request_key: r.requestKey,
    resolve_after: r.resolveAfter, created_at: tx.now, updated_at: tx.now,
  }).execute();
}

/** False when it had ended before. */
export async function updateRefund(tx: Tx, id: string, change: { state: RefundState; externalId?: string | null; failureCode?: string | null; resolveAfter: Date | null }): Promise<boolean> {
  const result = await tx.db.updateTable('refunds').set({
    state: change.state, failure_code: change.failureCode ?? null, resolve_after: change.resolveAfter, updated_at: tx.now,
    ...(change.externalId ? { external_id: change.externalId } : {}),
    ...(change.state === 'succeeded' ? { settled_at: tx.now } : {}),
    // What came to nothing gives its request's name back: the same request may be made again.
    ...(change.state === 'failed' ? { request_key: null } : {}),
  }).where('id', '=', id).where('state', 'not in', ['succeeded', 'failed']).executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Its money came back after it had gone; false when that was known. */
export async function markBounced(tx: Tx, id: string, failureCode: string | null): Promise<boolean> {
  const result = await tx.db.updateTable('refunds').set({ bounced_at: tx.now, failure_code: failureCode, updated_at: tx.now })
    .where('id', '=', id).where('state', '=', 'succeeded').where('bounced_at', 'is', null).executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Refunds whose processor is to be asked, locked against other workers for this transaction. */
export async function claimRefundsToResolve(tx: Tx, limit: number): Promise<Refund[]> {
  const rows = await tx.db.selectFrom('refunds').select(COLUMNS).where('resolve_after', '<=', tx.now)
    .orderBy('resolve_after').limit(limit).forUpdate().skipLocked().execute();
  return rows.map(toRefund);
}

export async function scheduleRefundResolution(tx: Tx, id: string, at: Date, count: number): Promise<void> {
  await tx.db.updateTable('refunds').set({ resolve_after: at, resolve_count: count }).where('id', '=', id).execute();
}

/** Puts every refund that may have ended unheard, since `since`, in line for the resolver. */
export async function scheduleLiveRefunds(tx: Tx, since: Date): Promise<number> {
  const result = await tx.db.updateTable('refunds').set({ resolve_after: tx.now })
    .where('state', 'in', ['requested', 'processing', 'unknown']).where('updated_at', '>', since).where('resolve_after', '>', tx.now).executeTakeFirst();
  return Number(result.numUpdatedRows);
}

interface RefundRow {
  id: string; payment_id: string; processor: string; account: string; external_id: string | null; state: string; amount: bigint;
  keep_owing: boolean; to_credit: boolean; reason: string | null; failure_code: string | null; bounced_at: Date | null; requested_by: string | null; resolve_count: number; created_at: Date;
}

function toRefund(row: RefundRow): Refund {
  return {
    id: row.id, paymentId: row.payment_id, processor: row.processor, account: row.account, externalId: row.external_id,
    state: row.state as RefundState, amount: row.amount, keepOwing: row.keep_owing, toCredit: row.to_credit, reason: row.reason, failureCode: row.failure_code, bouncedAt: row.bounced_at,
    requestedBy: row.requested_by, resolveCount: row.resolve_count, createdAt: row.created_at,
  };
}
