import { storableJson } from '../../kernel/json.js';
import type { PaymentTarget } from '../events.js';
import type { Intent, ProcessorName } from '../ports/processor.js';
import type { Reader, Sink, Statement, Tx } from '../tx.js';
import type { ChargedBy, Payment, PaymentState } from './payment.js';

interface PaymentRow {
  id: string; customer_id: string | null; customer_name: string | null; customer_email: string | null; user_id: string | null;
  processor: string; account: string; external_id: string | null; state: string; currency: string;
  amount: bigint; amount_received: bigint; amount_refunded: bigint; amount_disputed: bigint; fee: bigint | null;
  charged_by: string; hosted: boolean; payer_present: boolean; method_id: string | null; card_brand: string | null; card_last4: string | null; failure_code: string | null;
  request_key: string | null; card_consent: Record<string, unknown> | null; resolve_count: number; created_at: Date; settled_at: Date | null;
}

interface TargetRow { payment_id: string; kind: string; subject_id: string; amount: bigint; label: string | null }

const COLUMNS = `p.id, p.customer_id, c.name AS customer_name, c.email AS customer_email, p.user_id, p.processor, p.account,
  p.external_id, p.state, p.currency, p.amount, p.amount_received, p.amount_refunded, p.amount_disputed, p.fee, p.charged_by, p.hosted, p.payer_present,
  p.method_id, p.card_brand, p.card_last4, p.failure_code, p.request_key, p.card_consent, p.resolve_count, p.created_at, p.settled_at`;
const SOURCE = `payments p LEFT JOIN customers c ON c.id = p.customer_id`;

const lockByIds: Statement<PaymentRow> = {
  name: 'payments_lock_by_ids',
  text: `SELECT ${COLUMNS} FROM ${SOURCE} WHERE p.id = ANY($1::uuid[]) ORDER BY p.id FOR UPDATE OF p`,
};
const targetsByIds: Statement<TargetRow> = {
  name: 'payments_targets_by_ids',
  text: `SELECT t.payment_id, t.kind, t.subject_id, t.amount, coalesce(i.number, t.label) AS label
         FROM payment_targets t LEFT JOIN invoices i ON t.kind = 'invoice' AND i.id = t.subject_id
         WHERE t.payment_id = ANY($1::uuid[]) ORDER BY t.payment_id, t.position`,
};
const idsByExternal: Statement<{ id: string; external_id: string }> = {
  name: 'payments_ids_by_external',
  text: `SELECT id, external_id FROM payments WHERE processor = $1 AND account = $2 AND external_id = ANY($3::text[])`,
};
const idByRequestKey: Statement<{ id: string }> = {
  name: 'payments_id_by_request_key',
  text: `SELECT id FROM payments WHERE request_key = $1`,
};
const liveIdsOfSubjects: Statement<{ id: string }> = {
  name: 'payments_live_of_subjects',
  text: `SELECT DISTINCT payment_id AS id FROM payment_targets WHERE live AND kind = $1 AND subject_id = ANY($2::uuid[])`,
};
type FoundRow = PaymentRow & { targets: [string, string, string, string | null][] };

/** With their targets in the same row, amounts as text: a read by key is one statement. */
const FOUND = `SELECT ${COLUMNS}, (
    SELECT json_agg(json_build_array(t.kind, t.subject_id, t.amount::text, coalesce(i.number, t.label)) ORDER BY t.position)
    FROM payment_targets t LEFT JOIN invoices i ON t.kind = 'invoice' AND i.id = t.subject_id WHERE t.payment_id = p.id
  ) AS targets FROM ${SOURCE}`;
const findByIds: Statement<FoundRow> = { name: 'payments_find_by_ids', text: `${FOUND} WHERE p.id = ANY($1::uuid[])` };
/** Its own statement: for a single key PostgreSQL keeps one plan instead of planning with every call. */
const findById: Statement<FoundRow> = { name: 'payments_find_by_id', text: `${FOUND} WHERE p.id = $1` };

/** Locks payments in id order. Both statements travel together. */
export async function lockPayments(tx: Tx, ids: readonly string[]): Promise<Payment[]> {
  if (ids.length === 0) return [];
  const [rows, targets] = await Promise.all([tx.run(lockByIds, [ids]), tx.run(targetsByIds, [ids])]);
  return toPayments(rows, targets);
}

export async function findPayments(reader: Reader, ids: readonly string[]): Promise<Payment[]> {
  if (ids.length === 0) return [];
  return (await reader.run(findByIds, [ids])).flatMap(foundPayment);
}

export async function findPaymentById(reader: Reader, id: string): Promise<Payment | undefined> {
  return (await reader.run(findById, [id])).flatMap(foundPayment)[0];
}

function foundPayment(row: FoundRow): Payment[] {
  return toPayments([row], row.targets.map(([kind, subject_id, amount, label]) => ({ payment_id: row.id, kind, subject_id, amount: BigInt(amount), label })));
}

