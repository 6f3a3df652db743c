import { compactDay } from './days.js';
import { passes } from './filter.js';
import { streamOf } from './population.js';
import type { Population, Visit } from './population.js';
import type { Project } from './projects.js';
import { METRICS } from './request.js';
import type { Range, ReportRequest } from './request.js';
import { Refusal } from './refusal.js';

interface Tally { users: Set<number>; active: Set<number>; newUsers: number; sessions: number; engaged: number; seconds: number; events: number }
interface Row { dimensions: string[]; metrics: number[] }

/** Answers one report out of everything that happened. */
export function runReport(project: Project, people: Population, request: ReportRequest): object {
  const visits = request.filter === null ? people.visits : people.visits.filter((visit) => passes(request.filter, (field) => visitField(project, visit, field)));
  const rows = request.cohorts ? cohortRows(people, visits, request) : request.ranges.flatMap((range) => rangeRows({ project, people, request, range }, visits));
  const sorted = sortRows(rows, request).slice(request.offset, request.offset + request.limit);
  return {
    dimensionHeaders: request.dimensions.map((name) => ({ name })),
    metricHeaders: request.metrics.map((name) => ({ name, type: METRICS[name] })),
    // As JSON of protocol buffers is: what is empty is left out.
    ...(sorted.length > 0 && { rows: sorted.map((row) => ({ dimensionValues: row.dimensions.map((value) => ({ value })), metricValues: row.metrics.map((value) => ({ value: String(value) })) })) }),
    ...(rows.length > 0 && { rowCount: rows.length }),
    metadata: { currencyCode: 'USD', timeZone: 'Etc/UTC' },
    kind: 'analyticsData#runReport',
  };
}

function visitField(project: Project, visit: Visit, field: string): string | undefined {
  if (field === 'platform') return visit.platform;
  if (field === 'streamId') return streamOf(project, visit.platform);
  return field === 'date' ? compactDay(visit.day) : undefined;
}

interface Ask { project: Project; people: Population; request: ReportRequest; range: Range }

function rangeRows(ask: Ask, visits: readonly Visit[]): Row[] {
  const { request, range, people } = ask;
  const tallies = new Map<string, Tally>();
  for (const visit of visits) {
    if (visit.day < range.start || visit.day > range.end) continue;
    const first = people.firstDays[visit.user] === visit.day;
    for (const [eventName, count] of eventsOf(ask, visit, first)) {
      const key = request.dimensions.map((name) => (name === 'eventName' ? eventName : name === 'dateRange' ? range.name : visitField(ask.project, visit, name)!)).join('\u0000');
      add(tallies, key, visit, first, count);
    }
  }
  const windows = windowsFor(ask, visits);
  for (const key of windows.keys()) if (!tallies.has(key)) tallies.set(key, emptyTally());
  return [...tallies].map(([key, tally]) => ({
    dimensions: request.dimensions.length === 0 ? [] : key.split('\u0000'),
    metrics: request.metrics.map((name) => windows.get(key)?.get(name) ?? figure(name, tally)),
  }));
}

/** One entry for all events, or one per event where rows tell them apart. */
function eventsOf({ project, request }: Ask, visit: Visit, first: boolean): [string, number][] {
  const { sessions, engagedSessions } = visit;
  // Most reports want the sum only, of every visit there was.
  if (request.filter === null && !request.dimensions.includes('eventName')) return [['', visit.features.reduce((sum, count) => sum + count, sessions * 4 + engagedSessions * 4 + (first ? 1 : 0))]];
  const all: [string, number][] = [
    ['session_start', sessions], ['screen_view', sessions * 3 + engagedSessions * 2], ['user_engagement', engagedSessions * 2],
    ...(first ? [['first_open', 1] as [string, number]] : []), ...project.features.map((name, place): [string, number] => [name, visit.features[place]!]),
  ];
  const passed = all.filter(([name, count]) => count > 0 && passes(request.filter, (field) => (field === 'eventName' ? name : undefined)));
  return request.dimensions.includes('eventName') ? passed : [['', passed.reduce((sum, [, count]) => sum + count, 0)]];
}

function emptyTally(): Tally {
  return { users: new Set(), active: new Set(), newUsers: 0, sessions: 0, engaged: 0, seconds: 0, events: 0 };
}

function add(tallies: Map<string, Tally>, key: string, visit: Visit, first: boolean, events: number): void {
  let tally = tallies.get(key);
  if (!tally) tallies.set(key, (tally = emptyTally()));
  tally.users.add(visit.user);
  if (first || visit.engagedSessions > 0) tally.active.add(visit.user);
  tally.newUsers += first ? 1 : 0;
  tally.sessions += visit.sessions;
  tally.engaged += visit.engagedSessions;
  tally.seconds += visit.seconds;
  tally.events += events;
}

