import type { ProcessorName } from '../ports/processor.js';
import type { World } from '../tx.js';
import { describe } from './create-inbox.js';
import { processEvents } from './process-events.js';
import { nextTry } from './received-event.js';
import { claimPending, keepPending } from './store.js';

/** Tries kept events again whose turn has come. Returns how many were tried, and what went wrong with which. */
export async function retryEvents(world: World, limit = 50): Promise<{ tried: number; failed: { id: string; error: unknown }[] }> {
  const claimed = await world.transact((tx) => claimPending(tx, limit, (attempts) => nextTry(attempts, tx.now)));
  const failed: { id: string; error: unknown }[] = [];
  for (const row of claimed) {
    const received = { event: world.processor(row.processor as ProcessorName, row.account).readStored(row.payload), payload: row.payload, attempts: row.attempts };
    try {
      await world.transact((tx) => processEvents(tx, [received]));
    } catch (error) {
      failed.push({ id: row.id, error });
      await world.transact((tx) => keepPending(tx, received, nextTry(row.attempts, tx.now), describe(error)));
    }
  }
  return { tried: claimed.length, failed };
}
