import { newId } from '../../kernel/ids.js';
import type { Tx } from '../tx.js';
import type { OperationStart } from './operation.js';
import { insertOperation } from './store.js';

/** Announces long work, queued; returns its id. */
export async function startOperation(tx: Tx, start: OperationStart): Promise<string> {
  const id = newId();
  await insertOperation(tx, { id, kind: start.kind, state: 'queued', total: start.total ?? null, startedBy: start.startedBy });
  return id;
}
