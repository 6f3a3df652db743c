import type { World } from '../tx.js';
import { findLastSeal, insertLedgerSeals, lockForSealing, takeUnsealedTransactions } from './store.js';
import { GENESIS, sealHash } from './transaction.js';

/**
 * Continues the hash chain over transactions that have none yet, at most `limit` of them.
 * One sealer works at a time; another finds the lock taken and does nothing. Returns how many were sealed.
 */
export async function sealTransactions(world: World, limit = 2_000): Promise<number> {
  return world.transact(async (tx) => {
    if (!(await lockForSealing(tx))) return 0;
    const taken = await takeUnsealedTransactions(tx, limit);
    if (taken.length === 0) return 0;
    taken.sort((a, b) => (a.id < b.id ? -1 : 1));
    const last = await findLastSeal(tx);
    let previous = last?.hash ?? GENESIS;
    let seq = last?.seq ?? 0n;
    const seals = taken.map(({ id, digest }) => {
      seq += 1n;
      previous = sealHash(previous, seq, id, digest);
      return { seq, id, digest, hash: previous };
    });
    await insertLedgerSeals(tx, seals);
    return seals.length;
  });
}
