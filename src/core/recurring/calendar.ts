import type { Day } from '../../kernel/period.js';

/** A month, as its first day. */
export type Month = Day;

/** Days on which something is meant to be billed: the last one inside, null for no end. */
export interface Span {
  readonly since: Day;
  readonly until: Day | null;
}

/** Everything that decides when a customer's next recurring invoice is made. Days are those of the business's zone. */
export interface Recurrence {
  /** The anchor, 1–31. */
  readonly billingDay: number;
  /** Months that one invoice covers: 1, 3, 12; 0 where nothing recurs. */
  readonly months: number;
  /** When the fee and the offers recur. */
  readonly spans: readonly Span[];
  readonly billed: ReadonlySet<Month>;
  /** Nothing is billed from the first day on, until the second. */
  readonly pauses: readonly { readonly from: Day; readonly until: Day | null }[];
}

/** What one recurring invoice is for: `months` months beginning with `month`, owed on `day`. */
export interface Period {
  readonly month: Month;
  readonly months: number;
  readonly day: Day;
}

export function monthOf(day: Day): Month {
  return `${day.slice(0, -2)}01`;
}

export function monthAfter(month: Month, months: number): Month {
  const index = indexOf(month) + months;
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${two((index % 12) + 1)}-01`;
}

/** The billing day of a month: the anchor itself, or the last day of a month that has none such. It never drifts. */
export function billingDayIn(month: Month, anchor: number): Day {
  return `${month.slice(0, -2)}${two(Math.min(anchor, lengthOf(month)))}`;
}

/** Is this day in one of the spans? */
export function isIn(span: Span, day: Day): boolean {
  return span.since <= day && (span.until === null || day <= span.until);
}

/**
 * The periods that are still to be billed, oldest first, without end unless everything ends. A period begins with the
 * first month that nobody was billed for and on whose billing day something recurs; it covers as many months as the
 * rhythm has, or fewer where one of them is billed already. What a pause covers is left out.
 */
export function* unbilledPeriods(r: Recurrence): Generator<Period> {
  if (r.months === 0 || r.spans.length === 0) return;
  const last = r.spans.some((span) => span.until === null) ? null : r.spans.map((span) => span.until!).reduce(later);
  let month = monthOf(r.spans.map((span) => span.since).reduce(earlier));
  for (;;) {
    const day = billingDayIn(month, r.billingDay);
    if (last !== null && day > last) return;
    if (r.billed.has(month) || !r.spans.some((span) => isIn(span, day)) || isPaused(r, day)) {
      // A pause without an end has no period behind it.
      if (r.pauses.some((pause) => pause.until === null && pause.from <= day)) return;
      month = monthAfter(month, 1);
      continue;
    }
    const period = { month, months: unbilledFrom(month, r), day };
    yield period;
    month = monthAfter(month, period.months);
  }
}

/** Periods whose day has come, oldest first. */
export function duePeriods(r: Recurrence, today: Day, most: number): Period[] {
  const due: Period[] = [];
  for (const period of unbilledPeriods(r)) {
    if (period.day > today || due.length === most) break;
    due.push(period);
  }
  return due;
}

/** When the next recurring invoice is made; null where none is to come. */
export function nextPeriod(r: Recurrence): Period | null {
  return unbilledPeriods(r).next().value ?? null;
}

/** How many months in a row, from this one on, one invoice takes: those of the rhythm that nobody was billed for. */
export function unbilledFrom(month: Month, r: Pick<Recurrence, 'months' | 'billed'>): number {
  let count = 0;
  while (count < r.months && !r.billed.has(monthAfter(month, count))) count += 1;
  return count;
}

function isPaused(r: Recurrence, day: Day): boolean {
  return r.pauses.some((pause) => pause.from <= day && (pause.until === null || day < pause.until));
}

function indexOf(month: Month): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
}

function lengthOf(month: Month): number {
  return new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).getUTCDate();
}

function earlier(a: Day, b: Day): Day {
  return a < b ? a : b;
}

function later(a: Day, b: Day): Day {
  return a > b ? a : b;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
