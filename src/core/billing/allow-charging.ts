import { Failure } from '../../kernel/failure.js';
import { storableJson } from '../../kernel/json.js';
import { record } from '../audit/index.js';
import { touch } from '../caches/index.js';
import type { Actor, Tx } from '../tx.js';
import type { BillingSettings, ChargeEvidence } from './billing-settings.js';
import { dropConsent, keepConsent, toSettings } from './store.js';

export interface AllowCharging {
  readonly customerId: string;
  /** What the processor calls the card. That it is this customer's own is checked before. */
  readonly methodId: string;
  readonly evidence: ChargeEvidence;
}

/** Keeps a holder's word that this card may be charged without him, and how he gave it. `customer_not_found`. */
export async function allowCharging(tx: Tx, { customerId, methodId, evidence }: AllowCharging, actor: Actor): Promise<BillingSettings> {
  const [row] = await tx.run(keepConsent, [customerId, methodId, tx.now, storableJson(evidence)]);
  if (!row) throw new Failure('customer_not_found');
  record(tx, { actor, action: 'billing.charging_allowed', resourceType: 'customer', resourceId: customerId, details: { methodId } });
  touch(tx, customerId);
  return toSettings(row);
}

/** Takes it back, for this card or for whichever it is; says whether there was anything to take back. */
export async function endCharging(tx: Tx, { customerId, methodId = null }: { customerId: string; methodId?: string | null }, actor: Actor): Promise<boolean> {
  const [row] = await tx.run(dropConsent, [customerId, tx.now, methodId]);
  if (!row) return false;
  record(tx, { actor, action: 'billing.charging_ended', resourceType: 'customer', resourceId: customerId });
  touch(tx, customerId);
  return true;
}
