import { storableJson } from '../../kernel/json.js';
import type { World } from '../tx.js';
import { finishKey } from './store.js';
import type { KeyedCall } from './take-key.js';

/** Keeps what was answered, unless the lease ended and somebody else holds the key by now. `body` becomes JSON. */
export async function keepAnswer(world: World, call: KeyedCall, lease: Date, status: number, body: unknown): Promise<void> {
  await world.transact((tx) => tx.run(finishKey, [call.caller, call.route, call.key, lease, status, storableJson(body)]));
}
