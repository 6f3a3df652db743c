import type { Reader, Statement, Tx } from '../tx.js';
import type { CreditPackage, CreditPurchase, CreditSpend, PurchaseState, SpendState } from './credits.js';
import type { Lot, Part, Wallet } from './lots.js';

interface LotRow {
  id: string; user_id: string; purchase_id: string | null; payment_id: string | null; reason: string | null; currency: string; amount: bigint; spent: bigint; held: bigint; expired: bigint;
  clawed_back: bigint; clawback_target: bigint; priority: number; expires_at: Date | null; created_at: Date;
}

function toLot(row: LotRow): Lot {
  return {
    id: row.id, userId: row.user_id, purchaseId: row.purchase_id, paymentId: row.payment_id, reason: row.reason, currency: row.currency, amount: row.amount, spent: row.spent, held: row.held,
    expired: row.expired, clawedBack: row.clawed_back, clawbackTarget: row.clawback_target, priority: row.priority, expiresAt: row.expires_at, createdAt: row.created_at,
  };
}

const openWallet: Statement<never> = {
  name: 'credits_open_wallet',
  text: `INSERT INTO credit_wallets (user_id, currency, created_at, updated_at) VALUES ($1, $2, $3, $3) ON CONFLICT (user_id) DO NOTHING`,
};
const wallet: Statement<{ user_id: string; currency: string; debt: bigint }> = { name: 'credits_wallet', text: `SELECT user_id, currency, debt FROM credit_wallets WHERE user_id = $1` };
const lockedWallet: Statement<{ user_id: string; currency: string; debt: bigint }> = { name: 'credits_lock_wallet', text: `${wallet.text} FOR NO KEY UPDATE` };
const lots: Statement<LotRow> = { name: 'credits_lots', text: `SELECT * FROM credit_lots WHERE user_id = $1 ORDER BY created_at, id` };

/** As it is; null: the user never had any. */
export async function readWallet(reader: Reader, userId: string): Promise<Wallet | null> {
  const [row] = await reader.run(wallet, [userId]);
  return row ? { userId, currency: row.currency, debt: row.debt, lots: (await reader.run(lots, [userId])).map(toLot) } : null;
}

/** The wallet, made where there was none, and nobody else's to change until this transaction ends. */
export async function lockWallet(tx: Tx, userId: string, currency: string): Promise<Wallet> {
  await tx.run(openWallet, [userId, currency, tx.now]);
  const [row] = await tx.run(lockedWallet, [userId]);
  return { userId, currency: row!.currency, debt: row!.debt, lots: (await tx.run(lots, [userId])).map(toLot) };
}

const setDebt: Statement<never> = { name: 'credits_set_debt', text: `UPDATE credit_wallets SET debt = $2, updated_at = $3 WHERE user_id = $1` };
const setLots: Statement<never> = {
  name: 'credits_set_lots',
  text: `UPDATE credit_lots l SET spent = n.spent, held = n.held, expired = n.expired, clawed_back = n.clawed_back, clawback_target = n.target
    FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[]) AS n (id, spent, held, expired, clawed_back, target) WHERE l.id = n.id`,
};

/** Writes what differs between two pictures of a locked wallet. */
export async function writeWallet(tx: Tx, before: Wallet, after: Wallet): Promise<void> {
  const old = new Map(before.lots.map((lot) => [lot.id, lot]));
  const changed = after.lots.filter((lot) => old.has(lot.id) && (['spent', 'held', 'expired', 'clawedBack', 'clawbackTarget'] as const).some((place) => old.get(lot.id)![place] !== lot[place]));
  if (changed.length > 0) {
    await tx.run(setLots, [changed.map((l) => l.id), changed.map((l) => l.spent), changed.map((l) => l.held), changed.map((l) => l.expired), changed.map((l) => l.clawedBack), changed.map((l) => l.clawbackTarget)]);
  }
  if (after.debt !== before.debt) await tx.run(setDebt, [after.userId, after.debt, tx.now]);
}

