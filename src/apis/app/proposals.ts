import { openAmount } from '../../core/invoices/index.js';
import type { Principal } from '../../core/identity/index.js';
import { lookAtLive } from '../../core/payments/index.js';
import { acceptProposal, findDecision, getProposal, linkedProposal, listProposals, payFirstStage, rejectProposal, remindOfProposal, stageInvoices } from '../../core/proposals/index.js';
import type { Decide, PrintProposal, Proposal } from '../../core/proposals/index.js';
import type { PublicLinks } from '../../core/public-links/index.js';
import type { Actor, World } from '../../core/tx.js';
import { Failure } from '../../kernel/failure.js';
import { isAdmin } from '../../kernel/roles.js';
import { file } from '../call.js';
import type { Call, Handlers } from '../call.js';
import type { Api } from '../serve.js';
import { listedOf, uuid } from './context.js';
import { proposals } from './contract-proposals.js';
import { businessOf, detailsOf, offerOf, toProposalItem, withdrawn } from './proposal-views.js';
import { toMajor } from './views.js';

export interface ProposalsContext {
  readonly world: World;
  readonly print: PrintProposal;
  readonly links: PublicLinks;
}

const PAGE = 25;

const handlers: Handlers<typeof proposals, ProposalsContext> = {
  async 'GET /api/app/public/{token}/proposal'({ params }, context) {
    const proposal = await behind(context, params.token);
    return proposal === 'withdrawn' ? withdrawn(context.world) : shown(context, proposal);
  },

  async 'GET /api/app/public/{token}/proposal/pdf'({ params }, context) {
    return pdf(context, present(await behind(context, params.token)));
  },

  async 'POST /api/app/public/{token}/proposal/accept'(call, context) {
    const proposal = present(await behind(context, call.params.token));
    await context.world.transact((tx) => acceptProposal(tx, { ...decision(call, proposal, 'link'), name: call.body.name, chargeConsent: call.body.consent ?? false }));
    return shown(context, await getProposal(context.world.read, proposal.id));
  },

  async 'POST /api/app/public/{token}/proposal/reject'(call, context) {
    const proposal = present(await behind(context, call.params.token));
    await context.world.transact((tx) => rejectProposal(tx, { ...decision(call, proposal, 'link'), name: call.body.name ?? nameOf(proposal.customer), note: call.body.reason ?? null }));
    return shown(context, await getProposal(context.world.read, proposal.id));
  },

  async 'POST /api/app/public/{token}/proposal/pay'(call, context) {
    const proposal = present(await behind(context, call.params.token));
    return pay(context, proposal, call, { ...call.actor, onBehalfOf: proposal.customerId });
  },

  async 'POST /api/app/public/{token}/proposal/confirm'({ params }, context) {
    const proposal = present(await behind(context, params.token));
    await confirm(context, proposal);
    return shown(context, proposal);
  },

  async 'GET /api/app/proposals'({ who, query }, { world }) {
    const { status, search, cursor, limit = PAGE } = query;
    const own = ownOnly(who);
    const customerId = listedOf(own, query.customer_id);
    const now = world.clock.now();
    const page = await listProposals(world.read, { customerId, sentOnly: own !== undefined, status, search, cursor, limit, now });
    return { items: page.items.map((proposal) => toProposalItem(proposal, now)), next_cursor: page.nextCursor };
  },

  async 'GET /api/app/proposals/{id}'({ who, params }, context) {
    return details(context, who, await own(context, who, params.id));
  },

  async 'GET /api/app/proposals/{id}/pdf'({ who, params }, context) {
    return pdf(context, await own(context, who, params.id));
  },

  async 'POST /api/app/proposals/{id}/accept'(call, context) {
    const proposal = await ownAsCustomer(context, call.customerId, call.params.id);
    await context.world.transact((tx) => acceptProposal(tx, { ...decision(call, proposal, 'app'), name: call.body.name, chargeConsent: call.body.consent ?? false }));
    return details(context, call.who, await getProposal(context.world.read, proposal.id));
  },

  async 'POST /api/app/proposals/{id}/reject'(call, context) {
    const proposal = await ownAsCustomer(context, call.customerId, call.params.id);
    await context.world.transact((tx) => rejectProposal(tx, { ...decision(call, proposal, 'app'), name: call.body.name ?? nameOf(call.who), note: call.body.reason ?? null }));
    return details(context, call.who, await getProposal(context.world.read, proposal.id));
  },

  async 'POST /api/app/proposals/{id}/pay'(call, context) {
    return pay(context, await ownAsCustomer(context, call.customerId, call.params.id), call, call.actor);
  },

  async 'POST /api/app/proposals/{id}/confirm'({ who, params, customerId }, context) {
    const proposal = await ownAsCustomer(context, customerId, params.id);
    await confirm(context, proposal);
    return details(context, who, proposal);
  },

  async 'POST /api/app/proposals/{id}/mail'({ params, requestId, actor }, { world }) {
    const proposal = await getProposal(world.read, uuid(params.id, 'proposal_not_found'));
    await world.transact((tx) => remindOfProposal(tx, proposal.id, `proposal.mailed:${requestId}`, actor));
    return { sent_to: proposal.customer.email };
  },
};

