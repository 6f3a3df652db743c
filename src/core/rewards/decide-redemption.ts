import { Failure } from '../../kernel/failure.js';
import { record } from '../audit/index.js';
import { touch } from '../caches/index.js';
import { post } from '../ledger/index.js';
import type { Actor, Tx } from '../tx.js';
import { returnPosting } from './postings.js';
import type { Redemption } from './reward.js';
import { decideRedemption, findRedemption } from './rewards-store.js';

/** The reward was handed out. `redemption_not_found`, `redemption_decided` when it was decided before. */
export function fulfilRedemption(tx: Tx, id: string, actor: Actor): Promise<Redemption> {
  return decide(tx, id, 'fulfilled', actor);
}

/** The reward will not be handed out: its points come back. `redemption_not_found`, `redemption_decided`. */
export async function cancelRedemption(tx: Tx, id: string, actor: Actor): Promise<Redemption> {
  const redemption = await decide(tx, id, 'cancelled', actor);
  post(tx, returnPosting(redemption));
  return redemption;
}

async function decide(tx: Tx, id: string, state: 'fulfilled' | 'cancelled', actor: Actor): Promise<Redemption> {
  const decided = await decideRedemption(tx, id, state);
  const redemption = await findRedemption(tx, id);
  if (!redemption) throw new Failure('redemption_not_found');
  if (!decided) throw new Failure('redemption_decided', { state: redemption.state });
  record(tx, { actor, action: `redemption.${state}`, resourceType: 'redemption', resourceId: id, details: { points: redemption.points } });
  touch(tx, redemption.customerId);
  return redemption;
}
