import { acceptProposal, changeProposal, countProposals, deleteProposal, draftProposal, generateFromProposal, getProposal, listProposals, rejectProposal, sendProposal, statusOf } from '../../core/proposals/index.js';
import type { Decide, Proposal as CoreProposal, ProposalContent } from '../../core/proposals/index.js';
import type { Principal } from '../../core/identity/index.js';
import type { World } from '../../core/tx.js';
import { exponentOf } from '../../kernel/currency.js';
import { Failure } from '../../kernel/failure.js';
import { isUuid } from '../../kernel/ids.js';
import { parseInstant } from '../../kernel/instant.js';
import { formatMajor, parseMajor } from '../../kernel/money.js';
import type { Minor } from '../../kernel/money.js';
import { isAdmin } from '../../kernel/roles.js';
import { answer } from '../call.js';
import type { Call, Handlers, Headers } from '../call.js';
import type { BillingContext } from './context.js';
import type { NewProposal, Proposal, ProposalChange, proposals } from './contract-proposals.js';
import { invoiceViews } from './invoice-view.js';
import { customerInScope } from './scope.js';

const MOST = 500;
const CURRENCY = 'USD';

export const proposalHandlers: Handlers<typeof proposals, BillingContext> = {
  async 'POST /billing/generate-from-proposal'({ body, actor }, { world }) {
    const id = known(body.proposal_id);
    return invoiceViews(world, await world.transact((tx) => generateFromProposal(tx, id, actor)));
  },

  async 'POST /proposals'({ body, actor }, { world }) {
    const content = { description: null, validUntil: null, monthlyRecurring: 0n, currency: CURRENCY, ...contentIn(body) } as ProposalContent;
    return view(world, await world.transact(async (tx) => {
      const draft = await draftProposal(tx, { customerId: body.customer_id.toLowerCase(), ...content, actor });
      return body.status === 'sent' ? sendProposal(tx, draft.id, actor) : draft;
    }));
  },

  async 'GET /proposals/customer/{customer_id}'({ who, params, query }, { world }) {
    const { id } = await customerInScope(world.read, who, params.customer_id);
    const wish = { customerId: id, sentOnly: !isAdmin(who.roles), now: world.clock.now() };
    const [page, total] = await Promise.all([listProposals(world.read, { ...wish, cursor: query.cursor, limit: query.limit ?? MOST }), countProposals(world.read, wish)]);
    const headers = { 'x-total-count': String(total), ...(page.nextCursor !== null && { 'x-next-cursor': page.nextCursor }) };
    return answer(page.items.map((proposal) => view(world, proposal)), { headers });
  },

  async 'GET /proposals/{proposal_id}'({ who, params }, { world }) {
    return view(world, await getProposal(world.read, params.proposal_id, isAdmin(who.roles) ? undefined : ownId(who)));
  },

  async 'PUT /proposals/{proposal_id}'({ params, body, actor }, { world }) {
    const id = known(params.proposal_id);
    return view(world, await world.transact((tx) => changeProposal(tx, id, { ...contentIn(body), state: body.status }, actor)));
  },

  async 'DELETE /proposals/{proposal_id}'({ params, actor }, { world }) {
    const id = known(params.proposal_id);
    await world.transact((tx) => deleteProposal(tx, id, actor));
    return { message: 'Proposal deleted' };
  },

  async 'POST /proposals/{proposal_id}/accept'(call, { world }) {
    const wish = onBehalf(call, call.params.proposal_id, call.body?.note);
    return view(world, await world.transact((tx) => acceptProposal(tx, wish)));
  },

  async 'POST /proposals/{proposal_id}/reject'(call, { world }) {
    const wish = onBehalf(call, call.params.proposal_id, call.body?.reason);
    return view(world, await world.transact((tx) => rejectProposal(tx, wish)));
  },
};

/** Whoever acts for the business decides in the customer's name, and under his own. */
function onBehalf({ who, ip, headers, actor }: Pick<Call, 'ip' | 'headers' | 'actor'> & { who: Principal }, proposalId: string, note: string | undefined): Decide {
  const name = who.name.trim().length >= 2 ? who.name : who.email;
  return { proposalId: known(proposalId), channel: 'on_behalf', name, ip, userAgent: agentOf(headers), documentHash: null, note: note ?? null, actor };
}

function ownId(who: Principal): string {
  if (who.customerId === null) throw new Failure('proposal_not_found');
  return who.customerId;
}

function known(id: string): string {
  if (!isUuid(id)) throw new Failure('proposal_not_found');
  return id.toLowerCase();
}

/** What is named, in minor units, basis points and instants. */
function contentIn(body: Partial<NewProposal> & ProposalChange): Partial<ProposalContent> {
  const { title, description, currency, total_amount: total, monthly_recurring_amount: monthly, valid_until: until, billing_schedule: schedule } = body;
  const money = (amount: number): Minor => parseMajor(amount, exponentOf(CURRENCY));
  return {
    ...(title !== undefined && { title }), ...(description !== undefined && { description }), ...(currency !== undefined && { currency }),
    ...(total !== undefined && { total: money(total) }), ...(monthly !== undefined && { monthlyRecurring: money(monthly) }),
    ...(until !== undefined && { validUntil: until === null ? null : parseInstant(until, 'valid_until') }),
    ...(schedule && { stages: schedule.map(({ percentage, milestone, due_days: dueDays }) => ({ shareBp: basisPoints(percentage), milestone, dueDays: dueDays ?? null })) }),
  };
}

/** Percent with two digits at most: nothing is rounded on the way in. */
function basisPoints(percentage: number): number {
  try {
    return Number(parseMajor(percentage, 2));
  } catch {
    throw new Failure('input_invalid', { field: 'billing_schedule.percentage' });
  }
}

function view(world: World, proposal: CoreProposal): Proposal {
  const money = (minor: Minor): number => Number(formatMajor(minor, exponentOf(proposal.currency)));
  return {
    id: proposal.id, customer_id: proposal.customerId, title: proposal.title, description: proposal.description, status: statusOf(proposal, world.clock.now()),
    total_amount: money(proposal.total), currency: proposal.currency,
    billing_schedule: proposal.stages.map((stage) => ({ percentage: stage.shareBp / 100, milestone: stage.milestone, due_days: stage.dueDays })),
    valid_until: proposal.validUntil?.toISOString() ?? null, monthly_recurring_amount: money(proposal.monthlyRecurring),
    created_at: proposal.createdAt.toISOString(), updated_at: proposal.updatedAt.toISOString(),
    accepted_at: proposal.acceptedAt?.toISOString() ?? null, rejected_at: proposal.rejectedAt?.toISOString() ?? null,
  };
}

function agentOf(headers: Headers): string | null {
  const agent = headers['user-agent'];
  return typeof agent === 'string' ? agent : null;
}
