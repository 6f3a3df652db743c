import { Failure } from '../../kernel/failure.js';
import { isUuid } from '../../kernel/ids.js';
import type { Reader } from '../tx.js';
import type { Proposal } from './proposal.js';
import { findProposal } from './store.js';

/** One offer; limited to what a customer may see of his own (nothing that was not sent) where one is given. `proposal_not_found`. */
export async function getProposal(reader: Reader, id: string, customerId?: string): Promise<Proposal> {
  const proposal = isUuid(id) ? await findProposal(reader, id.toLowerCase()) : undefined;
  const hidden = customerId !== undefined && (proposal?.customerId !== customerId || proposal.state === 'draft');
  if (!proposal || hidden) throw new Failure('proposal_not_found');
  return proposal;
}
