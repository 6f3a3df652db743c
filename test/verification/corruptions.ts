import type pg from 'pg';
import { connectOnce } from '../../src/adapters/database/connect.js';
import type { Finding } from '../../src/core/verification/index.js';
import type { Random } from '../random.js';

/** One row, made wrong. `named` are the findings that would name it: "table id". */
export interface Corruption {
  readonly what: string;
  readonly table: string;
  readonly key: Readonly<Record<string, unknown>>;
  readonly named: readonly string[];
  undo(): Promise<void>;
}

/** One way to make a row of a table wrong. */
interface Recipe {
  readonly table: string;
  readonly what: string;
  /** Which rows it fits; all unless given. */
  readonly where?: string;
  /** SET list, or none to delete the row. `$1` is a random number from 1 to 9999. */
  readonly set?: string;
}

const money = (table: string, columns: string[], where?: string): Recipe[] => columns.map((c) => ({ table, what: `${c} changed`, set: `${c} = ${c} + $1`, where }));
const gone = (table: string, where?: string): Recipe => ({ table, what: 'row deleted', where });
const other = (table: string, column: string, source: string, where?: string): Recipe => ({ table, what: `${column} changed`, set: `${column} = ${source}`, where });

export const recipes: readonly Recipe[] = [
  ...money('ledger_entries', ['amount']), gone('ledger_entries'),
  other('ledger_entries', 'account_id', '(SELECT a.id FROM ledger_accounts a WHERE a.id <> t.account_id AND a.unit = t.unit ORDER BY md5(a.id::text || $1::text) LIMIT 1)'),
  other('ledger_entries', 'unit', "'EUR'"), other('ledger_entries', 'line', 'line + 7'),
  gone('ledger_transactions'),
  other('ledger_transactions', 'kind', "'adjustment'"), other('ledger_transactions', 'occasion', "'gift:' || t.id"),
  other('ledger_transactions', 'reference', `'{"payment_id": "another"}'`), other('ledger_transactions', 'occurred_at', "occurred_at - $1 * interval '1 second'"),
  other('ledger_transactions', 'digest', 'sha256(digest)'),
  gone('ledger_seals'), other('ledger_seals', 'hash', 'sha256(hash)'), other('ledger_seals', 'digest', 'sha256(digest)'), other('ledger_seals', 'seq', 'seq + 100000'),
  ...money('ledger_balances', ['balance']), gone('ledger_balances'),
  gone('ledger_accounts'), other('ledger_accounts', 'owner_id', "owner_id || 'x'"), other('ledger_accounts', 'kind', "CASE kind WHEN 'revenue' THEN 'tax_payable' ELSE 'revenue' END"),
  ...money('invoices', ['amount_paid', 'amount_refunded', 'amount_disputed', 'amount_credited']),
  { table: 'invoices', what: 'a change of costs invented', set: 'cost_changes = cost_changes + 1', where: 'issued_at IS NOT NULL' },
  { table: 'invoices', what: 'tax of costs changed', set: 'infrastructure_tax_ppm = infrastructure_tax_ppm / 2', where: 'infrastructure_costs > 500 AND infrastructure_tax_ppm > 0' },
  { table: 'invoices', what: 'total and amount changed', set: 'total = total + $1, amount = amount + $1' },
  { table: 'invoices', what: 'tax and total changed', set: 'total = total + $1, tax_amount = tax_amount + $1' },
  { table: 'invoices', what: 'paid mark set', set: 'paid_at = issued_at', where: 'paid_at IS NULL AND issued_at IS NOT NULL' },
  { table: 'invoices', what: 'paid mark cleared', set: 'paid_at = NULL', where: 'paid_at IS NOT NULL' },
  { table: 'invoices', what: 'paid mark moved', set: "paid_at = paid_at + $1 * interval '1 minute'", where: 'paid_at IS NOT NULL' },
  { table: 'invoices', what: 'cancelled', set: 'voided_at = now()', where: 'voided_at IS NULL AND issued_at IS NOT NULL AND total > 0' },
  { table: 'invoices', what: 'made a draft', set: 'issued_at = NULL, number = NULL', where: 'issued_at IS NOT NULL AND amount_paid = 0 AND amount_credited = 0 AND cost_changes = 0' },
  { table: 'invoices', what: 'number changed', set: "number = 'INV-' || (20000 + $1)", where: 'number IS NOT NULL' },
  { table: 'invoices', what: 'given to another customer', set: 'customer_id = (SELECT c.id FROM customers c WHERE c.id <> t.customer_id LIMIT 1)', where: 'amount_paid > 0' },
  gone('invoices'),
  ...money('invoice_lines', ['amount', 'unit_price', 'tax_amount']), { table: 'invoice_lines', what: 'quantity changed', set: 'quantity = quantity + 1', where: 'unit_price <> 0' }, gone('invoice_lines', 'amount <> 0'),
  ...money('loyalty_invoice_points', ['points']), gone('loyalty_invoice_points', 'points <> 0'),
  ...money('reward_redemptions', ['points']), gone('reward_redemptions'),
  { table: 'reward_redemptions', what: 'cancelled', set: "state = 'cancelled', decided_at = now()", where: "state <> 'cancelled'" },
  { table: 'reward_redemptions', what: 'not cancelled', set: "state = 'fulfilled'", where: "state = 'cancelled'" },
  { table: 'reward_redemptions', what: 'given to another customer', set: 'customer_id = (SELECT c.id FROM customers c WHERE c.id <> t.customer_id LIMIT 1)' },
  { table: 'payments', what: 'made unpaid', set: "state = 'failed', settled_at = NULL", where: "state = 'succeeded'" },
  { table: 'payments', what: 'made paid', set: "state = 'succeeded', settled_at = now()", where: "state <> 'succeeded'" },
  ...money('payments', ['amount', 'amount_received', 'amount_refunded', 'amount_disputed']),
  { table: 'payments', what: 'settled at another time', set: "settled_at = settled_at - $1 * interval '1 second'", where: 'settled_at IS NOT NULL' },
  { table: 'payments', what: 'account changed', set: "account = 'acct_other'", where: "state = 'succeeded'" }, gone('payments'),
  { table: 'payments', what: 'given to another customer', set: 'customer_id = (SELECT c.id FROM customers c WHERE c.id <> t.customer_id LIMIT 1)' },
  other('payments', 'currency', "'EUR'", "state = 'succeeded'"), other('invoices', 'currency', "'EUR'", 'issued_at IS NOT NULL AND total > 0'), other('ledger_accounts', 'unit', "'EUR'"),
  ...money('refunds', ['amount']), gone('refunds', "state = 'succeeded'"),
  { table: 'refunds', what: 'made failed', set: "state = 'failed', settled_at = NULL", where: "state = 'succeeded'" },
  { table: 'refunds', what: 'keep_owing turned', set: 'keep_owing = NOT keep_owing', where: "state = 'succeeded'" },
  { table: 'refunds', what: 'to_credit turned', set: 'to_credit = NOT to_credit', where: "state = 'succeeded'" },
  ...money('disputes', ['withdrawn']), { table: 'disputes', what: 'moves changed', set: 'moves = moves + 1' }, gone('disputes'),
  ...money('allocations', ['amount', 'reversed', 'returned']), gone('allocations'),
  ...money('credit_notes', ['amount']), { table: 'credit_notes', what: 'tax changed', set: 'tax_amount = tax_amount + 1' }, gone('credit_notes'),
  { table: 'payment_targets', what: 'live turned', set: 'live = NOT live' }, ...money('payment_targets', ['amount']), gone('payment_targets'),
  ...money('number_series', ['next']), gone('number_series'),
];

