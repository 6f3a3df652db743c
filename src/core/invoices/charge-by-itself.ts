import { record } from '../audit/index.js';
import { touch } from '../caches/index.js';
import type { Actor, Tx } from '../tx.js';
import { markAutoCharge } from './store.js';

/** The stages of an offer that are still owed, `except` those being paid now, are charged on their due days from now on. Gives their ids. */
export async function chargeStagesByThemselves(tx: Tx, { proposalId, customerId, except }: { proposalId: string; customerId: string; except: readonly string[] }, actor: Actor): Promise<string[]> {
  const ids = await markAutoCharge(tx, proposalId, customerId, except);
  if (ids.length === 0) return ids;
  record(tx, { actor, action: 'invoice.auto_charge_allowed', resourceType: 'proposal', resourceId: proposalId, details: { invoices: ids } });
  touch(tx, customerId);
  return ids;
}
