import { Failure } from '../../kernel/failure.js';
import { record } from '../audit/index.js';
import type { Actor, Tx } from '../tx.js';

/** Puts a message that was given up back in the queue, with all its attempts; audited. `resource_not_found` unless it is one. */
export async function retryMessage(tx: Tx, actor: Actor, messageId: string): Promise<void> {
  const row = await tx.db
    .updateTable('outbox_messages')
    .set({ state: 'pending', attempts: 0, next_attempt_at: tx.now })
    .where('id', '=', messageId)
    .where('state', '=', 'failed')
    .returning(['template', 'subject_id'])
    .executeTakeFirst();
  if (row === undefined) throw new Failure('resource_not_found', { resource: 'message' });
  record(tx, { actor, action: 'message.retried', resourceType: 'message', resourceId: messageId, details: row });
}
