import type { Tx } from '../tx.js';
import { deleteOldCodes } from './codes-store.js';
import { deleteEndedSessions } from './sessions-store.js';
import { deleteOldFailures } from './store.js';

const DAY_MS = 86_400_000;

/** Removes failed sign-ins of a month ago, codes that ended a week ago and sessions that ended three months ago; the audit log knows of them. */
export async function forgetSignIns(tx: Tx): Promise<void> {
  await tx.run(deleteOldCodes, [new Date(tx.now.getTime() - 7 * DAY_MS)]);
  await tx.run(deleteOldFailures, [new Date(tx.now.getTime() - 30 * DAY_MS)]);
  await tx.run(deleteEndedSessions, [new Date(tx.now.getTime() - 90 * DAY_MS)]);
}
