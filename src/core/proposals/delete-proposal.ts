import { Failure } from '../../kernel/failure.js';
import { record } from '../audit/index.js';
import { touch } from '../caches/index.js';
import type { Actor, Tx } from '../tx.js';
import { check } from './proposal.js';
import { lockProposal, markDeleted } from './store.js';

/** Takes an offer away, also from behind its link; its row, texts and decision stay. What is accepted stays. `proposal_not_found`, `proposal_not_editable`. */
export async function deleteProposal(tx: Tx, id: string, actor: Actor): Promise<void> {
  const proposal = await lockProposal(tx, id);
  if (!proposal) throw new Failure('proposal_not_found');
  check(proposal, 'delete', tx.now);
  await markDeleted(tx, id);
  record(tx, { actor, action: 'proposal.deleted', resourceType: 'proposal', resourceId: id, details: { state: proposal.state } });
  touch(tx, proposal.customerId);
}
