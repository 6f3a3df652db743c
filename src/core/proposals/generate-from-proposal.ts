import { Failure } from '../../kernel/failure.js';
import { formatMajor } from '../../kernel/money.js';
import { addDays, dayIn } from '../../kernel/period.js';
import { record } from '../audit/index.js';
import { billingSettingsOf } from '../billing/index.js';
import { draftInvoice, issueInvoice } from '../invoices/index.js';
import { businessSettings } from '../settings/index.js';
import type { Actor, Tx } from '../tx.js';
import { check, splitStages } from './proposal.js';
import { lockProposal, markGenerated } from './store.js';

/**
 * Bills an accepted offer: an invoice for each stage, owed from now on, due after the stage's days (or the customer's).
 * Together they are the total and its tax to the cent. Once: `proposal_already_generated`, and a unique key behind it.
 * `proposal_not_found`, `proposal_not_accepted`. Gives the invoices' ids in the order of the stages.
 */
export async function generateFromProposal(tx: Tx, id: string, actor: Actor): Promise<string[]> {
  const proposal = await lockProposal(tx, id);
  if (!proposal) throw new Failure('proposal_not_found');
  check(proposal, 'generate', tx.now);
  if (proposal.generatedAt !== null || !(await markGenerated(tx, id))) throw new Failure('proposal_already_generated');
  const [settings, billing] = await Promise.all([businessSettings(tx), billingSettingsOf(tx, proposal.customerId)]);
  const today = dayIn(settings.time_zone, tx.now);
  const amounts = splitStages(proposal.total, proposal.stages.map((stage) => stage.shareBp), billing.taxPpm);
  const ids: string[] = [];
  for (const [position, stage] of proposal.stages.entries()) {
    const { amount, tax } = amounts[position]!;
    const draft = await draftInvoice(tx, {
      customerId: proposal.customerId, currency: proposal.currency, proposalId: id, proposalStage: position, milestone: stage.milestone,
      lines: [{ description: lineOf(proposal.title, stage), quantity: 1, unitPrice: amount, taxPpm: billing.taxPpm, taxAmount: tax }], actor,
    });
    await issueInvoice(tx, draft.id, actor, { dueDate: addDays(today, stage.dueDays ?? billing.paymentTermsDays) });
    ids.push(draft.id);
  }
  record(tx, { actor, action: 'proposal.billed', resourceType: 'proposal', resourceId: id, details: { invoices: ids, total: proposal.total, tax_ppm: billing.taxPpm } });
  return ids;
}

/** "Website relaunch - Kickoff (50%)". */
function lineOf(title: string, { milestone, shareBp }: { milestone: string; shareBp: number }): string {
  return `${title} - ${milestone} (${formatMajor(BigInt(shareBp), 2).replace(/\.?0+$/, '')}%)`;
}
