import { storableText } from '../../kernel/json.js';
import type { Reader, Statement, Tx, World } from '../tx.js';
import { waitAfter } from './message.js';
import type { Delivery, DueMessage } from './message.js';

interface ClaimedRow {
  id: string;
  channel: string;
  template: string;
  occasion: string;
  subject_id: string;
  recipient: string;
  data: Record<string, unknown>;
  attempts: number;
  created_at: Date;
}

/** A claim lasts longer than an attempt may take, and ends soon enough after a crash. */
export const LEASE_MS = 30_000;

const claim: Statement<ClaimedRow> = {
  name: 'outbox_claim',
  text: `UPDATE outbox_messages SET next_attempt_at = $2::timestamptz
    WHERE id IN (
      SELECT id FROM outbox_messages
      WHERE state = 'pending' AND next_attempt_at <= $1::timestamptz AND channel = ANY($3::text[]) AND recipient <> ALL($4::text[])
      ORDER BY next_attempt_at LIMIT $5 FOR UPDATE SKIP LOCKED)
    RETURNING id, channel, template, occasion, subject_id, recipient, data, attempts, created_at`,
};

const release: Statement<never> = {
  name: 'outbox_release',
  text: `UPDATE outbox_messages SET next_attempt_at = $2::timestamptz
    WHERE id = ANY($1::uuid[]) AND state = 'pending' AND next_attempt_at = $3::timestamptz`,
};

// A message that was sent is sent, whoever holds the lease by now; every other verdict needs the lease.
const mark: Statement<never> = {
  name: 'outbox_mark',
  text: `UPDATE outbox_messages AS m
    SET state = verdict.state, attempts = verdict.attempts, last_error = verdict.error,
        next_attempt_at = coalesce(verdict.next_attempt_at, m.next_attempt_at),
        sent_at = CASE verdict.state WHEN 'sent' THEN $1::timestamptz END
    FROM unnest($2::uuid[], $3::text[], $4::int[], $5::text[], $6::timestamptz[], $7::timestamptz[])
      AS verdict (id, state, attempts, error, next_attempt_at, lease)
    WHERE m.id = verdict.id AND m.state = 'pending' AND (verdict.state = 'sent' OR m.next_attempt_at = verdict.lease)`,
};

const count: Statement<{ pending: bigint; failed: bigint; oldest_due: Date | null }> = {
  name: 'outbox_count',
  text: `SELECT (SELECT count(*) FROM outbox_messages WHERE state = 'pending') AS pending,
      (SELECT count(*) FROM outbox_messages WHERE state = 'failed') AS failed,
      (SELECT min(created_at) FROM outbox_messages WHERE state = 'pending' AND next_attempt_at <= $1::timestamptz) AS oldest_due`,
};

const requeue: Statement<{ template: string; subject_id: string }> = {
  name: 'outbox_requeue',
  text: `UPDATE outbox_messages SET state = 'pending', attempts = 0, next_attempt_at = $2::timestamptz
    WHERE id = $1::uuid AND state = 'failed' RETURNING template, subject_id`,
};

/** Takes up to `limit` due messages of `channels`, oldest first, leaving out recipients who are `busy`. */
export async function claimDue(world: World, channels: readonly string[], busy: readonly string[], limit: number): Promise<DueMessage[]> {
  const now = world.clock.now();
  const lease = new Date(now.getTime() + LEASE_MS);
  const rows = await world.transact((tx) => tx.run(claim, [now, lease, channels, busy, limit]));
  return rows.map((row) => ({
    id: row.id,
    channel: row.channel,
    template: row.template,
    occasion: row.occasion,
    subjectId: row.subject_id,
    recipient: row.recipient,
    data: row.data,
    attempts: row.attempts,
    createdAt: row.created_at,
    lease,
  }));
}

/** Gives claimed messages back, due again in `delayMs`. */
export async function releaseClaims(world: World, messages: readonly DueMessage[], delayMs: number): Promise<void> {
  const lease = messages[0]?.lease;
  if (lease === undefined) return;
  const due = new Date(world.clock.now().getTime() + delayMs);
  await world.transact((tx) => tx.run(release, [messages.map((message) => message.id), due, lease]));
}

/** What came of a claimed message: a delivery, or an error that asks for another attempt. */
export interface Verdict {
  readonly message: DueMessage;
  readonly delivery: Delivery | { readonly outcome: 'error'; readonly reason: string };
}

/** Writes what came of messages, in one statement. */
export async function markMessages(world: World, verdicts: readonly Verdict[]): Promise<void> {
  const now = world.clock.now();
  const rows = verdicts.map((verdict) => verdictRow(verdict, now));
  await world.transact((tx) =>
    tx.run(mark, [
      now,
      rows.map((row) => row.id),
      rows.map((row) => row.state),
      rows.map((row) => row.attempts),
      rows.map((row) => row.error),
      rows.map((row) => row.nextAttemptAt),
      rows.map((row) => row.lease),
    ]),
  );
}

function verdictRow({ message, delivery }: Verdict, now: Date) {
  const row = { id: message.id, lease: message.lease.toISOString(), nextAttemptAt: null as string | null };
  switch (delivery.outcome) {
    case 'sent':
      return { ...row, state: 'sent', attempts: message.attempts + 1, error: null };
    case 'dropped':
      return { ...row, state: 'dropped', attempts: message.attempts, error: shortened(delivery.reason) };
    case 'refused':
      return { ...row, state: 'failed', attempts: message.attempts + 1, error: shortened(delivery.reason) };
    case 'error': {
      const attempts = message.attempts + 1;
      const wait = waitAfter(attempts);
      const error = shortened(delivery.reason);
      if (wait === null) return { ...row, state: 'failed', attempts, error };
      return { ...row, state: 'pending', attempts, error, nextAttemptAt: new Date(now.getTime() + wait).toISOString() };
    }
  }
}

function shortened(reason: string): string {
  return storableText(reason).slice(0, 500);
}

/** How many wait and how many were given up, and when the oldest that is due was written. */
export async function countMessages(reader: Reader, now: Date): Promise<{ pending: number; failed: number; oldestDue: Date | null }> {
  const [row] = await reader.run(count, [now]);
  return { pending: Number(row?.pending ?? 0n), failed: Number(row?.failed ?? 0n), oldestDue: row?.oldest_due ?? null };
}

/** Makes a message that was given up due again; null when it is not one. */
export async function requeueFailed(tx: Tx, id: string): Promise<{ template: string; subject_id: string } | null> {
  return (await tx.run(requeue, [id, tx.now]))[0] ?? null;
}
