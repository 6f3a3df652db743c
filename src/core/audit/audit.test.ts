import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBareWorld } from '../../../test/bare-world.js';
import type { BareWorld } from '../../../test/bare-world.js';
import { newId } from '../../kernel/ids.js';
import { SYSTEM } from '../tx.js';
import { record } from './index.js';

let bench: BareWorld;
beforeAll(async () => {
  bench = await openBareWorld();
});
afterAll(() => bench.close());

it('writes all lines of a transaction with it, in order, and takes what PostgreSQL would refuse', async () => {
  const userId = newId();
  const onBehalfOf = newId();
  await bench.world.transact(async (tx) => {
    record(tx, { actor: { userId, onBehalfOf, ip: '::1', requestId: 'r\u0000q' }, action: 'payment.refunded', resourceType: 'payment', resourceId: 'p', details: { amount: 18500n, note: 'a\u0000b', none: undefined } });
    record(tx, { actor: SYSTEM, action: 'payment.failed', resourceType: 'payment', resourceId: null, outcome: 'failure' });
  });
  const { rows } = await bench.pool.query('SELECT * FROM audit_log ORDER BY id');
  expect(rows).toMatchObject([
    { actor_id: userId, on_behalf_of: onBehalfOf, ip: '::1', request_id: 'r\ufffdq', outcome: 'success', details: { amount: '18500', note: 'a\ufffdb' } },
    { actor_id: null, action: 'payment.failed', resource_id: null, outcome: 'failure', details: {} },
  ]);
});

it('leaves no line of a transaction that failed', async () => {
  await expect(bench.world.transact(async (tx) => {
    record(tx, { actor: SYSTEM, action: 'never', resourceType: 'x', resourceId: null });
    throw new Error('no');
  })).rejects.toThrow('no');
  expect((await bench.pool.query(`SELECT 1 FROM audit_log WHERE action = 'never'`)).rowCount).toBe(0);
});

it('can be neither changed nor emptied', async () => {
  await expect(bench.pool.query('UPDATE audit_log SET action = action')).rejects.toThrow(/append-only|permission denied/);
  await expect(bench.pool.query('DELETE FROM audit_log')).rejects.toThrow(/append-only|permission denied/);
});
