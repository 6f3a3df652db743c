import { Failure } from '../../kernel/failure.js';
import { isUuid, newId } from '../../kernel/ids.js';
import { dayIn } from '../../kernel/period.js';
import { record } from '../audit/index.js';
import { touch } from '../caches/index.js';
import type { CustomerRestored } from '../events.js';
import { businessSettings } from '../settings/index.js';
import type { Actor, Tx } from '../tx.js';
import { endPause, insertPause, lockRecurring } from './store.js';

/** From today on nothing recurs for a customer; what would fall due meanwhile is left out for good. Pausing twice changes nothing. `customer_not_found`. */
export async function pauseRecurring(tx: Tx, customerId: string, actor: Actor): Promise<void> {
  await requireCustomer(tx, customerId);
  if (!(await insertPause(tx, { id: newId(tx.now.getTime()), customerId, from: await today(tx), until: null, by: actor.userId }))) return;
  record(tx, { actor, action: 'recurring.paused', resourceType: 'customer', resourceId: customerId });
  touch(tx, customerId);
}

/** From today on it recurs again. `customer_not_found`. */
export async function resumeRecurring(tx: Tx, customerId: string, actor: Actor): Promise<void> {
  await requireCustomer(tx, customerId);
  if (!(await endPause(tx, customerId, await today(tx)))) return;
  record(tx, { actor, action: 'recurring.resumed', resourceType: 'customer', resourceId: customerId });
  touch(tx, customerId);
}

/** Reaction: whoever was put away and comes back is not billed for the time between. */
export async function leaveOutArchivedTime(tx: Tx, events: readonly CustomerRestored[]): Promise<void> {
  const zone = (await businessSettings(tx)).time_zone;
  for (const { customerId, archivedAt } of events) {
    await insertPause(tx, { id: newId(tx.now.getTime()), customerId, from: dayIn(zone, archivedAt), until: dayIn(zone, tx.now), by: null });
  }
}

async function requireCustomer(tx: Tx, customerId: string): Promise<void> {
  const customer = isUuid(customerId) ? await lockRecurring(tx, customerId) : undefined;
  if (!customer || customer.archived) throw new Failure('customer_not_found');
}

async function today(tx: Tx): Promise<string> {
  return dayIn((await businessSettings(tx)).time_zone, tx.now);
}
