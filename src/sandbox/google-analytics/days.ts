const DAY_MS = 86_400_000;

/** Days since 1970 of YYYY-MM-DD; NaN for anything else. */
export function dayNumber(day: string): number {
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) / DAY_MS : Number.NaN;
}

const compact = new Map<number, string>();

/** As the `date` dimension has it: YYYYMMDD. */
export function compactDay(day: number): string {
  let text = compact.get(day);
  if (text === undefined) compact.set(day, (text = new Date(day * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '')));
  return text;
}

/** 0 is Sunday. */
export function weekday(day: number): number {
  return (day + 4) % 7;
}

/** What a request may say instead of a day. */
export function readDay(text: string, now: Date): number {
  const today = Math.floor(now.getTime() / DAY_MS);
  if (text === 'today') return today;
  if (text === 'yesterday') return today - 1;
  const ago = /^(\d+)daysAgo$/.exec(text)?.[1];
  return ago === undefined ? dayNumber(text) : today - Number(ago);
}
