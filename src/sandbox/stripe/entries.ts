import type { Kind, Rows } from './rows.js';
import type { Table } from './table.js';
import type { DeliveryMode } from './webhooks/mode.js';

export type Tables = { [K in Kind]: Table<Rows[K]> };

/** What the test controls can set for good. */
export interface Settings {
  /** Replaces the configured webhook addresses. */
  targets?: string[];
  webhooks?: DeliveryMode;
  /** Unix seconds: balance transactions made until then are available. */
  available_until?: number;
  /** Fees are known only after `POST charges/:/book`, as with asynchronous capture. */
  late_fees?: boolean;
  /** Seconds until a search finds a new payment. */
  search_lag?: number;
}

/** What is kept in memory of an event; its object stays in the journal. */
export interface EventNote {
  id: string;
  type: string;
  created: number;
  object: string;
  offset: number;
}

/** An answer kept under an idempotency key; its text stays in the journal. */
export interface KeptAnswer {
  print: string;
  offset: number;
}

export interface Delivery {
  event: string;
  target: string;
  attempt: number;
  /** Unix milliseconds. */
  due: number;
}

/** One line of the journal: everything one request did. */
export interface Entry {
  put?: [Kind, Rows[Kind]][];
  ev?: StoredEvent[];
  key?: StoredAnswer;
  /** A delivery's outcome: `due` of the next try, or none when it is finished. */
  sent?: { event: string; target: string; attempt: number; due?: number };
  /** Settings of the control routes that outlive a restart. */
  set?: Settings;
}

export interface StoredEvent {
  id: string;
  type: string;
  created: number;
  kind: Kind;
  /** Place in `put`, when the row as it then was is the one written there. */
  at?: number;
  row?: Rows[Kind];
  previous?: Record<string, unknown>;
  targets: string[];
  request: { id: string | null; idempotency_key: string | null };
}

export interface StoredAnswer {
  key: string;
  print: string;
  status: number;
  body: string;
  headers?: Record<string, string>;
}

export interface State {
  tables: Tables;
  events: EventNote[];
  eventPlaces: Map<string, number>;
  answers: Map<string, KeptAnswer>;
  pending: Map<string, Delivery>;
  settings: Settings;
  write(entry: Entry): number;
  readEntry(offset: number): Entry;
  /** Forgets everything, in memory and on disk. */
  reset(): void;
  close(): void;
}

export type Memory = Omit<State, 'write' | 'readEntry' | 'reset' | 'close'>;

/** Adds an event to the list. */
export function note(state: Memory, event: EventNote): void {
  state.eventPlaces.set(event.id, state.events.length);
  state.events.push(event);
}
