import { sql } from 'kysely';
import type { World } from '../../src/core/tx.js';

/** Everything the business keeps, as one text: every change of a row shows in it. A refused request leaves it as it was. */
export async function booksOf(world: World): Promise<string> {
  const names = await sql<{ name: string }>`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL (${OF_THE_REQUEST}) ORDER BY 1`.execute(world.read.db);
  const parts = names.rows.map(({ name }) => `(SELECT '${name}=' || count(*) || ':' || ${SENT_LATER.includes(name) ? '0' : 'coalesce(sum(xmin::text::bigint), 0)'} FROM ${name})`);
  const { rows } = await sql.raw<{ state: string }>(`SELECT concat_ws(' ', ${parts.join(', ')}) AS state`).execute(world.read.db);
  return rows[0]?.state ?? '';
}

/** What differs between two looks. */
export function changedBetween(before: string, after: string): string {
  const known = new Set(before.split(' '));
  return after.split(' ').filter((part) => !known.has(part)).join(' ');
}

/**
 * What is kept about requests, whatever becomes of them: guesses that are counted, codes and sessions, keys of repeated
 * requests, what was tried and by whom, the customer a processor was told about, reports fetched from outside; and
 * what works on its own: seals, schedules.
 */
const OF_THE_REQUEST = [
  'sessions', 'portal_sessions', 'sign_in_codes', 'sign_in_failures', 'second_factors', 'signing_keys', 'idempotency_keys', 'audit_log', 'operations', 'processor_customers', 'usage_reports',
  'ledger_seals', 'ledger_unsealed', 'migrations',
];
/** Mails that an earlier success caused are marked as they leave: only new ones count. */
const SENT_LATER = ['outbox_messages'];
