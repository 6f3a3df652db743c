import { dayIn } from '../../kernel/period.js';
import { allowCharging, endCharging } from '../billing/index.js';
import type { ChargeEvidence } from '../billing/index.js';
import { endTopUpsWith } from '../credits/index.js';
import { detachMethod, requireOwnMethod } from '../payments/index.js';
import { businessSettings } from '../settings/index.js';
import type { Actor, Tx, World } from '../tx.js';
import { recheckPlans } from './store.js';

export interface GiveConsent {
  readonly customerId: string;
  readonly methodId: string;
  readonly evidence: ChargeEvidence;
  readonly actor: Actor;
}

/** A customer lets us charge a saved card of his without him. A foreign card is `payment_method_not_found`. */
export async function giveConsent(world: World, { customerId, methodId, evidence, actor }: GiveConsent): Promise<void> {
  await requireOwnMethod(world, { customerId }, methodId);
  await world.transact(async (tx) => {
    await allowCharging(tx, { customerId, methodId, evidence }, actor);
    await recheck(tx, customerId);
  });
}

/** He takes it back: from now on nothing is charged without him, and what is owed is reminded of instead. */
export async function withdrawConsent(tx: Tx, customerId: string, actor: Actor): Promise<void> {
  if (await endCharging(tx, { customerId }, actor)) await recheck(tx, customerId);
}

/** Forgets a saved card, at the processor first; what it was allowed for is taken back with it. `payment_method_not_found`. */
export async function forgetCard(world: World, { customerId, methodId, actor }: Omit<GiveConsent, 'evidence'>): Promise<void> {
  await detachMethod(world, { customerId }, methodId);
  await world.transact(async (tx) => {
    if (await endCharging(tx, { customerId, methodId }, actor)) await recheck(tx, customerId);
    await endTopUpsWith(tx, methodId, actor);
  });
}

async function recheck(tx: Tx, customerId: string): Promise<void> {
  await recheckPlans(tx, customerId, dayIn((await businessSettings(tx)).time_zone, tx.now));
}
