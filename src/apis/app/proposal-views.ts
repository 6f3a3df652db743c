import { billingSettingsOf } from '../../core/billing/index.js';
import { openAmount, statusOf as invoiceStatusOf } from '../../core/invoices/index.js';
import type { InvoiceWithLines } from '../../core/invoices/index.js';
import { findLivePayment } from '../../core/payments/index.js';
import { CONSENT_TEXT, findDecision, splitStages, stageInvoices, statusOf } from '../../core/proposals/index.js';
import type { Decision, Proposal, ProposalStatus } from '../../core/proposals/index.js';
import type { PublicLinks } from '../../core/public-links/index.js';
import { businessSettings } from '../../core/settings/index.js';
import type { World } from '../../core/tx.js';
import { dayIn } from '../../kernel/period.js';
import type { Day } from '../../kernel/period.js';
import { ppmToPercent } from '../../kernel/percent.js';
import type { Offer, ProposalDetails, ProposalItem, PublicProposal } from './contract-proposals.js';
import { toMajor } from './views.js';

interface Parts { readonly world: World; readonly links: PublicLinks }

export async function businessOf(world: World): Promise<PublicProposal['business']> {
  const settings = await businessSettings(world.read);
  return { name: settings.business_name, logo_url: settings.logo_url, address: settings.business_address, support_email: settings.support_email, footer: settings.receipt_footer };
}

/** What is left of an offer that was taken back: who it was from. */
export async function withdrawn(world: World): Promise<PublicProposal> {
  return { status: 'withdrawn', business: await businessOf(world), offer: null };
}

export function toProposalItem(proposal: Proposal, now: Date): ProposalItem {
  const money = (minor: bigint): number => toMajor(minor, proposal.currency);
  return {
    id: proposal.id, title: proposal.title, status: statusOf(proposal, now), customer: { id: proposal.customerId, name: proposal.customer.name }, total: money(proposal.total),
    monthly: money(proposal.monthlyRecurring), currency: proposal.currency, valid_until: instant(proposal.validUntil), created_at: proposal.createdAt.toISOString(),
    sent_at: instant(proposal.sentAt), decided_at: instant(proposal.acceptedAt ?? proposal.rejectedAt), invoiced: proposal.generatedAt !== null,
  };
}

interface Shown { readonly status: ProposalStatus; readonly offer: Offer; readonly decision: Decision | null }

/** The offer with what became of it. */
export async function offerOf({ world, links }: Parts, proposal: Proposal): Promise<Shown> {
  const [settings, billing, decision, invoices] = await Promise.all([
    businessSettings(world.read), billingSettingsOf(world.read, proposal.customerId), findDecision(world.read, proposal.id), stageInvoices(world.read, proposal.id),
  ]);
  const money = (minor: bigint): number => toMajor(minor, proposal.currency);
  const today = dayIn(settings.time_zone, world.clock.now());
  const amounts = splitStages(proposal.total, proposal.stages.map((stage) => stage.shareBp), 0);
  const offer: Offer = {
    title: proposal.title, description: proposal.description, currency: proposal.currency, total: money(proposal.total), monthly: money(proposal.monthlyRecurring),
    valid_until: instant(proposal.validUntil), sent_at: instant(proposal.sentAt), version: proposal.version, document_hash: proposal.documentHash,
    customer_name: proposal.customer.name, tax_percent: ppmToPercent(billing.taxPpm), consent_text: CONSENT_TEXT,
    stages: proposal.stages.map((stage, i) => ({
      milestone: stage.milestone, percentage: stage.shareBp / 100, due_days: stage.dueDays ?? billing.paymentTermsDays, amount: money(amounts[i]!.amount),
    })),
    decision: decision && {
      decision: decision.decision, signer_name: decision.signerName, on_behalf: decision.channel === 'on_behalf', decided_at: decision.decidedAt.toISOString(), note: decision.note,
      charge_consent: decision.chargeConsent,
    },
    invoices: invoices.map((invoice) => ({
      id: invoice.id, invoice_number: invoice.number, milestone: invoice.milestone, status: invoiceStatusOf(invoice, today), due_date: invoice.dueDate, total: money(invoice.total),
      amount_due: money(openAmount(invoice)), auto_charge: invoice.autoCharge, token: links.tokenFor({ kind: 'invoice', id: invoice.id }),
    })),
    owed: await owedOf(world, invoices, { money, today }),
  };
  return { status: statusOf(proposal, world.clock.now()), offer, decision };
}

/** What is to be paid now: the first stage, or a later one whose day has come and that no card is charged for by itself. */
async function owedOf(world: World, invoices: readonly InvoiceWithLines[], { money, today }: { money: (minor: bigint) => number; today: Day }): Promise<Offer['owed']> {
  const [first, ...others] = invoices.filter((invoice) => openAmount(invoice) > 0n);
  if (!first || first.autoCharge || (first !== invoices[0] && (first.dueDate ?? today) > today)) return null;
  const live = await findLivePayment(world.read, first.id);
  const wait = live !== undefined && (live.chargedBy === 'us' ? live.state !== 'open' : live.state === 'processing');
  return { invoice_number: first.number, amount: money(openAmount(first)), wait, more: others.some((invoice) => !invoice.autoCharge) };
}

export async function detailsOf(parts: Parts, proposal: Proposal, forOffice: boolean): Promise<ProposalDetails> {
  const { status, offer, decision } = await offerOf(parts, proposal);
  const office: ProposalDetails['office'] = {
    link: proposal.state === 'draft' ? null : parts.links.linkFor({ kind: 'proposal', id: proposal.id }), due_days: proposal.stages.map((stage) => stage.dueDays),
    evidence: decision && { ip: decision.signerIp, user_agent: decision.userAgent, channel: decision.channel, document_hash: decision.documentHash },
  };
  return { status, offer, item: toProposalItem(proposal, parts.world.clock.now()), business: await businessOf(parts.world), office: forOffice ? office : null };
}

function instant(date: Date | null): string | null {
  return date === null ? null : date.toISOString();
}
