import type { Tx } from '../tx.js';
import { decide } from './decide-proposal.js';
import type { Decide } from './decide-proposal.js';
import type { Proposal } from './proposal.js';

/** Somebody says no, and may say why. `proposal_not_found`, `proposal_not_actionable`, `proposal_changed`, `input_invalid`. */
export function rejectProposal(tx: Tx, wish: Omit<Decide, 'chargeConsent'>): Promise<Proposal> {
  return decide(tx, 'rejected', wish);
}
