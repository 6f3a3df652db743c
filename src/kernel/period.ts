import { Temporal } from 'temporal-polyfill';

/** A calendar day without a zone, as YYYY-MM-DD. */
export type Day = string;

/** The calendar day on which an instant falls in a zone. */
export function dayIn(zone: string, at: Date): Day {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** Is it a day of the calendar, written YYYY-MM-DD? */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
}

/** The instant at which a day begins in a zone (after the gap where a clock change skips midnight). */
export function startOfDay(zone: string, day: Day): Date {
  return new Date(Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds);
}

/** A day `days` later (earlier when negative). */
export function addDays(day: Day, days: number): Day {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** The same day of the month `months` later (earlier when negative), or the last day of a month that has none such. */
export function addMonths(day: Day, months: number): Day {
  return Temporal.PlainDate.from(day).add({ months }).toString();
}

/** First instant of a calendar year and of the next one, in a zone. */
export function yearBounds(zone: string, year: number): { from: Date; until: Date } {
  return { from: startOfDay(zone, `${isoYear(year)}-01-01`), until: startOfDay(zone, `${isoYear(year + 1)}-01-01`) };
}

/** Four digits; beyond, a sign and six. */
function isoYear(year: number): string {
  return year > 9_999 ? `+${String(year).padStart(6, '0')}` : String(year).padStart(4, '0');
}

/**
 * Is the name a time zone this runtime knows? A name only: letters cannot be dated by a bare offset, which means the
 * opposite to PostgreSQL; and an instant with a zone in it, which Temporal would take, is none.
 */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
