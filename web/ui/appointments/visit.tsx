import { useConfig } from '../../app/session.js';
import { StatusMark, type Tone } from '../status-mark.js';
import type { Appointment } from '../../wire.js';

const words: Record<Appointment['status'], { label: string; tone: Tone }> = {
  scheduled: { label: 'Scheduled', tone: 'good' },
  in_progress: { label: 'Under way', tone: 'waiting' },
  completed: { label: 'Done', tone: 'quiet' },
  cancelled: { label: 'Cancelled', tone: 'quiet' },
};

export function VisitStatus({ visit }: { visit: Appointment }) {
  const { label, tone } = words[visit.status];
  return <StatusMark tone={tone}>{label}</StatusMark>;
}

/** "Sofa cleaning and 2 more". */
export function visitName({ services }: Appointment): string {
  const [first = 'Visit', ...more] = services;
  return more.length > 0 ? `${first} and ${more.length} more` : first;
}

/** "Tue, Nov 24, 9:00 – 11:00 AM UTC": when, in the zone of the business, which is named. */
export function VisitTime({ visit }: { visit: Appointment }) {
  const { business } = useConfig();
  const options = { weekday: 'short', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit', timeZoneName: 'short' } as const;
  const format = new Intl.DateTimeFormat('en-US', { ...options, timeZone: business.time_zone });
  return <time dateTime={visit.starts_at}>{format.formatRange(new Date(visit.starts_at), new Date(visit.ends_at))}</time>;
}
