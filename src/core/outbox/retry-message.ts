import { Failure } from '../../kernel/failure.js';
import { isUuid } from '../../kernel/ids.js';
import { record } from '../audit/index.js';
import type { Actor, Tx } from '../tx.js';
import { requeueFailed } from './queue-store.js';

/** Puts a message that was given up back in the queue, with all its attempts; audited. `resource_not_found` unless it is one. */
export async function retryMessage(tx: Tx, actor: Actor, messageId: string): Promise<void> {
  const message = isUuid(messageId) ? await requeueFailed(tx, messageId) : null;
  if (message === null) throw new Failure('resource_not_found', { resource: 'message' });
  record(tx, { actor, action: 'message.retried', resourceType: 'message', resourceId: messageId, details: message });
}
