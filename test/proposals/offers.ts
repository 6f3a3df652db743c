import type { Decide, Proposal, ProposalContent } from '../../src/core/proposals/index.js';
import { SYSTEM } from '../../src/core/tx.js';

/** What an offer says in a test, unless it has to say something else. */
export function offer(more: Partial<ProposalContent> = {}): ProposalContent {
  return {
    title: 'Website relaunch', description: 'Design, build and launch.', currency: 'USD', total: 100_000n, monthlyRecurring: 0n, validUntil: null,
    stages: [{ shareBp: 3_333, milestone: 'Kickoff', dueDays: 0 }, { shareBp: 3_333, milestone: 'Halfway', dueDays: 30 }, { shareBp: 3_334, milestone: 'Delivery', dueDays: null }],
    ...more,
  };
}

/** Somebody who decides about the offer as it is in `proposal`. */
export function decideAs(channel: Decide['channel'], proposal: Proposal, more: Partial<Decide> = {}): Decide {
  return {
    proposalId: proposal.id, channel, name: proposal.customer.name, ip: '198.51.100.7', userAgent: 'Browser/1',
    documentHash: channel === 'on_behalf' ? null : proposal.documentHash, actor: SYSTEM, ...more,
  };
}
