import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cloneDatabase } from '../database.js';
import type { TestDatabase } from '../database.js';
import { openArena } from './arena.js';
import { raceDecision, raceGenerate, racePay, raceRecurring } from './billing-races.js';
import { plantedBuild } from './plant.js';
import { playUntilRed } from './play-until-red.js';
import type { Report } from './races.js';

const ROUNDS = process.env['PAYDESK_FULL'] ? 100 : 10;
const fair = { rounds: ROUNDS, wrong: [], broken: [] };

describe(`races of billing, ${ROUNDS} rounds × 20 at once`, () => {
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

  it('an offer is accepted or rejected, by one', async () => {
    expect(await raceDecision(opened.arena, admin, ROUNDS)).toEqual(fair);
  });

  it('an offer is accepted once, and billed once by that', async () => {
    expect(await raceDecision(opened.arena, admin, ROUNDS, true)).toEqual(fair);
  });

  it('an accepted offer is billed once', async () => {
    expect(await raceGenerate(opened.arena, admin, ROUNDS)).toEqual(fair);
  });

  it('a month is billed once, by schedules or by the button', async () => {
    expect(await raceRecurring(opened.arena, admin, ROUNDS)).toEqual(fair);
  });

  it('an invoice is charged once, whoever pays it', async () => {
    expect(await racePay(opened.arena, admin, ROUNDS)).toEqual(fair);
  });

  it('what is charged is what is owed, while costs change', async () => {
    expect(await racePay(opened.arena, admin, ROUNDS, true)).toEqual(fair);
  });
});

describe('the races of billing notice', () => {
  it('when nobody looks whether an offer was decided or billed', async () => {
    const database = await cloneDatabase();
    const opened = await openArena(database, await plantedBuild('careless-offers'));
    try {
      const admin = await opened.arena.shop.user('admin');
      const unfair = ({ wrong, broken }: Report) => [...wrong, ...broken];
      await playUntilRed(async () => unfair(await raceDecision(opened.arena, admin, 3)));
      await playUntilRed(async () => unfair(await raceGenerate(opened.arena, admin, 3)));
    } finally {
      await opened.close();
      await database.drop();
    }
  });
});
