import type { Kysely } from 'kysely';
import type { DomainEvent } from './events.js';
import type { Clock } from './ports/clock.js';
import type { Processor, ProcessorName } from './ports/processor.js';
import type { DB } from './tables.js';

/** A statement of a store, prepared once per connection under its name. The row type is a promise of its author. */
export interface Statement<Row> {
  readonly name: string;
  readonly text: string;
  readonly row?: Row;
}

/** Reads outside any transaction, or inside one. */
export interface Reader {
  /** The database behind it, the same object inside and outside transactions: what is cached of a database hangs here. */
  readonly source: object;
  /** Ordinary queries. */
  readonly db: Kysely<DB>;
  /** Measured hot paths: a named statement. Calls that are not awaited one by one travel in one round trip. */
  run<Row>(statement: Statement<Row>, values?: readonly unknown[]): Promise<Row[]>;
}

/**
 * One database transaction. Nothing on it can reach the network. What is collected or announced is
 * written before the commit, set-based: reactions first, then every sink once.
 */
export interface Tx extends Reader {
  /** The one instant of this transaction. */
  readonly now: Date;
  /** Keep a row for `sink`, which writes all its rows in one go before the commit. */
  collect<Row>(sink: Sink<Row>, ...rows: Row[]): void;
  /** Say what happened; what follows from it is listed in reactions.ts and happens in this same transaction. */
  announce(...events: DomainEvent[]): void;
}

/** Where rows of one kind are written, once per transaction. Lower `order` first. */
export interface Sink<Row> {
  readonly name: string;
  readonly order: number;
  write(tx: Tx, rows: readonly Row[]): Promise<void>;
  /** Told what was collected once it is committed, for what lives outside of the database; must not fail. */
  committed?(source: object, rows: readonly Row[]): void;
}

/** What a flow needs: reads, short transactions, the clock, and the processors outside. */
export interface World {
  readonly read: Reader;
  readonly clock: Clock;
  /**
   * Runs `work` in a READ COMMITTED transaction and commits what it collected. Runs it again, up to four
   * times, when others were in its way (serialization failure, deadlock, a lock that did not come in time), and gives
   * up with `database_busy`: `work` must have no other effects.
   */
  transact<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** The adapter for one processor account; throws Failure('processor_unavailable') when none is configured. */
  processor(name: ProcessorName, account?: string): Processor;
}

/** On whose behalf something is done, for the audit log. */
export interface Actor {
  readonly userId: string | null;
  readonly onBehalfOf?: string | null;
  readonly ip?: string | null;
  readonly requestId?: string | null;
}

/** The system itself: schedules, webhooks, the resolver. */
export const SYSTEM: Actor = { userId: null };
