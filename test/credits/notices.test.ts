import { afterAll, beforeAll, expect, it } from 'vitest';
import { grantCredits, spendCredits } from '../../src/core/credits/index.js';
import { account, readBalance } from '../../src/core/ledger/index.js';
import { prepareMail } from '../../src/core/notifications/prepare-mail.js';
import { saveSettings } from '../../src/core/settings/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { openTestServer } from '../contract/server.js';
import type { TestServer } from '../contract/server.js';

let t: TestServer;
beforeAll(async () => {
  t = await openTestServer({ factor: 1_000_000 });
  await saveSettings(t.world, SYSTEM, { credits_low_below: 500 });
});
afterAll(() => t.close());

async function holder() {
  const token = await t.token(['customer']);
  const { user_id: userId } = (await t.call('GET', '/api/app/credits', { token })).body as { user_id: string };
  return {
    userId,
    give: (amount: bigint) => t.world.transact((tx) => grantCredits(tx, { userId, amount, reason: 'a gift', expiresAt: null, priority: 100 }, SYSTEM)),
    spend: (amount: bigint, hold = false) => t.world.transact((tx) => spendCredits(tx, { userId, amount, purpose: 'a test', hold, requestKey: null, actor: { userId } })),
    wish: (body: object) => t.call('PUT', '/api/app/credits/notice', { token, body }),
    read: async () => (await t.call('GET', '/api/app/credits/notice', { token })).body,
    letters: async () => (await t.pool.query<{ template: string; data: Record<string, string>; recipient: string; subject_id: string }>(`SELECT template, data, recipient, subject_id FROM outbox_messages WHERE subject_id = $1 AND template = 'credits_low' ORDER BY id`, [userId])).rows,
  };
}

it('tells once that little is left, and again only after there was more', async () => {
  const one = await holder();
  await one.give(1_000n);
  await one.spend(500n);
  expect(await one.letters()).toEqual([]);
  await one.spend(1n, true);
  expect(await one.letters()).toMatchObject([{ data: { amount: '4.99', threshold: '5.00', currency: 'USD' } }]);
  await one.spend(100n);
  await one.spend(99n);
  expect(await one.letters()).toHaveLength(1);
  await one.give(400n);
  await one.spend(201n);
  expect((await one.letters()).map((letter) => letter.data['amount'])).toEqual(['4.99', '4.99']);
});

it('tells once under twenty spends at the same moment', async () => {
  const one = await holder();
  await one.give(2_000n);
  // Whoever waits too long for the lock on a slow machine has spent nothing.
  await Promise.allSettled(Array.from({ length: 20 }, () => one.spend(99n)));
  const left = await readBalance(t.world.read, account('user_credits', 'USD', one.userId));
  await one.spend(left - 10n);
  expect(await one.letters()).toHaveLength(1);
});

it('follows the holder’s own threshold, and says nothing to who wants no word', async () => {
  const one = await holder();
  expect(await one.read()).toEqual({ choice: 'business', own_below: null, business_below: 5, currency: 'USD' });
  expect(await one.wish({ choice: 'own', own_below: 20 })).toMatchObject({ status: 200, body: { choice: 'own', own_below: 20 } });
  await one.give(3_000n);
  await one.spend(1_001n);
  expect(await one.letters()).toMatchObject([{ data: { amount: '19.99', threshold: '20.00' } }]);
  expect((await one.wish({ choice: 'never' })).body).toMatchObject({ choice: 'never', own_below: null });
  await one.spend(1_900n);
  expect(await one.letters()).toHaveLength(1);
  expect((await one.wish({ choice: 'business' })).body).toMatchObject({ choice: 'business' });
  await one.spend(1n);
  expect(await one.letters()).toHaveLength(2);
});

it('is not sent any more when there is enough again by the time it leaves', async () => {
  const one = await holder();
  await one.give(600n);
  await one.spend(200n);
  const [letter] = await one.letters();
  const prepare = () => prepareMail({ id: 'x', template: letter!.template, data: letter!.data, subjectId: one.userId, recipient: letter!.recipient } as never, t.world.read, {} as never, () => '');
  expect(await readBalance(t.world.read, account('user_credits', 'USD', one.userId))).toBe(400n);
  expect(await prepare()).toEqual({});
  await one.give(100n);
  expect(await prepare()).toBeNull();
});

it.each([[{ choice: 'own' }, 'input_missing'], [{ choice: 'own', own_below: 0 }, 'amount_invalid'], [{ choice: 'own', own_below: -5 }, 'amount_invalid'], [{ choice: 'own', own_below: 2_000_000 }, 'amount_invalid'], [{ choice: 'sometimes' }, 'input_invalid'], [{}, 'input_missing']])('refuses %j', async (body, code) => {
  const one = await holder();
  expect(await one.wish(body)).toMatchObject({ status: 400, body: { code } });
  expect(await one.read()).toMatchObject({ choice: 'business' });
});
