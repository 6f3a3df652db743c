import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectOnce } from '../../src/adapters/database/connect.js';
import { openReadLanes } from '../../src/adapters/database/read-lanes.js';
import { cloneDatabase } from '../database.js';
import type { TestDatabase } from '../database.js';

const ONE = { name: 'lanes_one', text: 'SELECT $1::int AS n', values: [1] };

describe('read lanes', () => {
  let database: TestDatabase;
  beforeAll(async () => { database = await cloneDatabase(); });
  afterAll(() => database.drop());

  it('share their connections among many readers, and a failing statement harms only itself', async () => {
    const lanes = openReadLanes(database.url, 2, () => undefined);
    const answers = await Promise.allSettled(Array.from({ length: 200 }, (_, i) =>
      lanes.query(i % 10 === 3 ? { text: 'SELECT 1 / 0', values: [] } : { ...ONE, values: [i] })));
    expect(answers.filter((one) => one.status === 'rejected')).toHaveLength(20);
    expect(answers.flatMap((one) => (one.status === 'fulfilled' ? [one.value.rows[0].n] : []))).toEqual(Array.from({ length: 200 }, (_, i) => i).filter((i) => i % 10 !== 3));
    await lanes.close();
  });

  it('come back after their connections were cut', async () => {
    const lost: Error[] = [];
    const lanes = openReadLanes(database.url, 2, (error) => lost.push(error));
    await Promise.all([lanes.query(ONE), lanes.query(ONE)]);
    const superuser = await connectOnce(database.superuserUrl);
    await superuser.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'paydesk reads' AND datname = current_database()`);
    await superuser.end();
    await expect.poll(() => lanes.query(ONE).then((r) => r.rows[0].n, () => 0)).toBe(1);
    await expect.poll(() => lanes.query(ONE).then((r) => r.rows[0].n, () => 0)).toBe(1);
    expect(lost.length).toBeGreaterThan(0);
    await lanes.close();
  });
});
