import { randomBytes } from 'node:crypto';
import { connectOnce, createPool } from '../../../src/adapters/database/connect.js';
import type { DatabasePool } from '../../../src/adapters/database/connect.js';
import { createWorld } from '../../../src/adapters/database/transact.js';
import { createStripeProcessor } from '../../../src/adapters/processors/stripe/index.js';
import { createInbox } from '../../../src/core/inbox/index.js';
import type { Inbox } from '../../../src/core/inbox/index.js';
import { PLATFORM_ACCOUNT } from '../../../src/core/ports/processor.js';
import type { Processor } from '../../../src/core/ports/processor.js';
import { reactions } from '../../../src/core/reactions.js';
import type { World } from '../../../src/core/tx.js';
import type { TestDatabase } from '../../database.js';
import { createTestClock } from '../../identity.js';
import type { TestClock } from '../../identity.js';
import { SECRET_KEY, WEBHOOK_SECRET } from '../../sandbox/start.js';

/** The core over one database, in front of a sandbox that it may share with others. */
export interface Core {
  readonly world: World;
  readonly inbox: Inbox;
  readonly processor: Processor;
  readonly clock: TestClock;
  readonly pool: DatabasePool;
  close(): Promise<void>;
}

export function openCore(database: TestDatabase, sandboxUrl: string, timeoutMs = 5_000): Core {
  const pool = createPool(database.url, { max: 16, pipeline: true });
  const clock = createTestClock();
  const processor = createStripeProcessor({ secretKey: SECRET_KEY, webhookSecrets: [WEBHOOK_SECRET], account: PLATFORM_ACCOUNT, baseUrl: sandboxUrl, timeoutMs });
  const world = createWorld({ pool, clock, reactions, prepared: true, processor: () => processor });
  return { world, inbox: createInbox(world, { lanes: 3 }), processor, clock, pool, close: () => pool.end() };
}

/** A database with the same content. Nobody may be connected to the original meanwhile. */
export async function copyDatabase(original: TestDatabase): Promise<TestDatabase> {
  const name = `t_${randomBytes(6).toString('hex')}`;
  const at = (url: string) => url.replace(original.name, name);
  const run = async (statement: string) => {
    const client = await connectOnce(original.superuserUrl.replace(original.name, 'postgres'), 'paydesk test');
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };
  await run(`CREATE DATABASE ${name} OWNER paydesk_owner TEMPLATE ${original.name} STRATEGY FILE_COPY`);
  return {
    name, url: at(original.url), ownerUrl: at(original.ownerUrl), superuserUrl: at(original.superuserUrl),
    drop: () => run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}
