import { newId } from '../../kernel/ids.js';
import type { Statement, Tx } from '../tx.js';
import type { ReceivedEvent } from './received-event.js';

const insertEvents: Statement<{ processor: string; account: string; event_id: string }> = {
  name: 'inbox_insert_events',
  text: `INSERT INTO inbox_events AS e (id, processor, account, event_id, type, payload, state, attempts, received_at, processed_at)
         SELECT id, processor, account, event_id, type, payload, 'done', 1, $7, $7
         FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bytea[]) AS n (id, processor, account, event_id, type, payload)
         ORDER BY processor, account, event_id
         ON CONFLICT (processor, account, event_id) DO UPDATE
           SET state = 'done', processed_at = excluded.processed_at, attempts = e.attempts + 1, next_attempt_at = NULL, last_error = NULL
           WHERE e.state = 'pending'
         RETURNING processor, account, event_id`,
};

export function eventKey(event: { processor: string; account: string; event_id?: string; eventId?: string }): string {
  return `${event.processor}|${event.account}|${event.eventId ?? event.event_id}`;
}

/**
 * Keeps events as carried out, and says which of them are to be carried out now: new ones, and those that
 * were kept before but not carried out yet. The others are repetitions.
 */
export async function insertNewEvents(tx: Tx, events: readonly ReceivedEvent[]): Promise<Set<string>> {
  const rows = await tx.run(insertEvents, [
    events.map(() => newId(tx.now.getTime())), events.map((e) => e.event.processor), events.map((e) => e.event.account), events.map((e) => e.event.eventId),
    events.map((e) => e.event.externalType), events.map((e) => e.payload), tx.now,
  ]);
  return new Set(rows.map(eventKey));
}

const insertPending: Statement<never> = {
  name: 'inbox_insert_pending',
  text: `INSERT INTO inbox_events AS e (id, processor, account, event_id, type, payload, state, attempts, received_at, next_attempt_at, last_error)
         VALUES ($1, $2, $3, $4, $5, $6, 'pending', 1, $7, $8, $9)
         ON CONFLICT (processor, account, event_id) DO UPDATE SET attempts = e.attempts + 1, next_attempt_at = excluded.next_attempt_at, last_error = excluded.last_error
           WHERE e.state = 'pending'`,
};

/** Keeps an event that could not be carried out, to be tried again at `at`. */
export async function keepPending(tx: Tx, { event, payload }: ReceivedEvent, at: Date, error: string): Promise<void> {
  await tx.run(insertPending, [newId(tx.now.getTime()), event.processor, event.account, event.eventId, event.externalType, payload, tx.now, at, error]);
}

/** Puts an event aside: parked for good (about nothing of ours), or pending until `at` (too early). */
export async function setAside(tx: Tx, { event }: ReceivedEvent, state: 'parked' | 'pending', at: Date | null): Promise<void> {
  await tx.db.updateTable('inbox_events').set({ state, next_attempt_at: at, processed_at: state === 'parked' ? tx.now : null })
    .where('processor', '=', event.processor).where('account', '=', event.account).where('event_id', '=', event.eventId).execute();
}

export interface PendingRow { id: string; processor: string; account: string; payload: Buffer; attempts: number }

/** Pending events whose turn has come, claimed by pushing their next turn back. */
export async function claimPending(tx: Tx, limit: number, nextTurn: (attempts: number) => Date): Promise<PendingRow[]> {
  const rows = await tx.db.selectFrom('inbox_events').select(['id', 'processor', 'account', 'payload', 'attempts'])
    .where('state', '=', 'pending').where('next_attempt_at', '<=', tx.now).orderBy('next_attempt_at').limit(limit).forUpdate().skipLocked().execute();
  for (const row of rows) {
    await tx.db.updateTable('inbox_events').set({ next_attempt_at: nextTurn(row.attempts) }).where('id', '=', row.id).execute();
  }
  return rows;
}
