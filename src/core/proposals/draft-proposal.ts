import { Failure } from '../../kernel/failure.js';
import { newId } from '../../kernel/ids.js';
import { record } from '../audit/index.js';
import { touch } from '../caches/index.js';
import { findCustomer } from '../customers/index.js';
import { businessSettings } from '../settings/index.js';
import type { Actor, Tx } from '../tx.js';
import { checkedContent } from './content.js';
import type { Proposal, ProposalContent } from './proposal.js';
import { getProposal } from './get-proposal.js';
import { insertProposal } from './store.js';

export interface DraftProposal extends ProposalContent {
  readonly customerId: string;
  readonly actor: Actor;
}

/** Writes down an offer its customer does not see yet. `customer_not_found`, `input_invalid`, `amount_invalid`. */
export async function draftProposal(tx: Tx, draft: DraftProposal): Promise<Proposal> {
  const content = checkedContent(draft, (await businessSettings(tx)).currency);
  const customer = await findCustomer(tx, draft.customerId);
  if (customer === null || customer.archivedAt !== null) throw new Failure('customer_not_found');
  const id = newId(tx.now.getTime());
  await insertProposal(tx, id, customer.id, content);
  record(tx, { actor: draft.actor, action: 'proposal.drafted', resourceType: 'proposal', resourceId: id, details: { customer: customer.id, total: content.total, currency: content.currency } });
  touch(tx, customer.id);
  return getProposal(tx, id);
}