/** Offers, behind their links and for whoever is signed in. */
export function proposalsApi(context: ProposalsContext): Api<typeof proposals, ProposalsContext> {
  return { contract: proposals, handlers, context };
}

/** What a token opens. A token that is none, of an invoice, or of what was never sent: all alike. */
async function behind({ world, links }: ProposalsContext, token: string): Promise<Proposal | 'withdrawn'> {
  const subject = links.readPublicToken(token);
  const proposal = subject?.kind === 'proposal' ? await linkedProposal(world.read, subject.id) : null;
  if (proposal === null) throw new Failure('proposal_not_found');
  return proposal;
}

function present(proposal: Proposal | 'withdrawn'): Proposal {
  if (proposal === 'withdrawn') throw new Failure('proposal_not_actionable', { status: 'withdrawn' });
  return proposal;
}

/** The customer whose offers the caller may see; undefined for admins: everybody's. */
function ownOnly(who: Principal): string | undefined {
  if (isAdmin(who.roles)) return undefined;
  if (who.customerId === null) throw new Failure('customer_not_found');
  return who.customerId;
}

function own({ world }: ProposalsContext, who: Principal, id: string): Promise<Proposal> {
  return getProposal(world.read, uuid(id, 'proposal_not_found'), ownOnly(who));
}

/** Deciding is for the customer himself, whatever else he may be. */
function ownAsCustomer({ world }: ProposalsContext, customerId: string, id: string): Promise<Proposal> {
  return getProposal(world.read, uuid(id, 'proposal_not_found'), customerId);
}

type Deciding = Pick<Call, 'ip' | 'headers' | 'actor'> & { readonly body: { readonly document_hash: string } };

function decision({ ip, headers, actor, body }: Deciding, proposal: Proposal, channel: 'link' | 'app'): Omit<Decide, 'name'> {
  return {
    proposalId: proposal.id, customerId: proposal.customerId, channel, ip, userAgent: agentOf(headers), documentHash: body.document_hash.toLowerCase(),
    actor: channel === 'link' ? { ...actor, onBehalfOf: proposal.customerId } : actor,
  };
}

/** Who says no without a name: a name of one letter is none yet. */
function nameOf({ name, email }: { readonly name: string; readonly email: string }): string {
  return name.trim().length >= 2 ? name : email;
}

function agentOf(headers: Call['headers']): string | null {
  const agent = headers['user-agent'];
  return typeof agent === 'string' ? agent : null;
}

type Paying = Pick<Call, 'ip' | 'headers' | 'requestKey'> & { readonly body: { readonly consent?: boolean } };

async function pay({ world }: ProposalsContext, proposal: Proposal, { ip, headers, requestKey, body }: Paying, actor: Actor) {
  const signer = (await findDecision(world.read, proposal.id))?.signerName ?? proposal.customer.name;
  const consent = body.consent === true ? { name: signer, ip, userAgent: agentOf(headers) } : null;
  const { payment, clientSecret } = await payFirstStage(world, { proposal, consent, requestKey, actor });
  if (clientSecret === null) throw new Failure(payment.state === 'succeeded' ? 'invoice_already_paid' : 'payment_in_progress');
  return { client_secret: clientSecret, payment_id: payment.id, amount: toMajor(payment.amount, payment.currency), currency: payment.currency };
}

/** Asks about the invoice that is owed first: a payment of a later one is confirmed on its own page. */
async function confirm({ world }: ProposalsContext, proposal: Proposal): Promise<void> {
  const owed = (await stageInvoices(world.read, proposal.id)).find((invoice) => openAmount(invoice) > 0n);
  if (owed) await lookAtLive(world, owed.id);
}

async function pdf({ print }: ProposalsContext, proposal: Proposal) {
  return file({ type: 'application/pdf', name: `offer-${proposal.id}.pdf`, bytes: await print(proposal), headers: { 'cache-control': 'private, no-store' } });
}

async function shown(context: ProposalsContext, proposal: Proposal) {
  const { status, offer } = await offerOf(context, proposal);
  return { status, business: await businessOf(context.world), offer };
}

async function details(context: ProposalsContext, who: Principal, proposal: Proposal) {
  return detailsOf(context, proposal, isAdmin(who.roles));
}
