import { createPool } from '../src/adapters/database/connect.js';
import { createWorld } from '../src/adapters/database/transact.js';
import { openIdentity } from '../src/core/identity/index.js';
import type { Identity } from '../src/core/identity/index.js';
import type { Clock } from '../src/core/ports/clock.js';
import { reactions } from '../src/core/reactions.js';
import type { Reactions } from '../src/core/reactions.js';
import type { World } from '../src/core/tx.js';
import { generateKeyRing, parseKeyRing } from '../src/kernel/keyring.js';
import { cloneDatabase } from './database.js';
import type { TestDatabase } from './database.js';

/** A clock that runs with the real one and can be set ahead. */
export interface TestClock extends Clock {
  advance(milliseconds: number): void;
}

/** Identity over a database of its own: nothing else of the product runs. */
export interface IdentityBench {
  readonly world: World;
  readonly identity: Identity;
  readonly clock: TestClock;
  readonly database: TestDatabase;
  close(): Promise<void>;
}

export function createTestClock(): TestClock {
  let ahead = 0;
  return { now: () => new Date(Date.now() + ahead), advance: (milliseconds) => void (ahead += milliseconds) };
}

/** Nothing identity does announces anything, so no reaction follows. */
const NONE = Object.fromEntries(Object.keys(reactions).map((type) => [type, []])) as unknown as Reactions;

export async function openIdentityBench(publicUrl = 'http://127.0.0.1:4000'): Promise<IdentityBench> {
  const database = await cloneDatabase();
  const pool = createPool(database.url, { max: 20 });
  const clock = createTestClock();
  const world = createWorld({
    pool, clock, reactions: NONE, prepared: true,
    processor: () => { throw new Error('identity charges nobody'); },
  });
  const identity = openIdentity({ world, keys: parseKeyRing(generateKeyRing()), publicUrl });
  return {
    world, identity, clock, database,
    async close() {
      await pool.end();
      await database.drop();
    },
  };
}
