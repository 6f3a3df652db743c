import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cloneDatabase } from '../database.js';
import type { TestDatabase } from '../database.js';
import { openArena } from './arena.js';
import { plantedBuild, withoutUniqueKeys } from './plant.js';
import { playUntilRed } from './play-until-red.js';
import { raceRefresh, raceSettlement, raceTabs } from './races.js';

const ROUNDS = process.env['PAYDESK_FULL'] ? 100 : 10;

describe(`races, ${ROUNDS} rounds × 20 at once`, () => {
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

  it('confirm, webhook and repetitions settle once, with one receipt and one award', async () => {
    const report = await raceSettlement(opened.arena, ROUNDS);
    expect(report).toEqual({ rounds: ROUNDS, wrong: [], broken: [] });
  });

  it('tabs and a saved card charge once', async () => {
    const report = await raceTabs(opened.arena, ROUNDS);
    expect(report).toEqual({ rounds: ROUNDS, wrong: [], broken: [] });
  });

  it('a refresh token has one child', async () => {
    const report = await raceRefresh(opened.arena, ROUNDS);
    expect(report).toEqual({ rounds: ROUNDS, wrong: [], broken: [] });
  });
});

describe('the races notice', () => {
  it('when the keys and locks that let an effect happen once are gone', async () => {
    const database = await cloneDatabase();
    await withoutUniqueKeys(database);
    const opened = await openArena(database, await plantedBuild('no-locks'));
    try {
      await playUntilRed(() => raceSettlement(opened.arena, 10).then((report) => report.wrong, paidByCredit));
    } finally {
      await opened.close();
      await database.drop();
    }
  });
});

/** Money booked twice is a customer's credit, which pays his next invoice, or a part of it, before anybody can race for it. */
function paidByCredit(error: unknown): string[] {
  if (!/Invoice already paid|Invalid amount/.test(String(error))) throw error;
  return [String(error)];
}
