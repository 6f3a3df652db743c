import { splitByWeights } from '../../kernel/money.js';
import type { Day } from '../../kernel/period.js';
import type { UsageCounts } from '../ports/usage-analytics.js';
import { eachDay } from './span.js';
import type { Span } from './span.js';

/** What docs/analytics.md defines, ready to be shown. */
export interface UsageFigures {
  readonly dailyActiveUsers: number;
  readonly monthlyActiveUsers: number;
  readonly newUsers: number;
  readonly totalUsers: number;
  /** Percent, one decimal. */
  readonly retentionRate: number;
  /** Percent, one decimal. */
  readonly engagementRate: number;
  /** Seconds, one decimal. */
  readonly averageSessionDuration: number;
  readonly sessionsPerUser: number;
  readonly eventsPerUser: number;
  readonly features: readonly { readonly feature: string; readonly usageCount: number }[];
  /** Whole percents; together 100, or 0 where there are no users. */
  readonly devices: Readonly<Record<Device, number>>;
  /** Everybody who had ever come, at the end of each day. */
  readonly growth: readonly { readonly day: Day; readonly users: number }[];
}

const DEVICES = ['ios', 'android', 'web', 'other'] as const;
type Device = (typeof DEVICES)[number];

const NOTHING: UsageCounts = {
  activeUsers: 0, newUsers: 0, totalUsers: 0, sessions: 0, engagedSessions: 0, sessionSeconds: 0, events: 0, days: [], features: [], platforms: [], cohorts: [],
};

/** Figures where nothing is known: the same shape, every day of the span, all zero. */
export function noFigures(span: Span): UsageFigures {
  return deriveFigures(NOTHING, span, span.end);
}

/** Counts into figures; pure. `today` is not over: figures of a day are those of the last day before it, where the span has one. */
export function deriveFigures(counts: UsageCounts, span: Span, today: Day): UsageFigures {
  const cohorts = counts.cohorts.reduce((sum, one) => ({ users: sum.users + one.users, returned: sum.returned + Math.min(one.returned, one.users) }), { users: 0, returned: 0 });
  const days = new Map(counts.days.map((one) => [one.day, one]));
  const whole = eachDay(span).filter((day) => day < today).at(-1) ?? span.end;
  return {
    dailyActiveUsers: days.get(whole)?.active1Day ?? 0,
    monthlyActiveUsers: days.get(whole)?.active28Days ?? 0,
    newUsers: counts.newUsers,
    totalUsers: counts.totalUsers,
    retentionRate: ratio(cohorts.returned * 100, cohorts.users, 1),
    engagementRate: ratio(Math.min(counts.engagedSessions, counts.sessions) * 100, counts.sessions, 1),
    averageSessionDuration: ratio(counts.sessionSeconds, counts.sessions, 1),
    sessionsPerUser: ratio(counts.sessions, counts.activeUsers, 2),
    eventsPerUser: ratio(counts.events, counts.activeUsers, 2),
    features: counts.features.map(({ name, count }) => ({ feature: name, usageCount: count })),
    devices: shares(counts),
    growth: growthOf(counts, span),
  };
}

/** Rounded half-up to `digits`; 0 where there is nothing to divide by. */
function ratio(part: number, whole: number, digits: number): number {
  if (whole === 0) return 0;
  const scale = 10 ** digits;
  return Math.round((part / whole) * scale) / scale;
}

function shares({ platforms }: UsageCounts): Record<Device, number> {
  const users = DEVICES.map((device) => platforms.reduce((sum, one) => (one.platform === device ? sum + BigInt(one.users) : sum), 0n));
  const parts = users.every((count) => count === 0n) ? users : splitByWeights(100n, users);
  return Object.fromEntries(DEVICES.map((device, place) => [device, Number(parts[place])])) as Record<Device, number>;
}

/** From everybody at the end backwards, less who was new on each later day. */
function growthOf({ totalUsers, days }: UsageCounts, span: Span): UsageFigures['growth'] {
  const newcomers = new Map(days.map((one) => [one.day, one.newUsers]));
  const growth: { day: Day; users: number }[] = [];
  let users = totalUsers;
  for (const day of eachDay(span).reverse()) {
    growth.push({ day, users });
    users = Math.max(0, users - (newcomers.get(day) ?? 0));
  }
  return growth.reverse();
}
