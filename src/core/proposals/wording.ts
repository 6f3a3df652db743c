import { createHash } from 'node:crypto';
import { exponentOf } from '../../kernel/currency.js';
import { formatMajor } from '../../kernel/money.js';
import type { Proposal } from './proposal.js';
import { splitStages } from './proposal.js';

/** An offer word for word, and what it is known by. */
export interface Wording {
  readonly document: string;
  /** SHA-256 in hex. */
  readonly hash: string;
}

/** What is offered to whom by whom, as one text that is the same for the same offer. Tax is no part of it: it follows the day. */
export function wordingOf(proposal: Proposal, businessName: string): Wording {
  const money = (minor: bigint): string => formatMajor(minor, exponentOf(proposal.currency));
  const amounts = splitStages(proposal.total, proposal.stages.map((stage) => stage.shareBp), 0);
  const document = JSON.stringify({
    proposal: proposal.id, version: proposal.version, from: businessName, to: { name: proposal.customer.name, email: proposal.customer.email },
    title: proposal.title, description: proposal.description, currency: proposal.currency, total_before_tax: money(proposal.total),
    monthly_from_acceptance: money(proposal.monthlyRecurring), valid_until: proposal.validUntil?.toISOString() ?? null,
    stages: proposal.stages.map((stage, i) => ({ milestone: stage.milestone, percent: money2(stage.shareBp), amount: money(amounts[i]!.amount), due_days: stage.dueDays })),
  }, null, 1);
  return { document, hash: createHash('sha256').update(document).digest('hex') };
}

function money2(shareBp: number): string {
  return formatMajor(BigInt(shareBp), 2);
}
