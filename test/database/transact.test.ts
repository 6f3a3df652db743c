import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectOnce } from '../../src/adapters/database/connect.js';
import type { Tx } from '../../src/core/tx.js';
import { openBareWorld } from '../bare-world.js';
import type { BareWorld } from '../bare-world.js';
import { until } from '../until.js';

const LOCK_MS = 200;

describe('a transaction that others are in the way of', () => {
  let bare: BareWorld;

  beforeAll(async () => {
    bare = await openBareWorld();
    const owner = await connectOnce(bare.database.superuserUrl);
    await owner.query(`CREATE TABLE places (id int PRIMARY KEY, takes int NOT NULL); INSERT INTO places VALUES (1, 0); GRANT ALL ON places TO PUBLIC;
      ALTER ROLE paydesk_app IN DATABASE ${bare.database.name} SET lock_timeout = '${LOCK_MS}ms'`);
    await owner.end();
  });
  afterAll(() => bare.close());

  /** Holds the row until `when` is true, while `work` wants it too. */
  async function whileHeld<T>(work: () => Promise<T>, when: () => boolean): Promise<T> {
    const holder = await connectOnce(bare.database.superuserUrl);
    try {
      await holder.query('BEGIN; SELECT FROM places WHERE id = 1 FOR UPDATE');
      const wish = work();
      wish.catch(() => undefined);
      await until(when);
      await holder.query('ROLLBACK');
      return await wish;
    } finally {
      await holder.end();
    }
  }

  /** With a statement that travels in the same parcel, fails of the first one's failure, and is heard first. */
  async function take(tx: Tx): Promise<void> {
    const taken = tx.run({ name: 'take', text: 'UPDATE places SET takes = takes + 1 WHERE id = 1' });
    taken.catch(() => undefined);
    await tx.run({ name: 'look', text: 'SELECT 1' });
    await taken;
  }
  const takes = async () => (await bare.pool.query('SELECT takes FROM places')).rows[0].takes;

  it('is run again after a lock that did not come in time, and does its work once', async () => {
    let runs = 0;
    await whileHeld(() => bare.world.transact(async (tx) => { runs += 1; await take(tx); return tx.now; }), () => runs === 3);
    expect(runs).toBeGreaterThanOrEqual(3);
    expect(await takes()).toBe(1);
  });

  it('gives up in the end, says that it may be tried again, and has changed nothing', async () => {
    let [runs, over] = [0, false];
    const failed = await whileHeld(
      () => bare.world.transact((tx) => { runs += 1; return take(tx); }).catch((error: unknown) => error).finally(() => { over = true; }),
      () => over,
    );
    expect(failed).toMatchObject({ code: 'database_busy', kind: 'unavailable' });
    expect(runs).toBe(5);
    expect(await takes()).toBe(1);
  });
});
