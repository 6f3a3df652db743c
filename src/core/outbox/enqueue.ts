import { newId } from '../../kernel/ids.js';
import type { Tx } from '../tx.js';
import type { OutgoingMessage } from './outgoing-message.js';
import { outboxSink } from './store.js';

/** Puts a message in the outbox. A second one for the same occasion, subject and recipient changes nothing. */
export function enqueue(tx: Tx, message: OutgoingMessage): void {
  tx.collect(outboxSink, { ...message, id: newId() });
}
