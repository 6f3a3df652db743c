import type { PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { ReadBulk } from '../../core/ports/bulk-rows.js';
import { framed } from '../../kernel/framed.js';
import { createPool } from './connect.js';
import { toDatabaseFailure } from './failures.js';
import { liftTimeouts } from './snapshot.js';

export interface CopyOut {
  readonly read: ReadBulk;
  close(): Promise<void>;
}

/** More at once would take the database's attention from everybody else. */
const AT_ONCE = 3;
/** Of one export; a reader slower than this gets nothing more. */
const LONGEST = '15min';
/** A reader that takes nothing for this long is gone. */
const STALL_MS = 60_000;

/** Opens the connections of exports: COPY does not travel on pipelined ones, and ordinary time limits are too short for it. */
export function openCopyOut(url: string, onLost: (error: Error) => void, stallMs = STALL_MS): CopyOut {
  const pool = createPool(url, { max: AT_ONCE, applicationName: 'paydesk exports', onConnectionLost: onLost });
  return {
    async read(statement) {
      try {
        const client = await pool.connect();
        const chunks = copy(client, statement, stallMs);
        // What fails, fails before anything was answered.
        const first = await chunks.next();
        return first.done ? chunks : framed([first.value], chunks, []);
      } catch (error) {
        throw toDatabaseFailure(error);
      }
    },
    close: () => pool.end(),
  };
}

async function* copy(client: PoolClient, statement: string, stallMs: number): AsyncGenerator<Uint8Array, void, undefined> {
  let whole = false;
  try {
    await client.query('BEGIN READ ONLY');
    await liftTimeouts(client as never);
    await client.query(`SET LOCAL statement_timeout = '${LONGEST}'`);
    for await (const chunk of client.query(copyTo(statement)) as AsyncIterable<Buffer>) {
      const stalled = setTimeout(() => (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy(), stallMs);
      try {
        yield chunk;
      } finally {
        clearTimeout(stalled);
      }
    }
    await client.query('COMMIT');
    whole = true;
  } finally {
    // A connection in the middle of a COPY is good for nothing else: closing it ends the statement.
    client.release(!whole);
  }
}
