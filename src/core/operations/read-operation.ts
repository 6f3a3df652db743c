import { Failure } from '../../kernel/failure.js';
import { isUuid } from '../../kernel/ids.js';
import type { Reader } from '../tx.js';
import type { Operation } from './operation.js';
import { findOperation } from './store.js';

/** One operation; with `onlyOf`, another's counts as missing. `operation_not_found`. */
export async function readOperation(reader: Reader, id: string, onlyOf?: string): Promise<Operation> {
  const operation = isUuid(id) ? await findOperation(reader, id) : null;
  if (operation === null || (onlyOf !== undefined && operation.startedBy !== onlyOf)) throw new Failure('operation_not_found');
  return operation;
}
