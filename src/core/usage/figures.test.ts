import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../../test/random.js';
import { addDays } from '../../kernel/period.js';
import type { UsageCounts } from '../ports/usage-analytics.js';
import { deriveFigures, noFigures } from './figures.js';
import { cohortWeeks, eachDay, readSpan } from './span.js';

const RUNS = 10_000;
const { seed } = seeded('usage figures');
const TODAY = '2026-11-21';

function must(held: boolean, what: string): void {
  if (!held) throw new Error(what);
}

const spans = fc.record({ back: fc.nat({ max: 400 }), days: fc.integer({ min: 1, max: 40 }) }).map(({ back, days }) => ({ start: addDays(TODAY, -back - days + 1), end: addDays(TODAY, -back) }));
const number = fc.oneof({ arbitrary: fc.constant(0), weight: 1 }, { arbitrary: fc.nat({ max: 5_000_000 }), weight: 4 });
const platforms = fc.array(fc.record({ platform: fc.constantFrom('ios' as const, 'android' as const, 'web' as const, 'other' as const), users: number }), { maxLength: 6 });
const counts = fc.record({
  activeUsers: number, newUsers: number, totalUsers: number, sessions: number, engagedSessions: number, sessionSeconds: number, events: number, platforms,
  features: fc.array(fc.record({ name: fc.string({ maxLength: 8 }), count: number }), { maxLength: 4 }),
  cohorts: fc.array(fc.record({ users: number, returned: number }), { maxLength: 5 }),
  newcomers: fc.array(fc.tuple(fc.nat({ max: 45 }), number), { maxLength: 12 }),
});

describe('figures', () => {
  it('are finite, within their bounds and complete for any counts: shares add to exactly 100, or there is nobody', () => {
    fc.assert(fc.property(spans, counts, (span, { newcomers, ...rest }) => {
      const days = [...new Map(newcomers)].map(([n, newUsers]) => ({ day: addDays(span.start, n), newUsers, active1Day: newUsers, active28Days: newUsers }));
      const figures = deriveFigures({ ...rest, days } satisfies UsageCounts, span, TODAY);
      const { ios, android, web, other } = figures.devices;
      const users = rest.platforms.reduce((sum, one) => sum + one.users, 0);
      must(ios + android + web + other === (users === 0 ? 0 : 100), `shares are ${ios + android + web + other}`);
      for (const device of ['ios', 'android', 'web', 'other'] as const) {
        const exact = users === 0 ? 0 : (rest.platforms.reduce((sum, one) => (one.platform === device ? sum + one.users : sum), 0) * 100) / users;
        must(Math.abs(figures.devices[device] - exact) < 1, `${device}: ${figures.devices[device]} of ${exact}`);
      }
      for (const percent of [figures.retentionRate, figures.engagementRate]) must(percent >= 0 && percent <= 100, `a rate of ${percent}`);
      for (const value of [figures.averageSessionDuration, figures.sessionsPerUser, figures.eventsPerUser]) must(Number.isFinite(value) && value >= 0, `a figure of ${value}`);
      must(JSON.stringify(figures.growth.map((one) => one.day)) === JSON.stringify(eachDay(span)), 'a day is missing');
      must(figures.growth.at(-1)!.users === rest.totalUsers, 'the line does not end with everybody');
      must(figures.growth.every((one, n) => one.users >= 0 && (n === 0 || one.users >= figures.growth[n - 1]!.users)), 'the line falls');
    }), { numRuns: RUNS, seed });
  });

  it('are as defined for counts by hand', () => {
    const span = { start: '2026-11-18', end: TODAY };
    const figures = deriveFigures({
      activeUsers: 40, newUsers: 6, totalUsers: 100, sessions: 90, engagedSessions: 60, sessionSeconds: 9_050, events: 999,
      days: [{ day: '2026-11-19', newUsers: 2, active1Day: 11, active28Days: 70 }, { day: '2026-11-20', newUsers: 3, active1Day: 12, active28Days: 71 }, { day: TODAY, newUsers: 1, active1Day: 2, active28Days: 69 }],
      features: [{ name: 'book_class', count: 30 }, { name: 'share', count: 4 }],
      platforms: [{ platform: 'ios', users: 1 }, { platform: 'android', users: 1 }, { platform: 'web', users: 1 }],
      cohorts: [{ users: 30, returned: 10 }, { users: 10, returned: 8 }],
    }, span, TODAY);
    expect(figures).toEqual({
      dailyActiveUsers: 12, monthlyActiveUsers: 71, newUsers: 6, totalUsers: 100, retentionRate: 45, engagementRate: 66.7, averageSessionDuration: 100.6, sessionsPerUser: 2.25, eventsPerUser: 24.98,
      features: [{ feature: 'book_class', usageCount: 30 }, { feature: 'share', usageCount: 4 }], devices: { ios: 34, android: 33, web: 33, other: 0 },
      growth: [{ day: '2026-11-18', users: 94 }, { day: '2026-11-19', users: 96 }, { day: '2026-11-20', users: 99 }, { day: TODAY, users: 100 }],
    });
  });

  it('are all zero where nothing is known', () => {
    const { growth, devices, features, ...rest } = noFigures({ start: '2026-11-01', end: '2026-11-03' });
    expect(Object.values(rest).every((value) => value === 0)).toBe(true);
    expect([devices, features, growth]).toEqual([{ ios: 0, android: 0, web: 0, other: 0 }, [], ['2026-11-01', '2026-11-02', '2026-11-03'].map((day) => ({ day, users: 0 }))]);
  });
});

describe('a span', () => {
  it.each([
    [{}, { start: '2026-10-22', end: TODAY }],
    [{ end: '2026-03-31' }, { start: '2026-03-01', end: '2026-03-31' }],
    [{ start: '2026-11-20' }, { start: '2026-11-20', end: TODAY }],
    [{ start: '2026-11-01', end: '2027-01-01' }, { start: '2026-11-01', end: TODAY }],
    [{ start: '2025-11-21', end: TODAY }, { start: '2025-11-21', end: TODAY }],
    [{ start: '2024-02-29', end: '2024-02-29' }, { start: '2024-02-29', end: '2024-02-29' }],
  ])('of %j is %j', (given, wanted) => expect(readSpan(given, TODAY)).toEqual(wanted));

  it.each([
    { start: 'yesterday' }, { start: '2026-02-30' }, { end: '2026-13-01' }, { start: '2026-11-05', end: '2026-11-04' }, { start: '2025-11-20', end: TODAY }, { start: '2026-11-22' },
    { start: '' }, { end: '20261101' }, { start: '0000-01-01' }, { start: '2026-1-1' }, { end: '2026-11-21T00:00:00Z' },
  ])('is refused for %j', (given) => expect(() => readSpan(given, TODAY)).toThrow('input_invalid'));

  it('follows whole weeks whose next week is over, and one at least', () => {
    // 21 November 2026 is a Saturday: it closes the second week of those who came first from the 8th to the 14th.
    expect(cohortWeeks({ start: '2026-10-22', end: '2026-11-21' })).toEqual(['2026-10-25', '2026-11-01', '2026-11-08']);
    expect(cohortWeeks({ start: '2026-10-22', end: '2026-11-20' })).toEqual(['2026-10-25', '2026-11-01']);
    expect(cohortWeeks({ start: '2026-11-20', end: '2026-11-20' })).toEqual(['2026-11-01']);
    expect(cohortWeeks({ start: '2025-11-21', end: '2026-11-20' })).toHaveLength(12);
  });
});
