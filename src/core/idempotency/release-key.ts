import type { World } from '../tx.js';
import { deleteKey } from './store.js';
import type { KeyedCall } from './take-key.js';

/** Forgets a call that came to nothing, so that it can be made again at once. */
export async function releaseKey(world: World, call: KeyedCall, lease: Date): Promise<void> {
  await world.transact((tx) => tx.run(deleteKey, [call.caller, call.route, call.key, lease]));
}