export async function insertLot(tx: Tx, lot: Lot, grantedBy: string | null): Promise<void> {
  await tx.db.insertInto('credit_lots').values({
    id: lot.id, user_id: lot.userId, purchase_id: lot.purchaseId, payment_id: lot.paymentId, granted_by: grantedBy, reason: lot.reason, currency: lot.currency, amount: lot.amount,
    priority: lot.priority, expires_at: lot.expiresAt, created_at: lot.createdAt,
  }).execute();
}

const due: Statement<{ user_id: string }> = {
  name: 'credits_due', text: `SELECT DISTINCT user_id FROM credit_lots WHERE expires_at <= $1 AND remaining > 0 LIMIT 100`,
};

/** Users who have something that is past its day. */
export async function usersWithExpired(reader: Reader, now: Date): Promise<string[]> {
  return (await reader.run(due, [now])).map((row) => row.user_id);
}

// packages

interface PackageRow { id: string; name: string; description: string; currency: string; price: bigint; credits: bigint; valid_days: number | null; priority: number; active: boolean }

function toPackage(row: PackageRow): CreditPackage {
  const { valid_days: validDays, ...rest } = row;
  return { id: rest.id, name: rest.name, description: rest.description, currency: rest.currency, price: rest.price, credits: rest.credits, validDays, priority: rest.priority, active: rest.active };
}

/** Cheapest first. */
export async function selectPackages(reader: Reader, onlyActive: boolean): Promise<CreditPackage[]> {
  const query = reader.db.selectFrom('credit_packages').selectAll().orderBy('price').orderBy('id');
  return (await (onlyActive ? query.where('active', '=', true) : query).execute()).map(toPackage);
}

export async function selectPackage(reader: Reader, id: string): Promise<CreditPackage | undefined> {
  const row = await reader.db.selectFrom('credit_packages').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toPackage(row);
}

export async function insertPackage(tx: Tx, one: CreditPackage): Promise<void> {
  await tx.db.insertInto('credit_packages').values({
    id: one.id, name: one.name, description: one.description, currency: one.currency, price: one.price, credits: one.credits, valid_days: one.validDays, priority: one.priority, active: one.active,
    created_at: tx.now, updated_at: tx.now,
  }).execute();
}

export async function updatePackage(tx: Tx, one: CreditPackage): Promise<void> {
  await tx.db.updateTable('credit_packages').set({
    name: one.name, description: one.description, price: one.price, credits: one.credits, valid_days: one.validDays, priority: one.priority, active: one.active, updated_at: tx.now,
  }).where('id', '=', one.id).execute();
}

// purchases

interface PurchaseRow {
  id: string; user_id: string; customer_id: string | null; package_id: string; name: string; currency: string; price: bigint; credits: bigint; valid_days: number | null; priority: number;
  state: string; created_at: Date;
}

function toPurchase(row: PurchaseRow): CreditPurchase {
  return {
    id: row.id, userId: row.user_id, customerId: row.customer_id, packageId: row.package_id, name: row.name, currency: row.currency, price: row.price, credits: row.credits,
    validDays: row.valid_days, priority: row.priority, state: row.state as PurchaseState, createdAt: row.created_at,
  };
}

export async function insertPurchase(tx: Tx, one: CreditPurchase): Promise<void> {
  await tx.db.insertInto('credit_purchases').values({
    id: one.id, user_id: one.userId, customer_id: one.customerId, package_id: one.packageId, name: one.name, currency: one.currency, price: one.price, credits: one.credits,
    valid_days: one.validDays, priority: one.priority, state: one.state, created_at: tx.now, updated_at: tx.now,
  }).execute();
}

/** Newest first. */
export async function selectPurchases(reader: Reader, userId: string, limit: number, offset = 0): Promise<CreditPurchase[]> {
  const rows = await reader.db.selectFrom('credit_purchases').selectAll().where('user_id', '=', userId).orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).offset(offset).execute();
  return rows.map(toPurchase);
}

/** The wish for this very package that waits for its payer, or was declined and may be tried again, if there is one. */
export async function selectPending(tx: Tx, userId: string, wanted: CreditPackage): Promise<CreditPurchase | undefined> {
  const rows = await tx.db.selectFrom('credit_purchases').selectAll()
    .where('user_id', '=', userId).where('package_id', '=', wanted.id).where('state', 'in', ['pending', 'failed']).where('price', '=', wanted.price).where('credits', '=', wanted.credits)
    .orderBy('created_at', 'desc').limit(1).execute();
  const [row] = rows.map(toPurchase);
  return row && row.validDays === wanted.validDays && row.priority === wanted.priority && row.currency === wanted.currency ? row : undefined;
}

