import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cloneDatabase } from '../database.js';
import type { TestDatabase } from '../database.js';
import { openArena } from './arena.js';
import { raceGrant, raceRefund, raceSpending } from './credit-races.js';
import { plantedBuild, withoutUniqueKeys } from './plant.js';
import { playUntilRed } from './play-until-red.js';

const ROUNDS = process.env['PAYDESK_FULL'] ? 100 : 10;
const fair = { rounds: ROUNDS, wrong: [], broken: [] };

describe(`races of credits, ${ROUNDS} rounds × 20 at once`, () => {
  let database: TestDatabase;
  let opened: Awaited<ReturnType<typeof openArena>>;
  beforeAll(async () => {
    database = await cloneDatabase();
    opened = await openArena(database);
  });
  afterAll(async () => {
    await opened?.close();
    await database?.drop();
  });

  it('a balance is spent once', async () => {
    expect(await raceSpending(opened.arena, ROUNDS)).toEqual(fair);
  });

  it('event, repetitions and whoever asks grant once', async () => {
    expect(await raceGrant(opened.arena, ROUNDS)).toEqual(fair);
  });

  it('what goes back while it is spent is right to the cent', async () => {
    expect(await raceRefund(opened.arena, await opened.arena.shop.user('admin'), ROUNDS)).toEqual(fair);
  });
});

describe('the races of credits notice', () => {
  it('when nobody waits for whoever changes a wallet', async () => {
    const database = await cloneDatabase();
    const opened = await openArena(database, await plantedBuild('unlocked-wallets'));
    try {
      const admin = await opened.arena.shop.user('admin');
      await playUntilRed(async () => (await raceSpending(opened.arena, 2)).wrong, [/spends of a balance for one/]);
      await playUntilRed(async () => (await raceRefund(opened.arena, admin, 2)).wrong, [/the books do not agree/]);
    } finally {
      await opened.close();
      await database.drop();
    }
  });

  it('when the keys and locks that let money grant once are gone', async () => {
    const database = await cloneDatabase();
    await withoutUniqueKeys(database);
    const opened = await openArena(database, await plantedBuild('no-locks'));
    try {
      await playUntilRed(async () => (await raceGrant(opened.arena, 5)).wrong, [/granted 1001 and 1001|[2-9] settlements/]);
    } finally {
      await opened.close();
      await database.drop();
    }
  });
});