/** Our ids for a processor's ids. */
export async function findIdsByExternal(reader: Reader, processor: string, account: string, externalIds: readonly string[]): Promise<Map<string, string>> {
  if (externalIds.length === 0) return new Map();
  const rows = await reader.run(idsByExternal, [processor, account, externalIds]);
  return new Map(rows.map((row) => [row.external_id, row.id]));
}

export async function findIdByRequestKey(reader: Reader, requestKey: string): Promise<string | undefined> {
  return (await reader.run(idByRequestKey, [requestKey]))[0]?.id;
}

export async function findLiveIds(reader: Reader, kind: string, subjectIds: readonly string[]): Promise<string[]> {
  return (await reader.run(liveIdsOfSubjects, [kind, subjectIds])).map((row) => row.id);
}

export interface NewPayment {
  readonly id: string;
  readonly customerId: string | null;
  readonly userId: string | null;
  readonly processor: ProcessorName;
  readonly account: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly chargedBy: ChargedBy;
  readonly payerPresent: boolean;
  readonly hosted?: boolean;
  readonly methodId: string | null;
  readonly requestKey: string | null;
  readonly cardConsent: Readonly<Record<string, unknown>> | null;
  readonly resolveAfter: Date | null;
  readonly targets: readonly PaymentTarget[];
}

export async function insertPayment(tx: Tx, p: NewPayment): Promise<void> {
  await tx.db.insertInto('payments').values({
    id: p.id, customer_id: p.customerId, user_id: p.userId, processor: p.processor, account: p.account, state: 'created',
    currency: p.currency, amount: p.amount, charged_by: p.chargedBy, hosted: p.hosted ?? false, payer_present: p.payerPresent, method_id: p.methodId, request_key: p.requestKey,
    card_consent: p.cardConsent === null ? null : storableJson(p.cardConsent),
    resolve_after: p.resolveAfter, created_at: tx.now, updated_at: tx.now,
  }).execute();
  await tx.db.insertInto('payment_targets').values(p.targets.map((t, position) => ({
    payment_id: p.id, position, kind: t.kind, subject_id: t.subjectId, amount: t.amount, live: true, label: t.kind === 'invoice' ? null : t.label,
  }))).execute();
}

/** What hearing of an intent changes in a payment's row. */
export interface PaymentChange {
  readonly id: string;
  readonly state: PaymentState;
  readonly externalId: string | null;
  readonly amountReceived: bigint;
  readonly fee: bigint | null;
  readonly methodId: string | null;
  readonly cardBrand: string | null;
  readonly cardLast4: string | null;
  readonly failureCode: string | null;
  readonly resolveAfter: Date | null;
  readonly resolveCount: number;
  readonly settledAt: Date | null;
  readonly live: boolean;
}

const updatePayments: Statement<never> = {
  name: 'payments_update',
  text: `UPDATE payments p SET state = u.state, external_id = u.external_id, amount_received = u.received, fee = coalesce(u.fee, p.fee),
           method_id = coalesce(u.method_id, p.method_id), card_brand = u.brand, card_last4 = u.last4,
           failure_code = u.failure, resolve_after = u.resolve_after, resolve_count = u.resolve_count, settled_at = u.settled_at, updated_at = $13
         FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::text[], $7::text[], $8::text[], $9::text[],
                     $10::timestamptz[], $11::int[], $12::timestamptz[])
           AS u (id, state, external_id, received, fee, method_id, brand, last4, failure, resolve_after, resolve_count, settled_at)
         WHERE p.id = u.id`,
};
const endTargets: Statement<never> = {
  name: 'payments_end_targets',
  text: `UPDATE payment_targets SET live = false WHERE live AND payment_id = ANY($1::uuid[])`,
};

