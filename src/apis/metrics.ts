import { Registry, collectDefaultMetrics } from 'prom-client';

/** Counts of one route, kept as bare numbers on the way of a request and handed over when somebody asks. */
export interface RouteCounts {
  readonly route: string;
  /** By first digit of the status. */
  readonly statuses: number[];
  readonly buckets: number[];
  seconds: number;
}

const BOUNDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export interface Metrics {
  /** The counts of a route, for `observe`. */
  route(name: string): RouteCounts;
  /** For gauges and counters of others. */
  readonly registry: Registry;
  /** Everything in the text form of Prometheus. */
  render(): Promise<string>;
}

/** One finished request. Costs two additions and a search among twelve numbers. */
export function observe(counts: RouteCounts, status: number, milliseconds: number): void {
  const group = Math.floor(status / 100);
  counts.statuses[group] = (counts.statuses[group] ?? 0) + 1;
  const seconds = milliseconds / 1000;
  counts.seconds += seconds;
  let bucket = 0;
  while (bucket < BOUNDS.length && seconds > BOUNDS[bucket]!) bucket++;
  counts.buckets[bucket]! += 1;
}

export function openMetrics(): Metrics {
  const registry = new Registry();
  const routes = new Map<string, RouteCounts>();
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    route(name) {
      const known = routes.get(name) ?? { route: name, statuses: [0, 0, 0, 0, 0, 0], buckets: Array<number>(BOUNDS.length + 1).fill(0), seconds: 0 };
      routes.set(name, known);
      return known;
    },
    async render() {
      return `${await registry.metrics()}\n${[...requestLines(routes.values())].join('\n')}\n`;
    },
  };
}

function* requestLines(routes: Iterable<RouteCounts>): Generator<string> {
  const all = [...routes];
  yield '# HELP paydesk_http_requests_total Answered requests.';
  yield '# TYPE paydesk_http_requests_total counter';
  for (const { route, statuses } of all) {
    for (const [group, count] of statuses.entries()) if (count > 0) yield `paydesk_http_requests_total{route="${route}",status="${group}xx"} ${count}`;
  }
  yield '# HELP paydesk_http_request_seconds Time to the answer.';
  yield '# TYPE paydesk_http_request_seconds histogram';
  for (const { route, buckets, seconds } of all) {
    let sum = 0;
    for (const [at, count] of buckets.entries()) {
      sum += count;
      yield `paydesk_http_request_seconds_bucket{route="${route}",le="${BOUNDS[at] ?? '+Inf'}"} ${sum}`;
    }
    yield `paydesk_http_request_seconds_sum{route="${route}"} ${seconds}`;
    yield `paydesk_http_request_seconds_count{route="${route}"} ${sum}`;
  }
}
