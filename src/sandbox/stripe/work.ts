import { noSuch } from './failure.js';
import { newId } from './ids.js';
import { wants } from './webhooks/wants.js';
import type { Kind, Rows } from './rows.js';
import type { Entry, Settings, State, StoredAnswer, StoredEvent } from './entries.js';

/** The reads and writes of one request. Nothing is visible to others before `commit`. */
export interface Work {
  /** Unix seconds. */
  readonly now: number;
  /** What the test controls have set. */
  readonly settings: Readonly<Settings>;
  find<K extends Kind>(kind: K, id: string | null | undefined): Rows[K] | undefined;
  /** Like `find`, but refuses what does not exist (404, or 400 where a parameter referred to it). */
  need<K extends Kind>(kind: K, id: string, param?: string, status?: number): Rows[K];
  /** What is written, newest first. */
  list<K extends Kind>(kind: K, link?: string): Iterable<Rows[K]>;
  put<K extends Kind>(kind: K, row: Rows[K]): Rows[K];
  /** Announces an event about the row as it is now. */
  emit<K extends Kind>(type: string, kind: K, row: Rows[K], previous?: Record<string, unknown>): void;
  /** Writes everything as one line; gives the events for delivery. */
  commit(answer?: StoredAnswer): StoredEvent[];
}

export interface Cause {
  id: string | null;
  idempotency_key: string | null;
}

export const NOUNS: Record<Kind, string> = {
  customer: 'customer',
  payment_method: 'PaymentMethod',
  payment_intent: 'payment_intent',
  setup_intent: 'setupintent',
  charge: 'charge',
  balance_transaction: 'balance transaction',
  refund: 'refund',
  dispute: 'dispute',
  webhook_endpoint: 'webhook endpoint',
  checkout_session: 'checkout.session',
};

export function beginWork(state: State, cause: Cause, targets: () => string[]): Work {
  const changed = new Map<string, [Kind, Rows[Kind]]>();
  const events: { event: StoredEvent; row: Rows[Kind] }[] = [];
  const now = Math.floor(Date.now() / 1000);

  function find<K extends Kind>(kind: K, id: string | null | undefined): Rows[K] | undefined {
    if (id === null || id === undefined) return undefined;
    const own = changed.get(id);
    return own?.[0] === kind ? (own[1] as Rows[K]) : state.tables[kind].get(id);
  }

  return {
    now,
    settings: state.settings,
    find,
    need(kind, id, param = 'id', status = 404) {
      const row = find(kind, id);
      if (!row) throw noSuch(NOUNS[kind], id, param, status);
      return row;
    },
    list: (kind, link) => state.tables[kind].newest(link),
    put(kind, row) {
      changed.set(row.id, [kind, row]);
      return row;
    },
    emit(type, kind, row, previous) {
      const asked = targets().filter((target) => wants(state, target, type));
      const event = { id: newId('evt'), type, created: now, kind, targets: asked, request: cause, ...(previous && { previous }) };
      events.push({ event, row });
    },
    commit(answer) {
      const put = [...changed.values()];
      const ev = events.map(({ event, row }) => {
        const at = put.findIndex(([, written]) => written === row);
        return at >= 0 ? { ...event, at } : { ...event, row };
      });
      const entry: Entry = { ...(put.length > 0 && { put }), ...(ev.length > 0 && { ev }), ...(answer && { key: answer }) };
      if (put.length > 0 || ev.length > 0 || answer) state.write(entry);
      return ev;
    },
  };
}
