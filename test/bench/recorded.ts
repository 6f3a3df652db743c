import type { Pool } from 'pg';
import { createWorld } from '../../src/adapters/database/transact.js';
import { createInbox } from '../../src/core/inbox/index.js';
import type { ReceivedEvent } from '../../src/core/inbox/index.js';
import { reactions } from '../../src/core/reactions.js';

export interface RecordedStatement {
  readonly name?: string;
  readonly text: string;
  readonly values?: unknown[];
}

/**
 * The statements with which the core carries out one event, recorded on the real database and taken back: what a
 * program with no framework, no planning and no batching would have to send for the same effect.
 */
export async function recordStatements(pool: Pool, received: ReceivedEvent): Promise<RecordedStatement[]> {
  const statements: RecordedStatement[] = [];
  const client = await pool.connect();
  const recording = {
    query(query: string | RecordedStatement) {
      const text = typeof query === 'string' ? query : query.text;
      if (text === 'COMMIT') return client.query('ROLLBACK').then(() => ({ command: 'COMMIT' }));
      if (text !== 'BEGIN' && text !== 'ROLLBACK' && typeof query !== 'string') statements.push(query);
      return client.query(query as never);
    },
    release: () => undefined,
  };
  const pretended = { connect: () => Promise.resolve(recording), query: pool.query.bind(pool) } as unknown as Pool;
  const world = createWorld({ pool: pretended, clock: { now: () => new Date() }, reactions, prepared: true, processor: () => { throw new Error('no network here'); } });
  await createInbox(world, { lanes: 1 }).receive(received);
  client.release();
  return statements;
}

/** Sends recorded transactions statement by statement over `connections` bare connections; gives transactions a second. */
export async function replay(pool: Pool, transactions: readonly (readonly RecordedStatement[])[], connections: number): Promise<number> {
  let next = 0;
  const started = performance.now();
  await Promise.all(Array.from({ length: connections }, async () => {
    const client = await pool.connect();
    for (let i = next++; i < transactions.length; i = next++) {
      await client.query('BEGIN');
      for (const statement of transactions[i]!) await client.query(statement as never);
      await client.query('COMMIT');
    }
    client.release();
  }));
  return transactions.length / ((performance.now() - started) / 1000);
}
