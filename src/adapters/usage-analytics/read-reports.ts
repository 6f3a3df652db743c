import type { UsageCounts, UsageDay } from '../../core/ports/usage-analytics.js';
import { UsageUnavailable } from '../../core/ports/usage-analytics.js';

/** One row of a report by the names of its columns. */
type Row = ReadonlyMap<string, string>;

const PLATFORMS: Readonly<Record<string, 'ios' | 'android' | 'web'>> = { ios: 'ios', android: 'android', web: 'web' };

/** Puts the five reports together. Anything that is no report is `malformed`; a report without rows counts nothing. */
export function readReports(answer: unknown, wanted: number): UsageCounts {
  const reports = (answer as { reports?: unknown } | null)?.reports;
  if (!Array.isArray(reports) || reports.length !== wanted) throw malformed();
  const [totals = [], days = [], features = [], platforms = [], cohorts = []] = reports.map(rowsOf);
  const span = totals.find((row) => row.get('dateRange') === 'span');
  const ever = totals.find((row) => row.get('dateRange') === 'ever');
  const sessions = count(span, 'sessions');
  return {
    activeUsers: count(span, 'activeUsers'), newUsers: count(span, 'newUsers'), totalUsers: count(ever, 'totalUsers'),
    sessions, engagedSessions: count(span, 'engagedSessions'), sessionSeconds: measure(span, 'averageSessionDuration') * sessions, events: count(span, 'eventCount'),
    days: days.map(toDay),
    features: features.map((row) => ({ name: row.get('eventName') ?? '', count: count(row, 'eventCount') })),
    platforms: platforms.map((row) => ({ platform: PLATFORMS[(row.get('platform') ?? '').toLowerCase()] ?? 'other', users: count(row, 'activeUsers') })),
    cohorts: toCohorts(cohorts),
  };
}

function toDay(row: Row): UsageDay {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(row.get('date') ?? '') ?? [];
  if (day === undefined) throw malformed();
  return { day: `${year}-${month}-${day}`, newUsers: count(row, 'newUsers'), active1Day: count(row, 'active1DayUsers'), active28Days: count(row, 'active28DayUsers') };
}

/** One row for each cohort and week; who did not come again has no second row. */
function toCohorts(rows: readonly Row[]): UsageCounts['cohorts'] {
  const byName = new Map<string, { users: number; returned: number }>();
  for (const row of rows) {
    const name = row.get('cohort') ?? '';
    const cohort = byName.get(name) ?? { users: 0, returned: 0 };
    cohort.users = Math.max(cohort.users, count(row, 'cohortTotalUsers'));
    if (Number(row.get('cohortNthWeek')) === 1) cohort.returned = count(row, 'cohortActiveUsers');
    byName.set(name, cohort);
  }
  return [...byName.values()];
}

function rowsOf(report: unknown): Row[] {
  const { dimensionHeaders = [], metricHeaders = [], rows = [] } = report as Record<'dimensionHeaders' | 'metricHeaders' | 'rows', readonly Record<string, unknown>[] | undefined>;
  if (!Array.isArray(rows) || !Array.isArray(metricHeaders) || metricHeaders.length === 0) throw malformed();
  const names = [...dimensionHeaders, ...metricHeaders].map((header) => String(header['name']));
  return rows.map((row) => {
    const values = [...((row['dimensionValues'] as { value?: unknown }[] | undefined) ?? []), ...((row['metricValues'] as { value?: unknown }[] | undefined) ?? [])];
    if (values.length !== names.length) throw malformed();
    return new Map(names.map((name, place) => [name, String(values[place]?.value ?? '')]));
  });
}

function count(row: Row | undefined, name: string): number {
  const number = measure(row, name);
  if (!Number.isSafeInteger(number)) throw malformed();
  return number;
}

/** Not negative; numbers are texts in these answers. */
function measure(row: Row | undefined, name: string): number {
  const text = row?.get(name) ?? '0';
  const number = Number(text);
  if (text === '' || !Number.isFinite(number) || number < 0) throw malformed();
  return number;
}

const malformed = (): UsageUnavailable => new UsageUnavailable('unreachable', 'malformed');
