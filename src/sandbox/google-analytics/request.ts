import { readDay } from './days.js';
import { Refusal } from './refusal.js';

type Json = Record<string, unknown>;

export interface Range { name: string; start: number; end: number }
export interface Cohort { name: string; start: number; end: number }
export interface Order { field: string; kind: 'metric' | 'dimension'; desc: boolean }

/** A report that is asked for, checked: names are known, days are days. */
export interface ReportRequest {
  dimensions: string[];
  metrics: string[];
  ranges: Range[];
  cohorts: { list: Cohort[]; granularity: 'DAILY' | 'WEEKLY'; from: number; to: number } | null;
  filter: Json | null;
  orders: Order[];
  limit: number;
  offset: number;
}

export const METRICS: Record<string, 'TYPE_INTEGER' | 'TYPE_FLOAT' | 'TYPE_SECONDS'> = {
  activeUsers: 'TYPE_INTEGER', totalUsers: 'TYPE_INTEGER', newUsers: 'TYPE_INTEGER', sessions: 'TYPE_INTEGER', engagedSessions: 'TYPE_INTEGER', eventCount: 'TYPE_INTEGER',
  active1DayUsers: 'TYPE_INTEGER', active7DayUsers: 'TYPE_INTEGER', active28DayUsers: 'TYPE_INTEGER', cohortActiveUsers: 'TYPE_INTEGER', cohortTotalUsers: 'TYPE_INTEGER',
  engagementRate: 'TYPE_FLOAT', sessionsPerUser: 'TYPE_FLOAT', eventCountPerUser: 'TYPE_FLOAT', averageSessionDuration: 'TYPE_SECONDS',
};
const DIMENSIONS = ['date', 'eventName', 'platform', 'streamId', 'dateRange', 'cohort', 'cohortNthDay', 'cohortNthWeek'];
const MEMBERS = new Set(['property', 'dimensions', 'metrics', 'dateRanges', 'dimensionFilter', 'metricFilter', 'offset', 'limit', 'metricAggregations', 'orderBys', 'currencyCode', 'cohortSpec', 'keepEmptyRows', 'returnPropertyQuota', 'comparisons']);
const SEE = 'For a list of valid dimensions and metrics, see https://developers.google.com/analytics/devguides/reporting/data/v1/api-schema ';
/** Nothing was counted before. */
const FIRST_DAY = '2015-08-14';

export function readReport(body: Json, property: string, now: Date): ReportRequest {
  const stranger = Object.keys(body).find((key) => !MEMBERS.has(key));
  if (stranger !== undefined) throw new Refusal(400, `Invalid JSON payload received. Unknown name "${stranger}": Cannot find field.`);
  if (body['property'] !== undefined && body['property'] !== `properties/${property}`) throw new Refusal(400, 'The property in the request body does not match the one in the URL.');
  const dimensions = names(body['dimensions']);
  const metrics = names(body['metrics']);
  for (const name of dimensions) if (!DIMENSIONS.includes(name)) throw new Refusal(400, `Field ${name} is not a valid dimension. ${SEE}`);
  for (const name of metrics) if (!(name in METRICS)) throw new Refusal(400, `Field ${name} is not a valid metric. ${SEE}`);
  if (dimensions.length > 9) throw new Refusal(400, 'Requests are limited to 9 dimensions.');
  if (metrics.length === 0 || metrics.length > 10) throw new Refusal(400, 'Requests need 1 to 10 metrics.');
  const cohorts = readCohorts(body['cohortSpec'] as Json | undefined, now);
  const ranges = readRanges(list(body['dateRanges']), now);
  if (cohorts && ranges.length > 0) throw new Refusal(400, 'Date ranges and a cohort specification exclude each other.');
  if (!cohorts && ranges.length === 0) throw new Refusal(400, 'At least one date range is needed.');
  if (cohorts && !(dimensions.includes('cohort') && dimensions.some((name) => name.startsWith('cohortNth')))) throw new Refusal(400, 'Cohort requests need the dimensions cohort and cohortNthDay or cohortNthWeek.');
  if (!cohorts && [...dimensions, ...metrics].some((name) => name.startsWith('cohort'))) throw new Refusal(400, 'Cohort fields need a cohortSpec.');
  return {
    dimensions: ranges.length > 1 && !dimensions.includes('dateRange') ? [...dimensions, 'dateRange'] : dimensions,
    metrics, ranges, cohorts, filter: (body['dimensionFilter'] as Json | undefined) ?? null, orders: readOrders(list(body['orderBys'])),
    limit: Number(body['limit'] ?? 10_000), offset: Number(body['offset'] ?? 0),
  };
}

function readRanges(ranges: Json[], now: Date): Range[] {
  if (ranges.length > 4) throw new Refusal(400, 'Requests are limited to 4 dateRanges.');
  return ranges.map((range, place) => ({ name: String(range['name'] ?? `date_range_${place}`), ...days(range, now) }));
}

function days(range: Json, now: Date): { start: number; end: number } {
  const start = readDay(String(range['startDate']), now);
  const end = readDay(String(range['endDate']), now);
  if (!(start >= readDay(FIRST_DAY, now)) || !(end >= start)) throw new Refusal(400, `Invalid date range: ${String(range['startDate'])} to ${String(range['endDate'])}.`);
  return { start, end };
}

function readCohorts(spec: Json | undefined, now: Date): ReportRequest['cohorts'] {
  if (!spec) return null;
  const cohorts = list(spec['cohorts']);
  const range = (spec['cohortsRange'] ?? {}) as Json;
  const granularity = ({ DAILY: 'DAILY', WEEKLY: 'WEEKLY', 1: 'DAILY', 2: 'WEEKLY' } as const)[String(range['granularity'])];
  if (!granularity) throw new Refusal(400, 'A cohortsRange needs a granularity of DAILY or WEEKLY here.');
  if (cohorts.length === 0 || cohorts.length > 12) throw new Refusal(400, 'A cohort request needs 1 to 12 cohorts.');
  const listed = cohorts.map((cohort, place) => {
    if (cohort['dimension'] !== 'firstSessionDate') throw new Refusal(400, 'The dimension of a cohort must be firstSessionDate.');
    const span = days((cohort['dateRange'] ?? {}) as Json, now);
    if (granularity === 'WEEKLY' && span.end - span.start !== 6) throw new Refusal(400, 'Weekly cohorts must be seven days long.');
    return { name: String(cohort['name'] ?? `cohort_${place}`), ...span };
  });
  return { list: listed, granularity, from: Number(range['startOffset'] ?? 0), to: Number(range['endOffset'] ?? 0) };
}

function readOrders(orders: Json[]): Order[] {
  return orders.map((order) => {
    const metric = (order['metric'] as Json | undefined)?.['metricName'];
    const dimension = (order['dimension'] as Json | undefined)?.['dimensionName'];
    return { field: String(metric ?? dimension), kind: metric === undefined ? 'dimension' : 'metric', desc: order['desc'] === true };
  });
}

function names(fields: unknown): string[] {
  return list(fields).map((field) => String(field['name']));
}

function list(value: unknown): Json[] {
  return Array.isArray(value) ? (value as Json[]) : [];
}
