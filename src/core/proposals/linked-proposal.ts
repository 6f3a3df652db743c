import type { Reader } from '../tx.js';
import type { Proposal } from './proposal.js';
import { findProposal, wasEverSent } from './store.js';

/**
 * What is behind a mailed link: the offer as it is now; `withdrawn` where it was sent once and is taken back or gone;
 * null where nobody can have got such a link.
 */
export async function linkedProposal(reader: Reader, id: string): Promise<Proposal | 'withdrawn' | null> {
  const proposal = await findProposal(reader, id);
  if (proposal && proposal.state !== 'draft' && !proposal.customerArchived) return proposal;
  return (await wasEverSent(reader, id)) ? 'withdrawn' : null;
}