/** Writes changed payments once per transaction; the last change of a payment is what stays. */
export const paymentsSink: Sink<PaymentChange> = {
  name: 'payments',
  order: 1,
  async write(tx, changes) {
    const rows = [...new Map(changes.map((change) => [change.id, change])).values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    const column = <K extends keyof PaymentChange>(key: K) => rows.map((row) => row[key]);
    const ended = rows.filter((row) => !row.live).map((row) => row.id);
    const written = tx.run(updatePayments, [
      column('id'), column('state'), column('externalId'), column('amountReceived'), column('fee'), column('methodId'), column('cardBrand'),
      column('cardLast4'), column('failureCode'), column('resolveAfter'), column('resolveCount'), column('settledAt'), tx.now,
    ]);
    await Promise.all([written, ended.length > 0 ? tx.run(endTargets, [ended]) : undefined]);
  },
};

const claimDue: Statement<{ id: string; resolve_count: number }> = {
  name: 'payments_claim_due',
  text: `SELECT id, resolve_count FROM payments WHERE resolve_after <= $1 ORDER BY resolve_after LIMIT $2 FOR UPDATE SKIP LOCKED`,
};

/** Payments whose processor is to be asked, locked against other workers for this transaction. */
export async function claimPaymentsToResolve(tx: Tx, limit: number): Promise<{ id: string; resolveCount: number }[]> {
  return (await tx.run(claimDue, [tx.now, limit])).map((row) => ({ id: row.id, resolveCount: row.resolve_count }));
}

/** When the processor is to be asked next about a payment. */
export async function scheduleResolution(tx: Tx, id: string, at: Date | null, count: number): Promise<void> {
  await tx.db.updateTable('payments').set({ resolve_after: at, resolve_count: count }).where('id', '=', id).execute();
}

/** Nothing is left to look for, unless somebody asked for another look since the one counted as `count`. */
export async function endResolution(tx: Tx, id: string, count: number): Promise<void> {
  await tx.db.updateTable('payments').set({ resolve_after: null, resolve_count: 0 }).where('id', '=', id).where('resolve_count', '=', count).execute();
}

/** Puts every payment that may have ended unheard, since `since`, in line for the resolver. */
export async function scheduleLive(tx: Tx, since: Date): Promise<number> {
  const result = await tx.db.updateTable('payments').set({ resolve_after: tx.now })
    .where('state', 'in', ['created', 'open', 'processing', 'unknown']).where('updated_at', '>', since).where('resolve_after', '>', tx.now).executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/**
 * Asks for a look at the processor's refunds of a payment, unless we know of that much already.
 * early: the payment is not settled yet, or not known by this id yet; hear it again later.
 */
export async function scheduleRefundCheck(tx: Tx, intent: Pick<Intent, 'processor' | 'account' | 'externalId'>, amountRefunded: bigint): Promise<'applied' | 'early'> {
  const payment = await tx.db.selectFrom('payments').select(['id', 'state', 'amount_refunded'])
    .where('processor', '=', intent.processor).where('account', '=', intent.account).where('external_id', '=', intent.externalId).executeTakeFirst();
  if (payment?.state !== 'succeeded') return 'early';
  if (payment.amount_refunded < amountRefunded) await scheduleResolution(tx, payment.id, tx.now, 0);
  return 'applied';
}

export async function markPaymentState(tx: Tx, id: string, state: 'unknown' | 'failed' | 'canceled', failureCode: string | null, resolveAfter: Date | null): Promise<void> {
  // What came to nothing gives its request's name back: the same request may be made again.
  await tx.db.updateTable('payments').set({ state, failure_code: failureCode, resolve_after: resolveAfter, updated_at: tx.now, ...(state !== 'unknown' && { request_key: null }) })
    .where('id', '=', id).where('state', 'in', ['created', 'open', 'processing', 'unknown']).execute();
  if (state !== 'unknown') await tx.db.updateTable('payment_targets').set({ live: false }).where('payment_id', '=', id).where('live', '=', true).execute();
}

/** Fills in what was unknown of a settled payment. */
export async function fillDetails(tx: Tx, id: string, details: { fee: bigint | null; cardBrand: string | null; cardLast4: string | null }): Promise<void> {
  await tx.db.updateTable('payments').set((eb) => ({
    fee: eb.fn.coalesce('fee', eb.val(details.fee)), card_brand: eb.fn.coalesce('card_brand', eb.val(details.cardBrand)),
    card_last4: eb.fn.coalesce('card_last4', eb.val(details.cardLast4)), updated_at: tx.now,
  })).where('id', '=', id).execute();
}

/** Adds to what went back of a payment; both are cumulative and checked against the received amount by the caller. */
export async function addToPayment(tx: Tx, id: string, delta: { refunded?: bigint; disputed?: bigint }): Promise<void> {
  await tx.db.updateTable('payments').set((eb) => ({
    amount_refunded: eb('amount_refunded', '+', delta.refunded ?? 0n),
    amount_disputed: eb('amount_disputed', '+', delta.disputed ?? 0n),
    updated_at: tx.now,
  })).where('id', '=', id).execute();
}

function toPayments(rows: PaymentRow[], targets: TargetRow[]): Payment[] {
  const byPayment = new Map<string, PaymentTarget[]>();
  for (const t of targets) {
    const target: PaymentTarget = { kind: t.kind as PaymentTarget['kind'], subjectId: t.subject_id, amount: t.amount, label: t.label };
    const kept = byPayment.get(t.payment_id);
    if (kept) kept.push(target);
    else byPayment.set(t.payment_id, [target]);
  }
  return rows.map((row) => ({
    id: row.id, customerId: row.customer_id, userId: row.user_id,
    customer: row.customer_name !== null && row.customer_email !== null ? { name: row.customer_name, email: row.customer_email } : null,
    processor: row.processor as Payment['processor'], account: row.account, externalId: row.external_id, state: row.state as PaymentState,
    currency: row.currency, amount: row.amount, amountReceived: row.amount_received, amountRefunded: row.amount_refunded,
    amountDisputed: row.amount_disputed, fee: row.fee, chargedBy: row.charged_by as ChargedBy, hosted: row.hosted, payerPresent: row.payer_present, methodId: row.method_id, cardBrand: row.card_brand,
    cardLast4: row.card_last4, failureCode: row.failure_code, requestKey: row.request_key, cardConsent: row.card_consent, resolveCount: row.resolve_count,
    createdAt: row.created_at, settledAt: row.settled_at, targets: byPayment.get(row.id) ?? [],
  }));
}
