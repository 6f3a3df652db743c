import { createPool } from '../src/adapters/database/connect.js';
import type { DatabasePool } from '../src/adapters/database/connect.js';
import { createWorld } from '../src/adapters/database/transact.js';
import type { WorldParts } from '../src/adapters/database/transact.js';
import type { World } from '../src/core/tx.js';
import { cloneDatabase } from './database.js';
import type { TestDatabase } from './database.js';

/** A world over a database of its own in which nothing follows from events and no processor is configured. */
export interface BareWorld {
  readonly world: World;
  readonly pool: DatabasePool;
  readonly database: TestDatabase;
  /** Sets the clock ahead of the real one by so many milliseconds more. */
  advance(milliseconds: number): void;
  close(): Promise<void>;
}

export async function openBareWorld(parts: Partial<WorldParts> = {}): Promise<BareWorld> {
  const database = await cloneDatabase();
  const pool = createPool(database.url, { max: 8 });
  let ahead = 0;
  const world = createWorld({
    pool,
    clock: { now: () => new Date(Date.now() + ahead) },
    reactions: { 'payment.settled': [], 'payment.failed': [], 'payment.ended': [], 'checkout.completed': [], 'refund.settled': [], 'refund.bounced': [], 'refund.failed': [], 'dispute.moved': [], 'dispute.lost': [], 'invoice.issued': [], 'invoice.payments_changed': [], 'customer.archived': [], 'customer.restored': [] },
    prepared: true,
    processor: () => {
      throw new Error('no processor here');
    },
    ...parts,
  });
  return {
    world,
    pool,
    database,
    advance: (milliseconds) => void (ahead += milliseconds),
    async close() {
      await pool.end();
      await database.drop();
    },
  };
}

/** For tests that do not read the log. */
export const silentLog = { info: () => undefined, warn: () => undefined, error: () => undefined };
