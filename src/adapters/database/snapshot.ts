import { Kysely, PostgresDialect } from 'kysely';
import type pg from 'pg';
import type { DB } from '../../core/tables.js';
import type { Reader } from '../../core/tx.js';
import { connectOnce } from './connect.js';

/**
 * Runs `work` on one unchanging view of the database (REPEATABLE READ, READ ONLY), on a connection of its own and
 * without the time limits of ordinary statements: a long look at everything is what it is for.
 */
export async function inSnapshot<T>(url: string, work: (reader: Reader, client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connectOnce(url, 'paydesk snapshot');
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await liftTimeouts(client);
    await client.query("SET LOCAL TimeZone = 'UTC'");
    const result = await work(readerOn(client), client);
    await client.query('COMMIT');
    return result;
  } finally {
    await client.end();
  }
}

/** Lifts the safety timeouts of the role for the transaction at hand. */
export async function liftTimeouts(client: pg.Client): Promise<void> {
  await client.query('SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL lock_timeout = 0');
  // Only PostgreSQL 17 and later know this one.
  const known = await client.query("SELECT 1 FROM pg_settings WHERE name = 'transaction_timeout'");
  if (known.rowCount) await client.query('SET LOCAL transaction_timeout = 0');
}

/** Ordinary reads on one connection, inside whatever transaction it is in; what is asked at once is done in turn. */
export function readerOn(client: pg.Client): Reader {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (text: string, values: readonly unknown[]) => {
    const asked = last.then(() => client.query(text, values as unknown[]));
    last = asked.catch(() => undefined);
    return asked;
  };
  const lent = { query: inTurn, release: () => undefined };
  return {
    source: client,
    db: new Kysely<DB>({ dialect: new PostgresDialect({ pool: { connect: () => Promise.resolve(lent) } as never }) }),
    run: async (statement, values = []) => (await inTurn(statement.text, values)).rows,
  };
}
