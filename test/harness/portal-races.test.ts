import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cloneDatabase } from '../database.js';
import type { TestDatabase } from '../database.js';
import { openArena } from './arena.js';
import { plantedBuild } from './plant.js';
import { playUntilRed } from './play-until-red.js';
import { raceCard, raceClawback, raceIntents, raceRedeem, raceVisit } from './portal-races.js';

const ROUNDS = process.env['PAYDESK_FULL'] ? 100 : 10;
const fair = { rounds: ROUNDS, wrong: [], broken: [] };

describe(`races of the portal, ${ROUNDS} rounds × 20 at once`, () => {
  let database: TestDatabase;
  let opened: Awaited<ReturnType<typeof openArena>>;
  let admin: string;
  beforeAll(async () => {
    database = await cloneDatabase();
    opened = await openArena(database);
    admin = await opened.arena.shop.user('admin');
  });
  afterAll(async () => {
    await opened?.close();
    await database?.drop();
  });

  it('points for one reward buy one', async () => {
    expect(await raceRedeem(opened.arena, ROUNDS)).toEqual(fair);
  });

  it('a visit is cancelled or done, never both', async () => {
    expect(await raceVisit(opened.arena, admin, ROUNDS)).toEqual(fair);
  });

  it('a removed card is never the default one', async () => {
    expect(await raceCard(opened.arena, ROUNDS)).toEqual(fair);
  });

  it('one form lives for one invoice', async () => {
    expect(await raceIntents(opened.arena, ROUNDS)).toEqual(fair);
  });

  it('points go below zero only where money went back', async () => {
    expect(await raceClawback(opened.arena, admin, ROUNDS)).toEqual(fair);
  });
});

describe('the races of the portal notice', () => {
  it('when nobody looks whether there are points', async () => {
    const database = await cloneDatabase();
    const opened = await openArena(database, await plantedBuild('no-balance'));
    try {
      await playUntilRed(async () => (await raceRedeem(opened.arena, 3)).wrong);
    } finally {
      await opened.close();
      await database.drop();
    }
  });
});