const KEYS: Readonly<Record<string, readonly string[]>> = {
  ledger_entries: ['transaction_id', 'line'], ledger_balances: ['account_id'], ledger_seals: ['seq'], invoice_lines: ['invoice_id', 'position'],
  loyalty_invoice_points: ['invoice_id'], allocations: ['payment_id', 'invoice_id'], payment_targets: ['payment_id', 'position'], number_series: ['series'],
};

/** Where the row named by a finding may be another than the one that was changed, because only the two together are wrong. */
function namesOf(table: string, row: Record<string, unknown>, what: string): string[] {
  const key = (KEYS[table] ?? ['id']).map((column) => String(row[column])).join('/');
  if (table === 'ledger_entries') return [`ledger_entries ${String(row['transaction_id'])}`, `ledger_transactions ${String(row['transaction_id'])}`];
  if (table === 'ledger_seals') return [`ledger_seals ${key}`, `ledger_seals ${String(row['transaction_id'])}`];
  if (table === 'credit_notes' && what === 'row deleted') return [`credit_notes ${String(row['refund_id'] ?? row['id'])}`];
  if (table === 'invoice_lines' && what === 'row deleted') return [`invoices ${String(row['invoice_id'])}`];
  if (table === 'payment_targets' && what === 'row deleted') return [`payments ${String(row['payment_id'])}`];
  return [`${table} ${key}`];
}

