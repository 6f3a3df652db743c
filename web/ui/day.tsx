import { useConfig } from '../app/session.js';

/** A calendar day ("2026-11-21") stays that day everywhere; an instant is shown in the business's zone. */
export function formatDay(value: string, zone: string): string {
  const calendar = /^\d{4}-\d{2}-\d{2}$/.test(value);
  return new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: calendar ? 'UTC' : zone }).format(new Date(value));
}

/** Day and time in the business's zone, with the zone named. */
export function formatInstant(value: string, zone: string): string {
  const options = { year: 'numeric', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit', timeZoneName: 'short' } as const;
  return new Intl.DateTimeFormat('en-US', { ...options, timeZone: zone }).format(new Date(value));
}

interface DayProps {
  value: string | null;
  time?: boolean;
}

export function Day({ value, time = false }: DayProps) {
  const { business } = useConfig();
  if (value === null) return <span>not yet</span>;
  return (
    <time dateTime={value} style={{ whiteSpace: 'nowrap' }}>
      {time ? formatInstant(value, business.time_zone) : formatDay(value, business.time_zone)}
    </time>
  );
}
