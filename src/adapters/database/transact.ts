import { Kysely, PostgresDialect } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import type { DomainEvent } from '../../core/events.js';
import type { Clock } from '../../core/ports/clock.js';
import type { Reaction, Reactions } from '../../core/reactions.js';
import type { DB } from '../../core/tables.js';
import type { Reader, Sink, Statement, Tx, World } from '../../core/tx.js';
import type { ReadLanes } from './read-lanes.js';
import { isAfterFailure, toDatabaseFailure, wantsRetry } from './failures.js';

export interface WorldParts {
  readonly pool: Pool;
  /** Where single named statements are read, if not on the pool. */
  readonly lanes?: ReadLanes;
  readonly clock: Clock;
  readonly reactions: Reactions;
  readonly processor: World['processor'];
  /** False behind a transaction pooler, where named statements do not survive. */
  readonly prepared: boolean;
  /** Called after a commit with the names of the sinks that wrote: wakes whoever waits for such rows. */
  readonly onCommitted?: (sinks: ReadonlySet<string>) => void;
}

/** With the 2 s that a session waits for a lock, as long as a single statement may take. */
const ATTEMPTS = 5;

/** Joins the database, the clock, the processors and the reactions into the World of the core. */
export function createWorld(parts: WorldParts): World {
  return {
    read: poolReader(parts.pool, parts.lanes ?? parts.pool, parts.prepared),
    clock: parts.clock,
    processor: parts.processor,
    transact: (work) => transact(parts, work),
  };
}

async function transact<T>(parts: WorldParts, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(parts, work);
    } catch (error) {
      if (attempt >= ATTEMPTS || !wantsRetry(error)) throw toDatabaseFailure(error);
      await new Promise((resolve) => setTimeout(resolve, 5 * attempt + Math.random() * 10 * attempt));
    }
  }
}

async function once<T>(parts: WorldParts, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await parts.pool.connect();
  let broken: Error | undefined;
  const tx = new OpenTransaction(client, parts.pool, parts.clock.now(), parts.prepared);
  try {
    // Not awaited: on a pipelined client it travels with the first statement, which fails if it fails.
    client.query('BEGIN').catch((error: Error) => { broken = error; });
    const result = await work(tx);
    await tx.finish(parts.reactions);
    const end = await client.query('COMMIT');
    // A failed statement turns COMMIT into a ROLLBACK that reports success; both must be looked at.
    if (end.command !== 'COMMIT') throw broken ?? tx.firstFailure ?? new Error('the transaction was rolled back at commit');
    tx.tellCommitted();
    parts.onCommitted?.(tx.writtenSinks());
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((lost: Error) => { broken = lost; });
    throw isAfterFailure(error) ? tx.firstFailure ?? error : error;
  } finally {
    client.release(broken);
  }
}

class OpenTransaction implements Tx {
  private readonly sinks = new Map<Sink<unknown>, unknown[]>();
  private events: DomainEvent[] = [];
  private kysely: Kysely<DB> | undefined;
  /** Of statements that travel together the first one fails of a reason, and the others of its failure. */
  firstFailure: unknown;

  constructor(
    private readonly client: PoolClient,
    readonly source: object,
    readonly now: Date,
    private readonly prepared: boolean,
  ) {}

  get db(): Kysely<DB> {
    this.kysely ??= kyselyOver({ connect: () => Promise.resolve(borrowed((text, values) => this.ask(this.client.query(text, values)))) });
    return this.kysely;
  }

  run<Row>(statement: Statement<Row>, values: readonly unknown[] = []): Promise<Row[]> {
    return this.ask(this.client.query(toQuery(statement, values, this.prepared))).then((result) => result.rows as Row[]);
  }

  private async ask<T>(asked: Promise<T>): Promise<T> {
    try {
      return await asked;
    } catch (error) {
      this.firstFailure ??= error;
      throw error;
    }
  }

  collect<Row>(sink: Sink<Row>, ...rows: Row[]): void {
    const kept = this.sinks.get(sink as Sink<unknown>);
    if (kept) kept.push(...rows);
    else this.sinks.set(sink as Sink<unknown>, rows);
  }

  announce(...events: DomainEvent[]): void {
    this.events.push(...events);
  }

  writtenSinks(): ReadonlySet<string> {
    return new Set([...this.sinks.keys()].map((sink) => sink.name));
  }

  tellCommitted(): void {
    for (const [sink, rows] of this.sinks) sink.committed?.(this.source, rows);
  }

  /** Lets everything follow from what was announced, then writes what was collected. */
  async finish(reactions: Reactions): Promise<void> {
    while (this.events.length > 0) {
      const announced = this.events;
      this.events = [];
      for (const [type, events] of groupByType(announced)) {
        for (const react of reactions[type] as readonly Reaction<DomainEvent['type']>[]) await react(this, events as never);
      }
    }
    const writes = [...this.sinks].sort(([a], [b]) => a.order - b.order).map(([sink, rows]) => sink.write(this, rows));
    await Promise.all(writes);
  }
}

function groupByType(events: readonly DomainEvent[]): Map<DomainEvent['type'], DomainEvent[]> {
  const groups = new Map<DomainEvent['type'], DomainEvent[]>();
  for (const event of events) {
    const group = groups.get(event.type);
    if (group) group.push(event);
    else groups.set(event.type, [event]);
  }
  return groups;
}

function poolReader(pool: Pool, lanes: Pick<ReadLanes, 'query'>, prepared: boolean): Reader {
  return {
    source: pool,
    db: kyselyOver({ connect: () => pool.connect().then(speaking, (error: unknown) => { throw toDatabaseFailure(error); }) }),
    async run<Row>(statement: Statement<Row>, values: readonly unknown[] = []) {
      try {
        return (await lanes.query(toQuery(statement, values, prepared))).rows as Row[];
      } catch (error) {
        throw toDatabaseFailure(error);
      }
    },
  };
}

function toQuery<Row>(statement: Statement<Row>, values: readonly unknown[], prepared: boolean) {
  return prepared ? { name: statement.name, text: statement.text, values: values as unknown[] } : { text: statement.text, values: values as unknown[] };
}

function kyselyOver(pool: { connect(): Promise<unknown> }): Kysely<DB> {
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool: pool as never }) });
}

/** A client of the pool whose failures say `database_unavailable` when the server is gone. */
function speaking(client: PoolClient): { query(text: string, values: unknown[]): Promise<unknown>; release(): void } {
  return {
    query: (text, values) => client.query(text, values).catch((error: unknown) => { throw toDatabaseFailure(error); }),
    release: () => client.release(),
  };
}

/** The transaction's own client, lent to the query builder, which must not give it back to the pool. */
function borrowed(query: (text: string, values: unknown[]) => Promise<unknown>): { query: typeof query; release(): void } {
  return { query, release: () => undefined };
}
