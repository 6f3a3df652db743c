import type { Tx } from '../tx.js';
import { deleteOldCodes } from './store.js';

const KEPT_MS = 7 * 86_400_000;

/** Removes codes that ended a week ago: they are of no use, and the audit log knows of them. */
export async function forgetOldCodes(tx: Tx): Promise<void> {
  await tx.run(deleteOldCodes, [new Date(tx.now.getTime() - KEPT_MS)]);
}
