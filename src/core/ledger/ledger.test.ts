import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectOnce } from '../../adapters/database/connect.js';
import { openTestWorld } from '../../../test/world.js';
import type { TestWorld } from '../../../test/world.js';
import { newId } from '../../kernel/ids.js';
import { account, accountId, post, readBalance, sealTransactions } from './index.js';
import type { Line } from './index.js';

let t: TestWorld;
beforeAll(async () => { t = await openTestWorld(); });
afterAll(() => t.close());

const give = (owner: string, amount: bigint, more: Partial<Line> = {}) => (occasion = newId()) => t.world.transact((tx) => Promise.resolve(post(tx, {
  kind: 'test', occasion, reference: {},
  lines: [{ account: account('points_issued', 'PTS'), amount }, { account: account('customer_points', 'PTS', owner), amount: -amount, ...more }],
})));

describe('the ledger', () => {
  it('keeps balances, posts an occasion once, and refuses to go below zero when asked to', async () => {
    const owner = newId();
    const occasion = newId();
    await give(owner, 100n)(occasion);
    await expect(give(owner, 100n)(occasion)).rejects.toMatchObject({ code: '23505' });
    await expect(give(owner, -101n, { refuseBelowZero: true })()).rejects.toMatchObject({ code: 'balance_insufficient' });
    expect(await readBalance(t.world.read, account('customer_points', 'PTS', owner))).toBe(100n);
    await give(owner, -101n)();
    expect(await readBalance(t.world.read, account('customer_points', 'PTS', owner))).toBe(-1n);
  });

  it('lets one of twenty have the last points', async () => {
    const owner = newId();
    await give(owner, 10n)();
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => give(owner, -10n, { refuseBelowZero: true })()));
    expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    expect(await readBalance(t.world.read, account('customer_points', 'PTS', owner))).toBe(0n);
  });

  it('takes nothing that does not balance, or balances only across units', async () => {
    const lines = (list: Line[]) => t.world.transact((tx) => Promise.resolve(post(tx, { kind: 'test', occasion: newId(), reference: {}, lines: list })));
    await expect(lines([{ account: account('revenue', 'USD'), amount: -5n }, { account: account('points_issued', 'PTS'), amount: 5n }])).rejects.toThrow('not zero');
    await expect(lines([{ account: account('revenue', 'USD'), amount: 0n }])).rejects.toThrow('two lines');
  });

  it('is append-only for the server and for the owner of its tables, and balanced for everybody', async () => {
    await give(newId(), 5n)();
    for (const statement of ['UPDATE ledger_entries SET amount = 1', 'DELETE FROM ledger_entries', 'TRUNCATE ledger_entries CASCADE', 'DELETE FROM ledger_transactions', 'ALTER TABLE ledger_entries DISABLE TRIGGER USER']) {
      await expect(t.pool.query(statement)).rejects.toThrow();
    }
    const owner = await connectOnce(t.database.ownerUrl);
    for (const statement of ['UPDATE ledger_entries SET amount = 1', 'DELETE FROM ledger_entries', 'TRUNCATE ledger_entries CASCADE', 'UPDATE ledger_transactions SET kind = kind']) {
      await expect(owner.query(statement)).rejects.toThrow('append-only');
    }
    await owner.end();
    const id = newId();
    await expect(t.pool.query(`INSERT INTO ledger_transactions (id, kind, occasion, occurred_at, digest) VALUES ($1::uuid, 'x', $2, now(), decode(repeat('00', 32), 'hex'))`, [id, id])).rejects.toThrow('does not balance');
    const [existing] = (await t.pool.query<{ transaction_id: string }>('SELECT transaction_id FROM ledger_entries LIMIT 1')).rows;
    await expect(t.pool.query('INSERT INTO ledger_entries (transaction_id, line, account_id, unit, amount) VALUES ($1, 9, $2, $3, 7)',
      [existing!.transaction_id, accountId(account('points_issued', 'PTS')), 'PTS'])).rejects.toThrow('do not balance');
  });

  it('is sealed without gaps by several sealers at once', async () => {
    await Promise.all(Array.from({ length: 30 }, () => give(newId(), 3n)()));
    while ((await Promise.all([sealTransactions(t.world, 7), sealTransactions(t.world, 7)])).some((n) => n > 0));
    const { rows } = await t.pool.query<{ seals: string; last: string; transactions: string }>(
      'SELECT (SELECT count(*) FROM ledger_seals) AS seals, (SELECT max(seq) FROM ledger_seals) AS last, (SELECT count(*) FROM ledger_transactions) AS transactions');
    expect(rows[0]!.seals).toBe(rows[0]!.transactions);
    expect(String(rows[0]!.last)).toBe(String(rows[0]!.seals));
  });
});