/** A superuser who switches the guards off, and can put back what he did. */
export async function openTamperer(superuserUrl: string): Promise<{ corrupt(random: Random): Promise<Corruption>; close(): Promise<void> }> {
  const client = await connectOnce(superuserUrl, 'tamperer');
  await client.query('SET session_replication_role = replica');
  return {
    async corrupt(random) {
      for (;;) {
        const done = await attempt(client, random.pick(recipes), random);
        if (done) return done;
      }
    },
    close: () => client.end(),
  };
}

/** Undefined when no row fits or a CHECK of the schema, which no superuser gets around, refuses it. */
async function attempt(client: pg.Client, recipe: Recipe, random: Random): Promise<Corruption | undefined> {
  const { table, what } = recipe;
  const columns = KEYS[table] ?? ['id'];
  const rows = (await client.query<{ key: Record<string, unknown>; saved: string }>(
    `SELECT to_jsonb(t) AS key, to_jsonb(t)::text AS saved FROM ${table} t ${recipe.where ? `WHERE ${recipe.where}` : ''} ORDER BY ${columns.join(', ')}`)).rows;
  if (rows.length === 0) return undefined;
  const { key: row, saved } = random.pick(rows);
  const number = 1 + random.below(9_999);
  const key = Object.fromEntries(columns.map((column) => [column, row[column]]));
  const ctid = await findRow(client, table, columns, key);
  try {
    // Named, so that a recipe without a number is fine too: PostgreSQL refuses parameters nobody uses.
    const set = recipe.set?.replaceAll('$1', String(number));
    const changed = await client.query<{ ctid: string }>(set ? `UPDATE ${table} t SET ${set} WHERE ctid = $1 RETURNING ctid::text` : `DELETE FROM ${table} WHERE ctid = $1 RETURNING ctid::text`, [ctid]);
    return {
      what, table, key, named: namesOf(table, row, what),
      async undo() {
        if (set) await client.query(`DELETE FROM ${table} WHERE ctid = $1`, [changed.rows[0]!.ctid]);
        await client.query(`INSERT INTO ${table} OVERRIDING SYSTEM VALUE SELECT * FROM jsonb_populate_record(NULL::${table}, $1::jsonb)`, [saved]);
      },
    };
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('23')) return undefined;
    throw error;
  }
}

async function findRow(client: pg.Client, table: string, columns: readonly string[], key: Record<string, unknown>): Promise<string> {
  const where = columns.map((column, i) => `${column} = $${i + 1}`).join(' AND ');
  return (await client.query<{ ctid: string }>(`SELECT ctid::text FROM ${table} WHERE ${where}`, columns.map((column) => key[column]))).rows[0]!.ctid;
}

/** Was the row named? */
export function isNamed(corruption: Corruption, findings: readonly Finding[]): boolean {
  return findings.some((finding) => corruption.named.includes(`${finding.table} ${finding.id}`));
}
