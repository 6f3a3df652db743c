import { isUuid } from '../../kernel/ids.js';
import { Failure } from '../../kernel/failure.js';
import { record } from '../audit/index.js';
import { requireOwnMethod } from '../payments/index.js';
import type { Actor, Reader, Tx, World } from '../tx.js';
import { checkAmount } from './credits.js';
import { lockWallet, selectPackage } from './store.js';
import type { TopUp, TopUpCharge } from './top-up.js';
import { findTopUp, lockTopUp, selectCharges, switchOffWith, updateTopUp, writeTopUp } from './top-ups-store.js';

export interface AllowTopUp extends Pick<TopUp, 'userId' | 'packageId' | 'methodId' | 'below' | 'mostAMonth'> {
  /** Whose saved cards are his. */
  readonly customerId: string | null;
  /** How he said so: plain facts, kept for a dispute. */
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly actor: Actor;
}

const SHOWN = 10;

/**
 * A holder lets us buy a package, as it is now, with a saved card of his whenever a spend leaves less than his
 * threshold. `credit_package_not_found`, `payment_method_not_found`, `amount_invalid`.
 */
export async function allowTopUp(world: World, wish: AllowTopUp): Promise<void> {
  checkAmount(wish.below);
  if (wish.customerId === null) throw new Failure('payment_method_not_found');
  await requireOwnMethod(world, { customerId: wish.customerId }, wish.methodId);
  await world.transact(async (tx) => {
    const wanted = isUuid(wish.packageId) ? await selectPackage(tx, wish.packageId) : undefined;
    if (!wanted?.active) throw new Failure('credit_package_not_found');
    await lockWallet(tx, wish.userId, wanted.currency);
    await writeTopUp(tx, { ...wish, price: wanted.price }, { ...wish.evidence, package: wanted.name, price: wanted.price.toString(), credits: wanted.credits.toString(), currency: wanted.currency });
    record(tx, { actor: wish.actor, action: 'credits.top_up_allowed', resourceType: 'user', resourceId: wish.userId, details: { package_id: wanted.id, method_id: wish.methodId, below: wish.below } });
  });
}

/** He takes it back: from now on nothing is bought by itself. A charge that is under way is finished. */
export async function endTopUp(tx: Tx, userId: string, actor: Actor): Promise<void> {
  const topUp = await lockTopUp(tx, userId);
  if (!topUp?.active) return;
  await updateTopUp(tx, { ...topUp, active: false, offBecause: 'holder', dueAt: null });
  record(tx, { actor, action: 'credits.top_up_ended', resourceType: 'user', resourceId: userId });
}

/** The card is not saved any more: nothing is bought with it by itself. A charge that is under way is finished. */
export async function endTopUpsWith(tx: Tx, methodId: string, actor: Actor): Promise<void> {
  for (const userId of await switchOffWith(tx, methodId)) {
    record(tx, { actor, action: 'credits.top_up_ended', resourceType: 'user', resourceId: userId, details: { method_id: methodId } });
  }
}

/** What he allowed last, and what was charged, newest first; null: nothing ever. */
export async function readTopUp(reader: Reader, userId: string): Promise<{ topUp: TopUp; charges: TopUpCharge[] } | null> {
  const topUp = await findTopUp(reader, userId);
  return topUp ? { topUp, charges: await selectCharges(reader, userId, SHOWN) } : null;
}
