import { exponentOf } from '../../kernel/currency.js';
import { formatMajor } from '../../kernel/money.js';
import { queueMail } from '../notifications/index.js';
import type { Settings } from '../settings/index.js';
import type { Tx } from '../tx.js';
import type { Decision, Proposal } from './proposal.js';

/** A yes is confirmed to both sides; a no is told to the business. Nobody writes to a business without an address. */
export function mailDecision(tx: Tx, proposal: Proposal, decision: Decision, settings: Settings): void {
  const facts = {
    proposal_id: proposal.id, title: proposal.title, customer_name: proposal.customer.name, signer_name: decision.signerName, on_behalf: decision.channel === 'on_behalf',
    decided_at: decision.decidedAt.toISOString(), document_hash: decision.documentHash,
    amount: formatMajor(proposal.total, exponentOf(proposal.currency)), currency: proposal.currency,
  };
  const office = settings.support_email;
  if (decision.decision === 'accepted') {
    const customer = proposal.customer;
    queueMail(tx, 'proposal_accepted', { occasion: 'proposal.accepted', subjectId: proposal.id, recipient: customer.email, data: { name: customer.name, ...facts, to_business: false } });
    if (office !== null && office !== customer.email) {
      queueMail(tx, 'proposal_accepted', { occasion: 'proposal.accepted', subjectId: proposal.id, recipient: office, data: { name: settings.business_name, ...facts, to_business: true } });
    }
  } else if (office !== null) {
    queueMail(tx, 'proposal_rejected', { occasion: 'proposal.rejected', subjectId: proposal.id, recipient: office, data: { name: settings.business_name, ...facts, reason: decision.note } });
  }
}
