import { Failure } from '../../kernel/failure.js';
import { addDays } from '../../kernel/period.js';
import type { Day } from '../../kernel/period.js';

/** Days that figures are asked for, both included. */
export interface Span {
  readonly start: Day;
  readonly end: Day;
}

export const USUAL_DAYS = 30;
const MOST_DAYS = 366;
const COHORTS = 12;
const DAY_MS = 86_400_000;

/**
 * The span that is meant by what a caller gave: until today, 30 days back, unless said. Days to come are cut.
 * `input_invalid` with the field: no day, end before start, more than 366 days, or all of it in the future.
 */
export function readSpan(given: { readonly start?: string | undefined; readonly end?: string | undefined }, today: Day): Span {
  const asked = given.end === undefined ? today : day(given.end, 'end_date');
  const end = asked > today ? today : asked;
  const start = given.start === undefined ? addDays(end, -USUAL_DAYS) : day(given.start, 'start_date');
  if (start > asked) throw new Failure('input_invalid', { field: 'end_date', reason: 'end_date is before start_date' });
  if (start > today) throw new Failure('input_invalid', { field: 'start_date', reason: 'start_date is in the future' });
  if (daysIn({ start, end }) > MOST_DAYS) throw new Failure('input_invalid', { field: 'start_date', reason: `at most ${MOST_DAYS} days` });
  return { start, end };
}

function day(text: string, field: string): Day {
  const wrong = new Failure('input_invalid', { field, reason: 'not a day as YYYY-MM-DD' });
  if (!/^[12]\d{3}-\d{2}-\d{2}$/.test(text)) throw wrong;
  const at = new Date(`${text}T00:00:00Z`);
  // 30 February becomes 1 March, or nothing at all.
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== text) throw wrong;
  return text;
}

/** How many days a span has. */
export function daysIn({ start, end }: Span): number {
  return (Date.parse(end) - Date.parse(start)) / DAY_MS + 1;
}

/** Every day of a span. */
export function eachDay({ start, end }: Span): Day[] {
  return Array.from({ length: daysIn({ start, end }) }, (_, n) => addDays(start, n));
}

/**
 * The weeks (by their Sundays) whose newcomers are followed: those within the span whose next week is over by its end,
 * the last twelve of them; where the span is too short for one, the last such week before its end.
 */
export function cohortWeeks({ start, end }: Span): Day[] {
  const weekday = new Date(`${end}T00:00:00Z`).getUTCDay();
  // The last Saturday within the span's end closes the second week.
  const last = addDays(end, -((weekday + 1) % 7) - 13);
  const weeks = Array.from({ length: COHORTS }, (_, n) => addDays(last, -7 * (COHORTS - 1 - n)));
  const within = weeks.filter((sunday) => sunday >= start);
  return within.length > 0 ? within : [last];
}
