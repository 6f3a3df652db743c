import type { Minor } from '../../kernel/money.js';
import type { Day } from '../../kernel/period.js';
import type { Reader, Tx } from '../tx.js';
import type { Payment } from './payment.js';

/** Writes a payment that has succeeded already. */
export async function insertSettledPayment(tx: Tx, p: Payment, slip: { method: string; reference: string | null; receivedOn: string } | null): Promise<void> {
  await tx.db.insertInto('payments').values({
    id: p.id, customer_id: p.customerId, user_id: p.userId, processor: p.processor, account: p.account, state: 'succeeded', currency: p.currency,
    amount: p.amount, amount_received: p.amountReceived, charged_by: p.chargedBy, request_key: p.requestKey, created_at: tx.now, updated_at: tx.now, settled_at: tx.now,
    manual_method: slip?.method ?? null, manual_reference: slip?.reference ?? null, received_on: slip?.receivedOn ?? null,
  }).execute();
  await tx.db.insertInto('payment_targets').values(p.targets.map((target, position) => ({
    payment_id: p.id, position, kind: target.kind, subject_id: target.subjectId, amount: target.amount, live: false,
  }))).execute();
}

/** The day on which money that was taken by hand came, as it is written down; null for any other payment. */
export async function findReceivedOn(reader: Reader, paymentId: string): Promise<Day | null> {
  const row = await reader.db.selectFrom('payments').select('received_on').where('id', '=', paymentId).executeTakeFirst();
  return row?.received_on ?? null;
}

/** Payments out of a customer's credit that were not taken back whole, newest first. */
export async function listSpentCredit(reader: Reader, customerId: string, currency: string): Promise<string[]> {
  const rows = await reader.db.selectFrom('payments').select('id')
    .where('customer_id', '=', customerId).where('processor', '=', 'credit').where('currency', '=', currency)
    .whereRef('amount_refunded', '<', 'amount_received').orderBy('created_at', 'desc').orderBy('id', 'desc').execute();
  return rows.map((row) => row.id);
}

/** A refund of which no processor is told: it has happened when it is written. */
export async function insertSettledRefund(tx: Tx, r: { id: string; paymentId: string; processor: string; account: string; amount: Minor; keepOwing: boolean; toCredit: boolean; reason: string | null; requestedBy: string | null; requestKey: string | null }): Promise<void> {
  await tx.db.insertInto('refunds').values({
    id: r.id, payment_id: r.paymentId, processor: r.processor, account: r.account, state: 'succeeded', amount: r.amount, keep_owing: r.keepOwing, to_credit: r.toCredit,
    reason: r.reason, requested_by: r.requestedBy, request_key: r.requestKey, created_at: tx.now, updated_at: tx.now, settled_at: tx.now,
  }).execute();
}
