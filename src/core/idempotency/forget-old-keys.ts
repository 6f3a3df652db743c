import type { World } from '../tx.js';
import { deleteOldKeys } from './store.js';
import { KEPT_MS } from './take-key.js';

/** Deletes answers that are older than 30 days, in small bites. Returns how many. */
export async function forgetOldKeys(world: World): Promise<number> {
  let forgotten = 0;
  for (;;) {
    const bite = await world.transact((tx) => tx.run(deleteOldKeys, [new Date(tx.now.getTime() - KEPT_MS)]));
    forgotten += bite.length;
    if (bite.length === 0) return forgotten;
  }
}
