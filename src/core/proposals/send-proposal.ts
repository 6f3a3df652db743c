import { exponentOf } from '../../kernel/currency.js';
import { Failure } from '../../kernel/failure.js';
import { formatMajor } from '../../kernel/money.js';
import { record } from '../audit/index.js';
import { touch } from '../caches/index.js';
import { queueMail } from '../notifications/index.js';
import { businessSettings } from '../settings/index.js';
import type { Actor, Tx } from '../tx.js';
import { getProposal } from './get-proposal.js';
import { check, isPast } from './proposal.js';
import type { Proposal } from './proposal.js';
import { insertDocument, lockProposal, moveProposal } from './store.js';
import { wordingOf } from './wording.js';

/**
 * Sends a draft: its text is kept word for word under its hash, and its customer gets a letter with a link to it.
 * `proposal_not_found`, `proposal_not_editable`, `input_invalid` for one that would be too late.
 */
export async function sendProposal(tx: Tx, id: string, actor: Actor): Promise<Proposal> {
  const draft = await lockProposal(tx, id);
  if (!draft) throw new Failure('proposal_not_found');
  check(draft, 'send', tx.now);
  return freeze(tx, draft, actor);
}

/** The same for one that was sent and says something else now. The caller has locked it. */
export function sendAgain(tx: Tx, changed: Proposal, actor: Actor): Promise<Proposal> {
  return freeze(tx, changed, actor);
}

async function freeze(tx: Tx, proposal: Proposal, actor: Actor): Promise<Proposal> {
  if (proposal.customerArchived) throw new Failure('customer_not_found');
  if (isPast(proposal, tx.now)) throw new Failure('input_invalid', { field: 'valid_until' });
  const { hash, document } = wordingOf(proposal, (await businessSettings(tx)).business_name);
  await insertDocument(tx, proposal, hash, document);
  if (!(await moveProposal(tx, proposal, { ...proposal, state: 'sent', documentHash: hash, sentAt: tx.now }))) throw new Failure('proposal_not_editable');
  record(tx, { actor, action: 'proposal.sent', resourceType: 'proposal', resourceId: proposal.id, details: { version: proposal.version, document_hash: hash } });
  touch(tx, proposal.customerId);
  mailProposal(tx, proposal, `proposal.sent:${hash}`, proposal.state === 'sent');
  return getProposal(tx, proposal.id);
}

/** The letter with the link once more, for whoever lost it. `occasion` names the wish. `proposal_not_found`, `proposal_not_actionable`. */
export async function remindOfProposal(tx: Tx, id: string, occasion: string, actor: Actor): Promise<void> {
  const proposal = await lockProposal(tx, id);
  if (!proposal) throw new Failure('proposal_not_found');
  check(proposal, 'accept', tx.now);
  mailProposal(tx, proposal, occasion, false);
  record(tx, { actor, action: 'proposal.mailed', resourceType: 'proposal', resourceId: id });
}

function mailProposal(tx: Tx, proposal: Proposal, occasion: string, changed: boolean): void {
  queueMail(tx, 'proposal_sent', {
    occasion, subjectId: proposal.id, recipient: proposal.customer.email,
    data: {
      name: proposal.customer.name, proposal_id: proposal.id, title: proposal.title, amount: formatMajor(proposal.total, exponentOf(proposal.currency)),
      monthly: proposal.monthlyRecurring === 0n ? null : formatMajor(proposal.monthlyRecurring, exponentOf(proposal.currency)),
      currency: proposal.currency, valid_until: proposal.validUntil?.toISOString() ?? null, changed,
    },
  });
}
