import type { World } from '../tx.js';
import { deleteEndedBefore, endSilentSince } from './store.js';

const SILENCE_MS = 2 * 60_000;
const KEPT_MS = 30 * 86_400_000;

/** Marks as failed what gave no sign of life for two minutes: its process is gone. Returns how many. */
export function failSilentOperations(world: World): Promise<number> {
  return world.transact((tx) => endSilentSince(tx, new Date(tx.now.getTime() - SILENCE_MS)));
}

/** Deletes operations that ended more than 30 days ago. */
export async function forgetOperations(world: World): Promise<void> {
  await world.transact((tx) => deleteEndedBefore(tx, new Date(tx.now.getTime() - KEPT_MS)));
}
