import { allowCharging } from '../billing/index.js';
import type { PaymentSettled } from '../events.js';
import { chargeStagesByThemselves } from '../invoices/index.js';
import type { Tx } from '../tx.js';

/**
 * Whoever paid the first stage and let us keep his card is charged for the later ones on their due days. The card is
 * kept with how he said so: name, address, text.
 */
export async function keepCards(tx: Tx, events: readonly PaymentSettled[]): Promise<void> {
  for (const { keptCard, customerId, userId, targets } of events) {
    if (!keptCard || customerId === null) continue;
    const actor = { userId };
    await allowCharging(tx, { customerId, methodId: keptCard.methodId, evidence: keptCard.evidence }, actor);
    const proposalId = keptCard.evidence['proposal_id'];
    if (typeof proposalId === 'string') await chargeStagesByThemselves(tx, { proposalId, customerId, except: targets.map((target) => target.subjectId) }, actor);
  }
}
