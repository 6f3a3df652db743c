import { Failure } from '../../kernel/failure.js';
import { record } from '../audit/index.js';
import type { Actor, Tx } from '../tx.js';
import { findOperation, writeEnd } from './store.js';

/** It is done; `result` is plain JSON (a file's id, counts). False when it had ended before. */
export function finishOperation(tx: Tx, id: string, result?: unknown): Promise<boolean> {
  return writeEnd(tx, id, 'succeeded', undefined, result);
}

/** It did not work out; `message` is for people. False when it had ended before. */
export function failOperation(tx: Tx, id: string, message: string): Promise<boolean> {
  return writeEnd(tx, id, 'failed', message);
}

/** Stops it at its next step, audited. `operation_not_found` when there is none; one that has ended stays as it is. */
export async function cancelOperation(tx: Tx, actor: Actor, id: string): Promise<void> {
  if (await writeEnd(tx, id, 'canceled')) {
    record(tx, { actor, action: 'operation.canceled', resourceType: 'operation', resourceId: id });
    return;
  }
  if ((await findOperation(tx, id)) === null) throw new Failure('operation_not_found');
}
