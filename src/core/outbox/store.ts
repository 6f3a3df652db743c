import { storableJson, storableText } from '../../kernel/json.js';
import type { Sink, Statement } from '../tx.js';
import type { OutgoingMessage } from './outgoing-message.js';

type OutboxRow = OutgoingMessage & { readonly id: string };

const insertMessages: Statement<never> = {
  name: 'outbox_insert',
  text: `INSERT INTO outbox_messages (id, channel, template, occasion, subject_id, recipient, data, next_attempt_at, created_at)
    SELECT row.id, row.channel, row.template, row.occasion, row.subject_id, row.recipient, row.data::jsonb, row.not_before, $1::timestamptz
    FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::timestamptz[])
      AS row (id, channel, template, occasion, subject_id, recipient, data, not_before)
    ON CONFLICT DO NOTHING`,
};

/** All messages of a transaction in one statement, last of all. */
export const outboxSink: Sink<OutboxRow> = {
  name: 'outbox',
  order: 60,
  async write(tx, unsorted) {
    // One order for everybody: two transactions that write the same occasions wait instead of deadlocking.
    const rows = [...unsorted].sort((a, b) => (orderKey(a) < orderKey(b) ? -1 : 1));
    await tx.run(insertMessages, [
      tx.now,
      rows.map((row) => row.id),
      rows.map((row) => row.channel),
      rows.map((row) => row.template),
      rows.map((row) => row.occasion),
      rows.map((row) => row.subjectId),
      rows.map((row) => storableText(row.recipient)),
      rows.map((row) => storableJson(row.data)),
      rows.map((row) => (row.notBefore ?? tx.now).toISOString()),
    ]);
  },
};

function orderKey(row: OutboxRow): string {
  return [row.template, row.occasion, row.subjectId, row.recipient].join('\u0000');
}