function figure(name: string, { users, active, newUsers, sessions, engaged, seconds, events }: Tally): number {
  const per = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
  switch (name) {
    case 'activeUsers': return active.size;
    case 'totalUsers': return users.size;
    case 'newUsers': return newUsers;
    case 'sessions': return sessions;
    case 'engagedSessions': return engaged;
    case 'eventCount': return events;
    case 'engagementRate': return per(engaged, sessions);
    case 'sessionsPerUser': return per(sessions, active.size);
    case 'eventCountPerUser': return per(events, active.size);
    case 'averageSessionDuration': return per(seconds, sessions);
    default: return 0;
  }
}

/** Users of the days that end with each day of the range (with rows by `date`), or with its last. */
function windowsFor({ people, request, range }: Ask, visits: readonly Visit[]): Map<string, Map<string, number>> {
  const found = new Map<string, Map<string, number>>();
  for (const metric of request.metrics) {
    const length = Number(/^active(\d+)Day/.exec(metric)?.[1] ?? 0);
    if (length === 0) continue;
    const byDate = request.dimensions.includes('date');
    if (request.dimensions.some((name) => name !== 'date')) throw new Refusal(400, `Please remove dimensions beside date to make the request compatible with ${metric}.`);
    const counts = usersWithin(visits, people, length, range);
    for (let day = byDate ? range.start : range.end; day <= range.end; day++) {
      const count = counts[day - range.start]!;
      const key = byDate ? compactDay(day) : '';
      if (count > 0) found.set(key, (found.get(key) ?? new Map<string, number>()).set(metric, count));
    }
  }
  return found;
}

/** Visits of a user stand together and in order, so the days they reach are a union of runs. */
function usersWithin(visits: readonly Visit[], people: Population, length: number, range: Range): number[] {
  const steps = new Array<number>(range.end - range.start + 2).fill(0);
  let user = -1;
  let reached = 0;
  for (const visit of visits) {
    if (people.firstDays[visit.user] !== visit.day && visit.engagedSessions === 0) continue;
    if (visit.user !== user) [user, reached] = [visit.user, range.start - 1];
    const from = Math.max(visit.day, reached + 1, range.start);
    const to = Math.min(visit.day + length - 1, range.end);
    if (to < from) continue;
    steps[from - range.start]! += 1;
    steps[to - range.start + 1]! -= 1;
    reached = to;
  }
  let now = 0;
  return steps.slice(0, -1).map((step) => (now += step));
}

function cohortRows(people: Population, visits: readonly Visit[], { cohorts, dimensions, metrics }: ReportRequest): Row[] {
  const { list, granularity, from, to } = cohorts!;
  const step = granularity === 'WEEKLY' ? 7 : 1;
  return list.flatMap((cohort) => {
    const members = new Set<number>();
    const came = new Map<number, Set<number>>();
    for (const visit of visits) {
      const first = people.firstDays[visit.user]!;
      if (first < cohort.start || first > cohort.end) continue;
      members.add(visit.user);
      const nth = Math.floor((visit.day - cohort.start) / step);
      if (nth < from || nth > to || (visit.engagedSessions === 0 && visit.day !== first)) continue;
      came.set(nth, (came.get(nth) ?? new Set()).add(visit.user));
    }
    return [...came].sort(([a], [b]) => a - b).map(([nth, users]) => ({
      dimensions: dimensions.map((name) => (name === 'cohort' ? cohort.name : String(nth).padStart(4, '0'))),
      metrics: metrics.map((name) => (name === 'cohortTotalUsers' ? members.size : users.size)),
    }));
  });
}

function sortRows(rows: Row[], { orders, dimensions, metrics }: ReportRequest): Row[] {
  const compare = (a: Row, b: Row): number => {
    for (const { field, kind, desc } of orders) {
      const place = (kind === 'metric' ? metrics : dimensions).indexOf(field);
      if (place === -1) throw new Refusal(400, `Cannot order by ${field}: it is not in the request.`);
      const difference = kind === 'metric' ? a.metrics[place]! - b.metrics[place]! : a.dimensions[place]! < b.dimensions[place]! ? -1 : a.dimensions[place]! > b.dimensions[place]! ? 1 : 0;
      if (difference !== 0) return desc ? -difference : difference;
    }
    return 0;
  };
  return [...rows].sort(compare);
}
