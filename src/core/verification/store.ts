import type { Reader, Statement } from '../tx.js';

const PAGE = 2_000;
/** Rows of a kind that should not exist: enough to see what happened. */
const STRAYS = 500;

export interface TransactionRow {
  id: string; kind: string; occasion: string; occurred_at: Date; reference: unknown; digest: Buffer;
  odd_micros: boolean; seal_digest: Buffer | null; waits: boolean;
}

const transactionsAfter: Statement<TransactionRow> = {
  name: 'verify_transactions',
  text: `SELECT t.id, t.kind, t.occasion, t.occurred_at, t.reference, t.digest, s.digest AS seal_digest, u.transaction_id IS NOT NULL AS waits,
           t.occurred_at <> date_trunc('milliseconds', t.occurred_at) AS odd_micros
         FROM ledger_transactions t
         LEFT JOIN ledger_seals s ON s.transaction_id = t.id LEFT JOIN ledger_unsealed u ON u.transaction_id = t.id
         WHERE t.id > $1 ORDER BY t.id LIMIT ${PAGE}`,
};

export async function readTransactions(reader: Reader, after: string): Promise<TransactionRow[]> {
  return reader.run(transactionsAfter, [after]);
}

export interface EntryRow { transaction_id: string; line: number; account_id: string; unit: string; amount: bigint; account_unit: string | null }

const entriesOfTransactions: Statement<EntryRow> = {
  name: 'verify_entries',
  text: `SELECT e.transaction_id, e.line, e.account_id, e.unit, e.amount, a.unit AS account_unit
         FROM ledger_entries e LEFT JOIN ledger_accounts a ON a.id = e.account_id
         WHERE e.transaction_id = ANY($1::uuid[]) ORDER BY e.transaction_id, e.line`,
};

/** The entries of a page of transactions, in order of their lines. */
export async function entriesOf(reader: Reader, ids: readonly string[]): Promise<Map<string, EntryRow[]>> {
  const byTransaction = new Map<string, EntryRow[]>(ids.map((id) => [id, []]));
  for (const row of await reader.run(entriesOfTransactions, [ids])) byTransaction.get(row.transaction_id)?.push(row);
  return byTransaction;
}

const SUBJECT_TABLES = ['payments', 'refunds', 'disputes', 'invoices', 'credit_notes', 'reward_redemptions', 'credit_lots', 'credit_spends'];

/** Which of these ids have a row in `table`. */
export async function subjectsPresent(reader: Reader, table: string, ids: readonly string[]): Promise<Set<string>> {
  if (!SUBJECT_TABLES.includes(table)) throw new RangeError(`no subjects in ${table}`);
  const statement: Statement<{ id: string }> = { name: `verify_present_${table}`, text: `SELECT id FROM ${table} WHERE id = ANY($1::uuid[])` };
  return new Set((await reader.run(statement, [ids])).map((row) => row.id));
}

export interface SealRow { seq: bigint; transaction_id: string; digest: Buffer; hash: Buffer; transaction_digest: Buffer | null }

const sealsAfter: Statement<SealRow> = {
  name: 'verify_seals',
  text: `SELECT s.seq, s.transaction_id, s.digest, s.hash, t.digest AS transaction_digest
         FROM ledger_seals s LEFT JOIN ledger_transactions t ON t.id = s.transaction_id WHERE s.seq > $1 ORDER BY s.seq LIMIT ${PAGE}`,
};

export async function readSeals(reader: Reader, after: bigint): Promise<SealRow[]> {
  return reader.run(sealsAfter, [after]);
}

const strayUnsealed: Statement<{ id: string }> = {
  name: 'verify_stray_unsealed',
  text: `SELECT u.transaction_id AS id FROM ledger_unsealed u
         WHERE NOT EXISTS (SELECT 1 FROM ledger_transactions t WHERE t.id = u.transaction_id) LIMIT ${STRAYS}`,
};

export async function unsealedWithoutTransaction(reader: Reader): Promise<string[]> {
  return (await reader.run(strayUnsealed)).map((row) => row.id);
}

const stillUnsealed: Statement<{ id: string }> = {
  name: 'verify_still_unsealed',
  text: `SELECT u.transaction_id AS id FROM ledger_unsealed u JOIN ledger_transactions t ON t.id = u.transaction_id
         WHERE t.occurred_at <= $1 LIMIT ${STRAYS}`,
};

/** Transactions up to an instant that wait for their seal. */
export async function waitingForSeal(reader: Reader, until: Date): Promise<string[]> {
  return (await reader.run(stillUnsealed, [until])).map((row) => row.id);
}

export interface AccountRow {
  id: string; kind: string; unit: string; owner_id: string; balance: bigint | null; derived: bigint | null;
  /** The entries of some flush change it, so a balance row was written. */
  moved: boolean;
}

const accountsAfter: Statement<AccountRow> = {
  name: 'verify_accounts',
  text: `SELECT a.id, a.kind, a.unit, a.owner_id, b.balance, d.derived,
           b.account_id IS NULL AND a.kind = ANY($2::text[]) AND EXISTS (
             SELECT 1 FROM ledger_entries e JOIN ledger_transactions t ON t.id = e.transaction_id
             WHERE e.account_id = a.id GROUP BY t.occurred_at HAVING sum(e.amount) <> 0) AS moved
         FROM ledger_accounts a LEFT JOIN ledger_balances b ON b.account_id = a.id
         LEFT JOIN LATERAL (SELECT sum(e.amount)::bigint AS derived FROM ledger_entries e WHERE e.account_id = a.id AND a.kind = ANY($2::text[])) d ON true
         WHERE a.id > $1 ORDER BY a.id LIMIT ${PAGE}`,
};

/** Accounts with their balance rows; what the entries add up to for the owned kinds only. */
export async function readAccounts(reader: Reader, after: string, ownedKinds: readonly string[]): Promise<AccountRow[]> {
  return reader.run(accountsAfter, [after, ownedKinds]);
}