export async function purchasesById(reader: Reader, ids: readonly string[]): Promise<CreditPurchase[]> {
  if (ids.length === 0) return [];
  return (await reader.db.selectFrom('credit_purchases').selectAll().where('id', 'in', [...ids]).execute()).map(toPurchase);
}

const setPurchaseState: Statement<never> = {
  name: 'credits_purchase_state', text: `UPDATE credit_purchases SET state = $2, updated_at = $3 WHERE id = ANY($1::uuid[]) AND state = ANY($4::text[])`,
};

/** Moves purchases on that are still in one of the states `from`. */
export async function movePurchases(tx: Tx, ids: readonly string[], from: readonly PurchaseState[], to: PurchaseState): Promise<void> {
  if (ids.length > 0) await tx.run(setPurchaseState, [ids, to, tx.now, from]);
}

// spends

interface SpendRow {
  id: string; user_id: string; placed_by: string | null; purpose: string; currency: string; amount: bigint; committed: bigint; state: string; expires_at: Date | null; created_at: Date; decided_at: Date | null;
}

function toSpend(row: SpendRow): CreditSpend {
  return {
    id: row.id, userId: row.user_id, placedBy: row.placed_by, purpose: row.purpose, currency: row.currency, amount: row.amount, committed: row.committed, state: row.state as SpendState,
    expiresAt: row.expires_at, createdAt: row.created_at, decidedAt: row.decided_at,
  };
}

export async function insertSpend(tx: Tx, one: CreditSpend, requestKey: string | null, parts: readonly Part[]): Promise<void> {
  await tx.db.insertInto('credit_spends').values({
    id: one.id, user_id: one.userId, placed_by: one.placedBy, request_key: requestKey, purpose: one.purpose, currency: one.currency, amount: one.amount, committed: one.committed, state: one.state,
    expires_at: one.expiresAt, created_at: tx.now, decided_at: one.decidedAt,
  }).execute();
  await tx.db.insertInto('credit_spend_parts').values(parts.map((part) => ({ spend_id: one.id, lot_id: part.lotId, amount: part.amount }))).execute();
}

export async function findSpend(reader: Reader, id: string): Promise<CreditSpend | undefined> {
  const row = await reader.db.selectFrom('credit_spends').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toSpend(row);
}

export async function findSpendByKey(reader: Reader, requestKey: string): Promise<CreditSpend | undefined> {
  const row = await reader.db.selectFrom('credit_spends').selectAll().where('request_key', '=', requestKey).executeTakeFirst();
  return row && toSpend(row);
}

export async function partsOf(reader: Reader, spendId: string): Promise<Part[]> {
  const rows = await reader.db.selectFrom('credit_spend_parts').selectAll().where('spend_id', '=', spendId).execute();
  return rows.map((row) => ({ lotId: row.lot_id, amount: row.amount }));
}

export async function decideSpend(tx: Tx, one: CreditSpend): Promise<void> {
  await tx.db.updateTable('credit_spends').set({ state: one.state, committed: one.committed, decided_at: one.decidedAt }).where('id', '=', one.id).where('state', '=', 'held').execute();
}

/** Newest first. */
export async function selectSpends(reader: Reader, userId: string, limit: number, offset = 0): Promise<CreditSpend[]> {
  const rows = await reader.db.selectFrom('credit_spends').selectAll().where('user_id', '=', userId).orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).offset(offset).execute();
  return rows.map(toSpend);
}

export async function forgottenHolds(reader: Reader, now: Date): Promise<CreditSpend[]> {
  const rows = await reader.db.selectFrom('credit_spends').selectAll().where('state', '=', 'held').where('expires_at', '<=', now).orderBy('expires_at').limit(50).execute();
  return rows.map(toSpend);
}

/** Whether there is such a user who may still come in. */
export async function userExists(reader: Reader, id: string): Promise<boolean> {
  return (await reader.db.selectFrom('users').select('id').where('id', '=', id).executeTakeFirst()) !== undefined;
}

