import { Failure } from '../../kernel/failure.js';
import type { PaymentTarget } from '../events.js';
import type { Tx, World } from '../tx.js';
import { clearTheWay } from './clear-the-way.js';
import { findLiveIds } from './store.js';

const TRIES = 4;

/** Debts, locked, that `work` is about to change. */
export interface Held<T> {
  readonly kind: PaymentTarget['kind'];
  readonly subjectIds: readonly string[];
  readonly work: () => Promise<T>;
}

/**
 * Changes debts that no live payment may meanwhile pay: `hold` locks them and says what to do; forms nobody has
 * filled in are ended first, at the processor, and everything is looked at again. `payment_in_progress` while money
 * is under way.
 */
export async function whileNoneIsLive<T>(world: World, hold: (tx: Tx) => Promise<Held<T>>): Promise<T> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const outcome = await world.transact(async (tx) => {
      const { kind, subjectIds, work } = await hold(tx);
      const live = await findLiveIds(tx, kind, subjectIds);
      return live.length > 0 ? { inTheWay: live } : { done: await work() };
    });
    if ('done' in outcome) return outcome.done as T;
    await clearTheWay(world, outcome.inTheWay);
  }
  throw new Failure('payment_in_progress');
}
