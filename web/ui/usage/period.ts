/** Which days the usage page shows: so many back from today, or from one day to another. */
export interface Period {
  days?: number;
  from?: string;
  to?: string;
}

export const PRESETS = [
  { days: 7, label: '7 days' },
  { days: 30, label: '30 days' },
  { days: 90, label: '90 days' },
  { days: 365, label: '12 months' },
] as const;

const USUAL = 30;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Reads the address; what is none of it is left out. */
export function readPeriod(search: Record<string, unknown>): Period {
  const { days, from, to } = search;
  if (typeof from === 'string' && typeof to === 'string' && DAY.test(from) && DAY.test(to)) return { from, to };
  return PRESETS.some((preset) => preset.days === days) && days !== USUAL ? { days: days as number } : {};
}

/** How many days back, or undefined for days of one's own. */
export function presetOf({ days, from }: Period): number | undefined {
  return from === undefined ? (days ?? USUAL) : undefined;
}

/** What the server is asked for: it knows best what today is, so the usual period names no day. */
export function daysAsked(period: Period, today: string): { start_date?: string; end_date?: string } {
  if (period.from !== undefined && period.to !== undefined) return { start_date: period.from, end_date: period.to };
  return period.days === undefined ? {} : { start_date: addDays(today, -period.days), end_date: today };
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The calendar day it is now in a zone. */
export function todayIn(zone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date());
}
