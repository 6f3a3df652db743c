import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { Reader, Statement, Tx } from '../tx.js';
import type { Price } from './price.js';
import type { BillingAddress, Purchase, PurchaseState } from './purchase.js';

interface PurchaseRow {
  id: string; public_id: string; order_number: string; user_id: string; user_name: string; user_email: string; user_public_id: string; customer_id: string | null;
  program_id: string; program_public_id: string; program_title: string; program_type: string; currency: string;
  full_price: bigint; class_rep_discount: bigint; early_bird_discount: bigint; final_price: bigint; is_class_rep: boolean; is_early_bird: boolean;
  state: string; live: boolean; surplus: boolean; hold_until: Date | null; amount_refunded: bigint; amount_disputed: bigint;
  billing_name: string; billing_email: string; billing_address: BillingAddress | null; cardholder_name: string | null;
  stuck: bigint; payment_id: string | null; card_brand: string | null; card_last4: string | null; intent_external_id: string | null; checkout_external_id: string | null;
  created_at: Date; updated_at: Date; completed_at: Date | null;
}

const SELECT = `SELECT q.*, u.name AS user_name, u.email AS user_email, u.public_id AS user_public_id, p.public_id AS program_public_id,
    m.card_brand, m.card_last4, m.external_id AS intent_external_id, c.external_id AS checkout_external_id,
    CASE WHEN q.surplus THEN m.amount_received - (SELECT coalesce(sum(r.amount), 0)::bigint FROM refunds r WHERE r.payment_id = q.payment_id AND r.state <> 'failed') ELSE 0 END AS stuck
  FROM purchases q JOIN users u ON u.id = q.user_id JOIN programs p ON p.id = q.program_id
    LEFT JOIN payments m ON m.id = q.payment_id LEFT JOIN checkout_sessions c ON c.payment_id = q.payment_id`;

const lockLive: Statement<PurchaseRow> = { name: 'purchases_lock_live', text: `${SELECT} WHERE q.live AND q.user_id = $1 AND q.program_id = $2 FOR UPDATE OF q` };
const lockByIds: Statement<PurchaseRow> = { name: 'purchases_lock', text: `${SELECT} WHERE q.id = ANY($1::uuid[]) ORDER BY q.id FOR UPDATE OF q` };
const byPublicId: Statement<PurchaseRow> = { name: 'purchases_by_public_id', text: `${SELECT} WHERE q.public_id = $1` };
const ofUser: Statement<PurchaseRow> = { name: 'purchases_of_user', text: `${SELECT} WHERE q.user_id = $1 ORDER BY q.created_at DESC, q.id DESC LIMIT 1000` };
const byCheckout: Statement<PurchaseRow> = { name: 'purchases_by_checkout', text: `${SELECT} WHERE c.external_id = $1` };
const byOrder: Statement<PurchaseRow> = { name: 'purchases_by_order', text: `${SELECT} WHERE q.order_number = $1` };
const access: Statement<{ one: number }> = {
  name: 'purchases_access',
  text: `SELECT 1 AS one FROM purchases WHERE user_id = $1 AND program_id = $2 AND live AND state = 'completed' AND amount_disputed = 0`,
};
const takeNumber: Statement<{ next: bigint }> = {
  name: 'purchases_take_number',
  text: 'INSERT INTO number_series AS s (series, next) VALUES ($1, 2) ON CONFLICT (series) DO UPDATE SET next = s.next + 1 RETURNING next',
};

/** The next order number of a day's series, gapless. */
export async function takeOrderNumber(tx: Tx, day: string): Promise<string> {
  const digits = day.replaceAll('-', '');
  const [row] = await tx.run(takeNumber, [`order:${digits}`]);
  return `ORD-${digits}-${String(row!.next - 1n).padStart(5, '0')}`;
}

/** The purchase with which this user holds a place, locked. */
export async function lockLivePurchase(tx: Tx, userId: string, programId: string): Promise<Purchase | undefined> {
  return (await tx.run(lockLive, [userId, programId])).map(toPurchase)[0];
}

