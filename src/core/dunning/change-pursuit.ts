import { dayIn } from '../../kernel/period.js';
import { Failure } from '../../kernel/failure.js';
import { isUuid } from '../../kernel/ids.js';
import { record } from '../audit/index.js';
import { isCardAmount } from '../payments/index.js';
import { businessSettings } from '../settings/index.js';
import type { Actor, Tx, World } from '../tx.js';
import { chargeInvoice } from './charge-invoice.js';
import { mailReminder } from './mail-pursuit.js';
import { isPursuable } from './plan.js';
import type { CollectionPlan } from './plan.js';
import { lockPursuit, updatePlan } from './store.js';
import type { PursuedInvoice } from './store.js';
import { claim } from './take-step.js';
import type { ClaimedCharge } from './take-step.js';

/** What came of asking at once. */
export type Retried = 'charged' | 'reminded' | 'put_off';

/**
 * Does now what would be done later, also for what was given up or called off: charges the card that is allowed, or
 * sends a reminder where none is, or none can pay so much. `pursuit_not_found`, `pursuit_not_possible` when nothing is owed,
 * its money went back, or a charge is under way.
 */
export async function retryPursuit(world: World, invoiceId: string, actor: Actor): Promise<Retried> {
  const charge = await world.transact((tx) => retry(tx, invoiceId, actor));
  if (typeof charge === 'string') return charge;
  await chargeInvoice(world, charge);
  return 'charged';
}

async function retry(tx: Tx, invoiceId: string, actor: Actor): Promise<ClaimedCharge | Retried> {
  const { plan, invoice } = await lockChangeable(tx, invoiceId);
  const today = dayIn((await businessSettings(tx)).time_zone, tx.now);
  record(tx, { actor, action: 'pursuit.retried', resourceType: 'invoice', resourceId: invoiceId });
  if (invoice.methodId !== null && isCardAmount(invoice.open)) return (await claim(tx, { plan, invoice, today })) ?? 'put_off';
  const place = plan.reminders + 1;
  mailReminder(tx, invoice, { place, last: false });
  await updatePlan(tx, { ...plan, reminders: place, state: plan.nextOn === null ? 'exhausted' : 'waiting' });
  return 'reminded';
}

/** Calls a pursuit off: its customer is neither charged nor reminded of it. `pursuit_not_found`, `pursuit_not_possible`. */
export async function stopPursuit(tx: Tx, invoiceId: string, actor: Actor): Promise<void> {
  const { plan } = await lockChangeable(tx, invoiceId);
  await updatePlan(tx, { ...plan, state: 'stopped', nextOn: null, notBefore: null });
  record(tx, { actor, action: 'pursuit.stopped', resourceType: 'invoice', resourceId: invoiceId });
}

async function lockChangeable(tx: Tx, invoiceId: string): Promise<{ plan: CollectionPlan; invoice: PursuedInvoice }> {
  const pursuit = isUuid(invoiceId) ? await lockPursuit(tx, invoiceId) : undefined;
  if (!pursuit) throw new Failure('pursuit_not_found');
  // Done is never left: what is owed again after its money went back is not pursued, not even at a button.
  if (!isPursuable(pursuit.invoice) || pursuit.plan.state === 'charging' || pursuit.plan.state === 'done') throw new Failure('pursuit_not_possible');
  return pursuit;
}
