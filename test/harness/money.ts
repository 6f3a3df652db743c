import { sql } from 'kysely';
import type { World } from '../../src/core/tx.js';

/** Everything that is money, and who may do what, as one text: every change of a row shows in it. */
export async function moneyOf(world: World): Promise<string> {
  const { rows } = await sql.raw<{ state: string }>(MONEY).execute(world.read.db);
  return rows[0]?.state ?? '';
}

const WATCHED = ['invoices', 'payments', 'payment_targets', 'refunds', 'allocations', 'ledger_transactions', 'ledger_entries', 'customers', 'role_grants', 'customer_users'];
const MONEY = `SELECT concat_ws(' ', ${WATCHED.map((name) => `(SELECT count(*) || ':' || coalesce(sum(xmin::text::bigint), 0) FROM ${name})`).join(', ')}) AS state`;