/** Locks purchases in id order. */
export async function lockPurchases(tx: Tx, ids: readonly string[]): Promise<Map<string, Purchase>> {
  if (ids.length === 0) return new Map();
  return new Map((await tx.run(lockByIds, [[...new Set(ids)]])).map((row) => [row.id, toPurchase(row)]));
}

export async function findPurchase(reader: Reader, publicId: string): Promise<Purchase | undefined> {
  return (await reader.run(byPublicId, [publicId])).map(toPurchase)[0];
}

export async function findPurchaseByCheckout(reader: Reader, externalId: string): Promise<Purchase | undefined> {
  return (await reader.run(byCheckout, [externalId])).map(toPurchase)[0];
}

export async function findPurchaseByOrder(reader: Reader, orderNumber: string): Promise<Purchase | undefined> {
  return (await reader.run(byOrder, [orderNumber])).map(toPurchase)[0];
}

export async function purchasesOfUser(reader: Reader, userId: string): Promise<Purchase[]> {
  return (await reader.run(ofUser, [userId])).map(toPurchase);
}

export async function ownsAccess(reader: Reader, userId: string, programId: string): Promise<boolean> {
  return (await reader.run(access, [userId, programId])).length > 0;
}

export interface PageWish {
  readonly programIds?: readonly string[] | undefined;
  readonly state?: PurchaseState | undefined;
  readonly search?: string | undefined;
  readonly after?: { readonly createdAt: Date; readonly id: string } | undefined;
  readonly limit: number;
}

