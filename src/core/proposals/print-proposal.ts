import { exponentOf } from '../../kernel/currency.js';
import { formatMajor } from '../../kernel/money.js';
import { findCustomer } from '../customers/index.js';
import type { DrawProposal, ProposalDocument } from '../ports/documents.js';
import { billingSettingsOf } from '../billing/index.js';
import { businessSettings } from '../settings/index.js';
import type { World } from '../tx.js';
import { splitStages, statusOf } from './proposal.js';
import type { Proposal } from './proposal.js';
import { findDecision } from './store.js';

/** The PDF of an offer. Whether the caller may see it is asked before. */
export type PrintProposal = (proposal: Proposal) => Promise<Uint8Array>;

export function proposalPrinter(world: World, draw: DrawProposal): PrintProposal {
  return async (proposal) => draw(await onPaper(world, proposal));
}

async function onPaper(world: World, proposal: Proposal): Promise<ProposalDocument> {
  const [settings, customer, billing, decision] = await Promise.all([
    businessSettings(world.read), findCustomer(world.read, proposal.customerId), billingSettingsOf(world.read, proposal.customerId), findDecision(world.read, proposal.id),
  ]);
  const money = (minor: bigint): string => formatMajor(minor, exponentOf(proposal.currency));
  const amounts = splitStages(proposal.total, proposal.stages.map((stage) => stage.shareBp), 0);
  const lines = customer === null ? [] : [customer.companyName, customer.address.line1, customer.address.line2,
    [[customer.address.city, customer.address.state].filter(Boolean).join(', '), customer.address.postalCode].filter(Boolean).join(' '), customer.address.country];
  return {
    title: proposal.title, status: statusOf(proposal, world.clock.now()), currency: proposal.currency, timeZone: settings.time_zone,
    sentAt: proposal.sentAt?.toISOString() ?? null, validUntil: proposal.validUntil?.toISOString() ?? null, decidedAt: decision?.decidedAt.toISOString() ?? null,
    changedAt: proposal.updatedAt.toISOString(), signer: decision?.signerName ?? null, onBehalf: decision?.channel === 'on_behalf', documentHash: proposal.documentHash,
    business: {
      name: settings.business_name, address: settings.business_address, supportEmail: settings.support_email, logoUrl: settings.logo_url, footer: settings.receipt_footer,
    },
    customer: { ...proposal.customer, addressLines: lines.filter((line): line is string => line !== null && line !== '' && line !== proposal.customer.name) },
    description: proposal.description,
    stages: proposal.stages.map((stage, i) => ({
      milestone: stage.milestone, percent: formatMajor(BigInt(stage.shareBp), 2).replace(/\.?0+$/, ''), due: dueWords(stage.dueDays ?? billing.paymentTermsDays), amount: money(amounts[i]!.amount),
    })),
    total: money(proposal.total), monthly: proposal.monthlyRecurring === 0n ? null : money(proposal.monthlyRecurring),
  };
}

function dueWords(days: number): string {
  return days === 0 ? 'When accepted' : days === 1 ? '1 day after acceptance' : `${days} days after acceptance`;
}
