import type { Tx } from '../tx.js';
import { writeProgress } from './store.js';

/** Says how far it is. False when the operation was canceled or has ended: then stop working. */
export function progressOperation(tx: Tx, id: string, step: { done: number; total?: number; message?: string }): Promise<boolean> {
  return writeProgress(tx, id, step);
}