/** A page of everybody's purchases, newest first. */
export async function pageOfPurchases(reader: Reader, wish: PageWish): Promise<Purchase[]> {
  const conditions: RawBuilder<unknown>[] = [sql`true`];
  if (wish.programIds) conditions.push(sql`q.program_id = ANY (${[...wish.programIds]}::uuid[])`);
  if (wish.state) conditions.push(sql`q.state = ${wish.state}`);
  if (wish.after) conditions.push(sql`(q.created_at, q.id) < (${wish.after.createdAt}, ${wish.after.id}::uuid)`);
  if (wish.search) {
    const pattern = `%${wish.search.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    conditions.push(sql`(q.order_number ILIKE ${pattern} OR q.program_title ILIKE ${pattern} OR q.billing_name ILIKE ${pattern} OR q.billing_email ILIKE ${pattern} OR u.name ILIKE ${pattern} OR u.email ILIKE ${pattern})`);
  }
  const { rows } = await sql<PurchaseRow>`${sql.raw(SELECT)} WHERE ${sql.join(conditions, sql` AND `)} ORDER BY q.created_at DESC, q.id DESC LIMIT ${wish.limit}`.execute(reader.db);
  return rows.map(toPurchase);
}

export interface NewPurchase {
  readonly id: string;
  readonly publicId: string;
  readonly orderNumber: string;
  readonly userId: string;
  readonly customerId: string | null;
  readonly program: { readonly id: string; readonly title: string; readonly programType: string; readonly currency: string };
  readonly price: Price;
  readonly state: 'pending' | 'completed';
  readonly paymentId: string | null;
  readonly holdUntil: Date | null;
  readonly billingName: string;
  readonly billingEmail: string;
}

export async function insertPurchase(tx: Tx, p: NewPurchase): Promise<void> {
  await tx.db.insertInto('purchases').values({
    id: p.id, public_id: p.publicId, order_number: p.orderNumber, user_id: p.userId, customer_id: p.customerId, program_id: p.program.id, payment_id: p.paymentId,
    program_title: p.program.title, program_type: p.program.programType, currency: p.program.currency,
    full_price: p.price.full, class_rep_discount: p.price.classRep, early_bird_discount: p.price.earlyBird, final_price: p.price.final,
    is_class_rep: p.price.isClassRep, is_early_bird: p.price.isEarlyBird, state: p.state, live: true, hold_until: p.holdUntil,
    billing_name: p.billingName, billing_email: p.billingEmail, created_at: tx.now, updated_at: tx.now, completed_at: p.state === 'completed' ? tx.now : null,
  }).execute();
}

export interface PurchaseChange {
  readonly state?: PurchaseState;
  readonly live?: boolean;
  readonly surplus?: boolean;
  readonly amountRefunded?: bigint;
  readonly amountDisputed?: bigint;
  readonly holdUntil?: Date | null;
  readonly completedAt?: Date;
}

/** Writes a change of a locked purchase. */
export async function changePurchase(tx: Tx, id: string, change: PurchaseChange): Promise<void> {
  await tx.db.updateTable('purchases').set({
    ...(change.state !== undefined && { state: change.state }), ...(change.live !== undefined && { live: change.live }), ...(change.surplus !== undefined && { surplus: change.surplus }),
    ...(change.amountRefunded !== undefined && { amount_refunded: change.amountRefunded }), ...(change.amountDisputed !== undefined && { amount_disputed: change.amountDisputed }),
    ...(change.holdUntil !== undefined && { hold_until: change.holdUntil }), ...(change.completedAt !== undefined && { completed_at: change.completedAt }), updated_at: tx.now,
  }).where('id', '=', id).execute();
}

/** What the payer typed on the processor's page. */
export async function writePayer(tx: Tx, id: string, payer: { readonly name: string | null; readonly email: string | null; readonly address: BillingAddress | null }): Promise<void> {
  await tx.db.updateTable('purchases').set((eb) => ({
    billing_name: eb.fn.coalesce(eb.val(payer.name), 'billing_name'), billing_email: eb.fn.coalesce(eb.val(payer.email), 'billing_email'),
    ...(payer.address && { billing_address: JSON.stringify(payer.address) }), cardholder_name: eb.fn.coalesce(eb.val(payer.name), 'cardholder_name'), updated_at: tx.now,
  })).where('id', '=', id).execute();
}

/** Unpaid purchases whose time is up, claimed by giving them a minute more. */
export async function claimOverdue(tx: Tx, limit: number): Promise<{ id: string; paymentId: string }[]> {
  const rows = await tx.db.selectFrom('purchases').select(['id', 'payment_id']).where('live', '=', true).where('state', 'in', ['pending', 'failed'])
    .where('hold_until', '<=', tx.now).orderBy('hold_until').limit(limit).forUpdate().skipLocked().execute();
  if (rows.length > 0) await tx.db.updateTable('purchases').set({ hold_until: new Date(tx.now.getTime() + 60_000) }).where('id', 'in', rows.map((row) => row.id)).execute();
  return rows.flatMap((row) => (row.payment_id === null ? [] : [{ id: row.id, paymentId: row.payment_id }]));
}

function toPurchase(row: PurchaseRow): Purchase {
  return {
    id: row.id, publicId: row.public_id, orderNumber: row.order_number, userId: row.user_id, userName: row.user_name, userEmail: row.user_email, userPublicId: row.user_public_id,
    customerId: row.customer_id, programId: row.program_id, programPublicId: row.program_public_id, programTitle: row.program_title, programType: row.program_type, currency: row.currency,
    price: { full: row.full_price, classRep: row.class_rep_discount, earlyBird: row.early_bird_discount, final: row.final_price, isClassRep: row.is_class_rep, isEarlyBird: row.is_early_bird },
    state: row.state as PurchaseState, live: row.live, surplus: row.surplus, stuck: row.stuck, holdUntil: row.hold_until, amountRefunded: row.amount_refunded, amountDisputed: row.amount_disputed,
    billing: { name: row.billing_name, email: row.billing_email, address: row.billing_address }, cardholder: row.cardholder_name,
    card: row.card_last4 === null ? null : { brand: row.card_brand, last4: row.card_last4 },
    paymentId: row.payment_id, checkoutExternalId: row.checkout_external_id, intentExternalId: row.intent_external_id,
    createdAt: row.created_at, updatedAt: row.updated_at, completedAt: row.completed_at,
  };
}
