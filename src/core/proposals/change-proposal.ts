import { Failure } from '../../kernel/failure.js';
import { record } from '../audit/index.js';
import { touch } from '../caches/index.js';
import { businessSettings } from '../settings/index.js';
import type { Actor, Tx } from '../tx.js';
import { checkedContent, saysTheSame } from './content.js';
import { getProposal } from './get-proposal.js';
import { check } from './proposal.js';
import type { Proposal, ProposalContent } from './proposal.js';
import { sendAgain, sendProposal } from './send-proposal.js';
import { lockProposal, moveProposal, rewriteContent } from './store.js';

/** Absent members stay as they are. */
export interface ProposalChange extends Partial<ProposalContent> {
  /** sent: send it, with what is changed. draft: take back what was sent. */
  readonly state?: 'draft' | 'sent' | undefined;
}

/**
 * Changes an offer nobody has decided. One that was sent and says something else now is sent anew: its old text can
 * be accepted no more. `proposal_not_found`, `proposal_not_editable`, `input_invalid`, `amount_invalid`.
 */
export async function changeProposal(tx: Tx, id: string, { state, ...change }: ProposalChange, actor: Actor): Promise<Proposal> {
  const before = await lockProposal(tx, id);
  if (!before) throw new Failure('proposal_not_found');
  check(before, 'change', tx.now);
  const named = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<ProposalContent>;
  const content = checkedContent({ ...before, ...named }, (await businessSettings(tx)).currency);
  const changed = !saysTheSame(before, content);
  if (changed) {
    await rewriteContent(tx, id, content);
    record(tx, { actor, action: 'proposal.changed', resourceType: 'proposal', resourceId: id, details: { version: before.version + 1, total: content.total } });
    touch(tx, before.customerId);
  }
  if (before.state === 'draft') return state === 'sent' ? sendProposal(tx, id, actor) : getProposal(tx, id);
  if (state === 'draft') return withdraw(tx, await getProposal(tx, id), actor);
  return changed ? sendAgain(tx, await getProposal(tx, id), actor) : before;
}

async function withdraw(tx: Tx, sent: Proposal, actor: Actor): Promise<Proposal> {
  check(sent, 'withdraw', tx.now);
  if (!(await moveProposal(tx, sent, { ...sent, state: 'draft', documentHash: null, sentAt: null, version: sent.version + 1 }))) throw new Failure('proposal_not_editable');
  record(tx, { actor, action: 'proposal.withdrawn', resourceType: 'proposal', resourceId: sent.id });
  touch(tx, sent.customerId);
  return getProposal(tx, sent.id);
}
