import { expect, it } from 'vitest';
import { billingDayIn, duePeriods, monthAfter, monthOf, nextPeriod, unbilledPeriods } from '../../src/core/recurring/calendar.js';
import type { Period, Recurrence } from '../../src/core/recurring/calendar.js';
import { seeded } from '../random.js';

const FULL = process.env['PAYDESK_FULL'] === '1';
const DAY_MS = 86_400_000;
/** Each day asks for all that was due since the first: nine years take four times as long as two leap years and what is between them. */
const LAST_YEAR = FULL ? 2032 : 2028;
const HISTORIES = FULL ? 10_000 : 1_000;
const months = { monthly: 1, quarterly: 3, annual: 12 } as const;

/** The oracle: days are counted one by one with the calendar of the platform, and nothing of ours is asked. */
function eachDay(from: string, until: string): string[] {
  const days: string[] = [];
  for (let at = Date.parse(`${from}T00:00:00Z`); at <= Date.parse(`${until}T00:00:00Z`); at += DAY_MS) days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}

const recurrence = (over: Partial<Recurrence>): Recurrence => ({ billingDay: 1, months: 1, spans: [{ since: '2024-01-01', until: null }], billed: new Set(), pauses: [], ...over });

function take(r: Recurrence, count: number): Period[] {
  const taken: Period[] = [];
  for (const period of unbilledPeriods(r)) if (taken.push(period) === count) break;
  return taken;
}

it(`bills every period once, on the anchor or the last day of a month that has none such: each day of 2024–${LAST_YEAR}, each anchor, each rhythm`, () => {
  const days = eachDay('2024-01-01', `${LAST_YEAR}-12-31`);
  for (const [rhythm, length] of Object.entries(months)) {
    for (let billingDay = 1; billingDay <= 31; billingDay += 1) {
      const billed = new Set<string>();
      const made: string[] = [];
      for (const today of days) {
        for (const period of duePeriods(recurrence({ billingDay, months: length, billed }), today, 99)) {
          made.push(today);
          for (let i = 0; i < period.months; i += 1) billed.add(monthAfter(period.month, i));
        }
      }
      const expected = days.filter((day) => {
        const [year, month, date] = day.split('-').map(Number) as [number, number, number];
        const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
        return date === Math.min(billingDay, last) && ((year - 2024) * 12 + month - 1) % length === 0;
      });
      expect(made, `${rhythm}, day ${billingDay}`).toEqual(expected);
      expect(billed.size).toBe(expected.length * length);
    }
  }
});

it(`makes up for every period that was missed, whatever days the machine was on: ${HISTORIES} histories`, () => {
  const random = seeded('calendar');
  const days = eachDay('2024-01-01', '2027-12-31');
  for (let run = 0; run < HISTORIES; run += 1) {
    const billingDay = 1 + random.below(31);
    const length = random.pick([1, 3, 12]);
    const since = days[random.below(400)]!;
    const billed = new Set<string>();
    const made: string[] = [];
    let today = random.below(60);
    while (today < days.length) {
      for (const period of duePeriods(recurrence({ billingDay, months: length, spans: [{ since, until: null }], billed }), days[today]!, 99)) {
        // Not by `expect`, which takes longer than all the rest.
        if (period.day > days[today]! || billed.has(period.month)) throw new Error(`run ${run}: ${period.day} was billed on ${days[today]}, ${billed.has(period.month) ? 'again' : 'too early'}`);
        made.push(period.day);
        for (let i = 0; i < period.months; i += 1) billed.add(monthAfter(period.month, i));
      }
      today += 1 + random.below(random.pick([2, 40, 200]));
    }
    const always = take(recurrence({ billingDay, months: length, spans: [{ since, until: null }] }), made.length);
    expect(made).toEqual(always.map((period) => period.day));
    expect(made[0]! >= since).toBe(true);
  }
});

it('31 stays 31 where the month has it, and 29 February comes in leap years only', () => {
  expect(take(recurrence({ billingDay: 31, spans: [{ since: '2027-12-15', until: null }] }), 5).map((p) => p.day)).toEqual(['2027-12-31', '2028-01-31', '2028-02-29', '2028-03-31', '2028-04-30']);
  expect(billingDayIn('2100-02-01', 30)).toBe('2100-02-28');
  expect(monthOf('2026-11-21')).toBe('2026-11-01');
  expect([monthAfter('2026-11-01', 2), monthAfter('2026-01-01', -1)]).toEqual(['2027-01-01', '2025-12-01']);
});

it('begins on the first billing day from the day on, and ends with the last', () => {
  expect(nextPeriod(recurrence({ billingDay: 15, spans: [{ since: '2026-03-15', until: null }] }))?.day).toBe('2026-03-15');
  expect(nextPeriod(recurrence({ billingDay: 15, spans: [{ since: '2026-03-16', until: null }] }))?.day).toBe('2026-04-15');
  expect(take(recurrence({ billingDay: 15, spans: [{ since: '2026-03-16', until: '2026-06-15' }] }), 9).map((p) => p.month)).toEqual(['2026-04-01', '2026-05-01', '2026-06-01']);
  expect(nextPeriod(recurrence({ months: 0 }))).toBeNull();
  expect(nextPeriod(recurrence({ spans: [] }))).toBeNull();
});

it('leaves out what a pause covers, for good, and has nothing behind a pause without an end', () => {
  const paused = { billingDay: 10, pauses: [{ from: '2024-02-10', until: '2024-05-10' }] };
  expect(take(recurrence(paused), 3).map((p) => p.month)).toEqual(['2024-01-01', '2024-05-01', '2024-06-01']);
  expect(nextPeriod(recurrence({ billingDay: 10, billed: new Set(['2024-01-01']), pauses: [{ from: '2024-02-10', until: null }] }))).toBeNull();
});

it('never bills a month twice when the rhythm changes, and bills only what nobody was billed for', () => {
  const year = new Set(Array.from({ length: 12 }, (_, i) => monthAfter('2024-01-01', i)));
  expect(nextPeriod(recurrence({ billed: year, months: 1 }))).toEqual({ month: '2025-01-01', months: 1, day: '2025-01-01' });
  expect(take(recurrence({ billed: new Set(['2024-01-01', '2024-04-01']), months: 3 }), 2)).toEqual([
    { month: '2024-02-01', months: 2, day: '2024-02-01' }, { month: '2024-05-01', months: 3, day: '2024-05-01' },
  ]);
});
