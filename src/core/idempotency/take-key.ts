import { present } from '../../kernel/assert.js';
import { Failure } from '../../kernel/failure.js';
import type { World } from '../tx.js';
import { claimKey, selectKey } from './store.js';

/** A call that may be repeated: who called what under which key, and a SHA-256 of what was asked for. */
export interface KeyedCall {
  readonly caller: string;
  readonly route: string;
  readonly key: string;
  readonly bodyHash: Buffer;
}

/** taken: carry it out, then keepAnswer or releaseKey with this lease. answered: it was, so. running: somebody is at it. */
export type TakenKey =
  | { readonly kind: 'taken'; readonly lease: Date }
  | { readonly kind: 'answered'; readonly status: number; readonly body: unknown }
  | { readonly kind: 'running' };

const LEASE_MS = 30_000;
export const KEPT_MS = 30 * 86_400_000;

/** Takes a key, or tells what became of it. `idempotency_key_reused` for the key of another request. */
export async function takeKey(world: World, call: KeyedCall): Promise<TakenKey> {
  return world.transact(async (tx) => {
    const { caller, route, key, bodyHash } = call;
    const lease = new Date(tx.now.getTime() + LEASE_MS);
    const claimed = await tx.run(claimKey, [caller, route, key, bodyHash, lease, tx.now, new Date(tx.now.getTime() - KEPT_MS)]);
    if (claimed.length > 0) return { kind: 'taken', lease };
    const [row] = await tx.run(selectKey, [caller, route, key]);
    // Released between the two statements: the next look takes it.
    if (row === undefined) return { kind: 'running' };
    if (!row.body_hash.equals(bodyHash)) throw new Failure('idempotency_key_reused');
    return row.state === 'done' ? { kind: 'answered', status: present(row.status, 'an answer has a status'), body: row.answer } : { kind: 'running' };
  });
}
