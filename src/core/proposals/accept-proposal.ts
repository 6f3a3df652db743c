import type { Tx } from '../tx.js';
import { decide } from './decide-proposal.js';
import type { Decide } from './decide-proposal.js';
import { generateFromProposal } from './generate-from-proposal.js';
import type { Proposal } from './proposal.js';

/**
 * Somebody says yes. A customer who does so himself finds the invoices of all stages at once, the first to be paid;
 * who acts for the business makes them when he likes. Its monthly amount recurs from this day.
 * `proposal_not_found`, `proposal_not_actionable`, `proposal_changed`, `input_invalid`.
 */
export async function acceptProposal(tx: Tx, wish: Decide): Promise<Proposal> {
  const accepted = await decide(tx, 'accepted', wish);
  if (wish.channel === 'on_behalf') return accepted;
  await generateFromProposal(tx, accepted.id, wish.actor);
  return { ...accepted, generatedAt: tx.now };
}
