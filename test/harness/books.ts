import { sql } from 'kysely';
import type { Statement, World } from '../../src/core/tx.js';

/** Everything the business keeps, as one text: every change of a row shows in it. A refused request leaves it as it was. */
export async function booksOf({ read }: World): Promise<string> {
  const look = looks.get(read.source) ?? prepareLook(read);
  looks.set(read.source, look);
  return (await read.run(await look))[0]?.state ?? '';
}

type Look = Statement<{ state: string }>;

/** Planning a look at all tables takes three times as long as looking: each database is looked at by a statement that is prepared. */
const looks = new WeakMap<object, Promise<Look>>();

async function prepareLook({ db }: World['read']): Promise<Look> {
  const names = await sql<{ name: string }>`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL (${OF_THE_REQUEST}) ORDER BY 1`.execute(db);
  const parts = names.rows.map(({ name }) => `(SELECT '${name}=' || count(*) || ':' || ${SENT_LATER.includes(name) ? '0' : 'coalesce(sum(xmin::text::bigint), 0)'} FROM ${name})`);
  return { name: 'test_books', text: `SELECT concat_ws(' ', ${parts.join(', ')}) AS state` };
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
