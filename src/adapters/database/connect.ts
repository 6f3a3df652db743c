import pg from 'pg';

/** How a pool is opened. `max` counts connections; 8–16 is right for two cores. */
export interface PoolOptions {
  max?: number;
  /** Shown in pg_stat_activity. */
  applicationName?: string;
  /** False behind a transaction-pooling PgBouncer: callers then must not name their statements. */
  prepared?: boolean;
  /** Statements sent without awaiting the earlier ones share a round trip. Not for COPY or cursors. */
  pipeline?: boolean;
  /** Told of each connection lost; the pool replaces it, and whoever held it sees his next statement fail. */
  onConnectionLost?: (error: Error) => void;
}

/** A pool that knows whether statements may be named on it. */
export type DatabasePool = pg.Pool & { readonly prepared: boolean };

const INT8 = 20;
const INT8_ARRAY = 1016;
const DATE = 1082;
const DATE_ARRAY = 1182;
const TEXT_ARRAY = 1009;

type TextParser = (text: string) => unknown;

// The published types know only the numbers of scalar types.
const standardParser = pg.types.getTypeParser as (oid: number, format?: string) => TextParser;
const textArray = standardParser(TEXT_ARRAY) as (text: string) => (string | null)[];

const ownParsers = new Map<number, TextParser>([
  [INT8, BigInt],
  [INT8_ARRAY, (text) => textArray(text).map((item) => (item === null ? null : BigInt(item)))],
  // A calendar day has no zone: as a Date it would shift with the zone of the process.
  [DATE, (text) => text],
  [DATE_ARRAY, textArray],
]);

const getTypeParser = (oid: number, format?: string) =>
  (format !== 'binary' && ownParsers.get(oid)) || standardParser(oid, format);

/**
 * Opens a pool: int8 as bigint, date as 'YYYY-MM-DD', timestamptz as Date, numeric as string.
 * Timeouts of statements and locks are settings of the database role (see migrate), so the pool
 * sends no session settings and works behind PgBouncer. Connecting fails after 5 s.
 */
export function createPool(url: string, options: PoolOptions = {}): DatabasePool {
  const settings = {
    ...clientSettings(url),
    max: options.max ?? 10,
    application_name: options.applicationName ?? 'paydesk',
    pipeline: options.pipeline ?? false,
    idleTimeoutMillis: 60_000,
  };
  const pool = new pg.Pool(settings);
  // Without listeners a restart of PostgreSQL would end this process: the pool listens only to clients that
  // rest in it, and one that is lent out and between two statements would have nobody.
  pool.on('connect', (client) => client.on('error', (error: Error) => options.onConnectionLost?.(error)));
  pool.on('error', () => undefined);
  return Object.assign(pool, { prepared: options.prepared ?? true });
}

/** What every connection has in common: our types, and signs of life. */
export function clientSettings(url: string) {
  return { connectionString: url, keepAlive: true, keepAliveInitialDelayMillis: 30_000, connectionTimeoutMillis: 5_000, types: { getTypeParser } };
}

/** Opens one connection with the same types, for work that needs a session of its own. */
export async function connectOnce(url: string, applicationName = 'paydesk'): Promise<pg.Client> {
  const client = new pg.Client({ ...clientSettings(url), connectionTimeoutMillis: 15_000, application_name: applicationName });
  // The failing query reports the loss; the event alone must not end the process.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
