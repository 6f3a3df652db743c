import type { Reader, Statement, Tx } from '../tx.js';

const insertAccounts: Statement<never> = {
  name: 'ledger_insert_accounts',
  text: `INSERT INTO ledger_accounts (id, kind, unit, owner_id, created_at)
         SELECT id, kind, unit, owner, $5 FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS a (id, kind, unit, owner)
         ORDER BY id ON CONFLICT (id) DO NOTHING`,
};

const insertTransactions: Statement<never> = {
  name: 'ledger_insert_transactions',
  text: `INSERT INTO ledger_transactions (id, kind, occasion, occurred_at, reference, digest)
         SELECT id, kind, occasion, $6, reference, digest
         FROM unnest($1::uuid[], $2::text[], $3::text[], $4::jsonb[], $5::bytea[]) AS t (id, kind, occasion, reference, digest)`,
};

const insertUnsealed: Statement<never> = {
  name: 'ledger_insert_unsealed',
  text: `INSERT INTO ledger_unsealed (transaction_id) SELECT unnest($1::uuid[])`,
};

const insertEntries: Statement<never> = {
  name: 'ledger_insert_entries',
  text: `INSERT INTO ledger_entries (transaction_id, line, account_id, unit, amount)
         SELECT * FROM unnest($1::uuid[], $2::smallint[], $3::uuid[], $4::text[], $5::bigint[])`,
};

const moveBalances: Statement<{ account_id: string; balance: bigint }> = {
  name: 'ledger_move_balances',
  text: `INSERT INTO ledger_balances AS b (account_id, balance)
         SELECT id, delta FROM unnest($1::uuid[], $2::bigint[]) AS d (id, delta) ORDER BY id
         ON CONFLICT (account_id) DO UPDATE SET balance = b.balance + excluded.balance, version = b.version + 1
         RETURNING account_id, balance`,
};

export interface Rows {
  accounts: { id: string; kind: string; unit: string; owner: string }[];
  transactions: { id: string; kind: string; occasion: string; reference: string; digest: Buffer }[];
  entries: { transactionId: string; line: number; accountId: string; unit: string; amount: bigint }[];
  balances: { accountId: string; delta: bigint }[];
}

/** Writes a flush: five statements in one round trip. Returns the new balances. */
export async function insertLedgerRows(tx: Tx, rows: Rows): Promise<{ account_id: string; balance: bigint }[]> {
  const { accounts, transactions, entries, balances } = rows;
  const written = [
    tx.run(insertAccounts, [accounts.map((a) => a.id), accounts.map((a) => a.kind), accounts.map((a) => a.unit), accounts.map((a) => a.owner), tx.now]),
    tx.run(insertTransactions, [transactions.map((t) => t.id), transactions.map((t) => t.kind), transactions.map((t) => t.occasion), transactions.map((t) => t.reference), transactions.map((t) => t.digest), tx.now]),
    tx.run(insertUnsealed, [transactions.map((t) => t.id)]),
    tx.run(insertEntries, [entries.map((e) => e.transactionId), entries.map((e) => e.line), entries.map((e) => e.accountId), entries.map((e) => e.unit), entries.map((e) => e.amount)]),
  ];
  const moved = balances.length > 0 ? tx.run(moveBalances, [balances.map((b) => b.accountId), balances.map((b) => b.delta)]) : Promise.resolve([]);
  await Promise.all([...written, moved]);
  return moved;
}

const lockSealing: Statement<{ locked: boolean }> = {
  name: 'ledger_lock_sealing',
  text: `SELECT pg_try_advisory_xact_lock(hashtextextended('paydesk.ledger_seals', 0)) AS locked`,
};

const lastSeal: Statement<{ seq: bigint; hash: Buffer }> = {
  name: 'ledger_last_seal',
  text: `SELECT seq, hash FROM ledger_seals ORDER BY seq DESC LIMIT 1`,
};

const takeUnsealed: Statement<{ id: string; digest: Buffer }> = {
  name: 'ledger_take_unsealed',
  text: `DELETE FROM ledger_unsealed u USING ledger_transactions t
         WHERE t.id = u.transaction_id AND u.transaction_id IN (SELECT transaction_id FROM ledger_unsealed ORDER BY transaction_id LIMIT $1)
         RETURNING t.id, t.digest`,
};

const insertSeals: Statement<never> = {
  name: 'ledger_insert_seals',
  text: `INSERT INTO ledger_seals (seq, transaction_id, digest, hash, sealed_at)
         SELECT seq, id, digest, hash, $5 FROM unnest($1::bigint[], $2::uuid[], $3::bytea[], $4::bytea[]) AS s (seq, id, digest, hash)`,
};

/** The lock of the one sealer; false while another holds it. */
export async function lockForSealing(tx: Tx): Promise<boolean> {
  return (await tx.run(lockSealing))[0]?.locked ?? false;
}

export async function findLastSeal(tx: Tx): Promise<{ seq: bigint; hash: Buffer } | undefined> {
  return (await tx.run(lastSeal))[0];
}

export async function takeUnsealedTransactions(tx: Tx, limit: number): Promise<{ id: string; digest: Buffer }[]> {
  return tx.run(takeUnsealed, [limit]);
}

export async function insertLedgerSeals(tx: Tx, seals: { seq: bigint; id: string; digest: Buffer; hash: Buffer }[]): Promise<void> {
  await tx.run(insertSeals, [seals.map((s) => s.seq), seals.map((s) => s.id), seals.map((s) => s.digest), seals.map((s) => s.hash), tx.now]);
}

/** The running balance of an account, debit positive; zero without one. */
export async function findBalance(reader: Reader, id: string): Promise<bigint> {
  const row = await reader.db.selectFrom('ledger_balances').select('balance').where('account_id', '=', id).executeTakeFirst();
  return row?.balance ?? 0n;
}

/** Locks the running balance of an account until the transaction ends; zero without one. */
export async function lockBalanceRow(tx: Tx, id: string): Promise<bigint> {
  const row = await tx.db.selectFrom('ledger_balances').select('balance').where('account_id', '=', id).forUpdate().executeTakeFirst();
  return row?.balance ?? 0n;
}

export const byOccasion: Statement<{ id: string }> = { name: 'ledger_by_occasion', text: `SELECT id FROM ledger_transactions WHERE occasion = $1` };
