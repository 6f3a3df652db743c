import { findCustomerByEmail } from '../core/customers/index.js';
import { confirmPayment } from '../core/payments/index.js';
import { acceptProposal, changeProposal, draftProposal, getProposal, listProposals, payFirstStage, rejectProposal, sendProposal } from '../core/proposals/index.js';
import type { Decide, Proposal, ProposalContent, Stage } from '../core/proposals/index.js';
import { SYSTEM } from '../core/tx.js';
import type { World } from '../core/tx.js';
import type { DemoParts } from './demo-parts.js';
import { confirmInBrowser } from './payer.js';

const DAY_MS = 86_400_000;

interface Story {
  readonly email: string;
  readonly daysAgo: number;
  /** Days from then; null: no end. */
  readonly validDays: number | null;
  readonly says: Pick<ProposalContent, 'title' | 'description' | 'total' | 'stages'> & { readonly monthly?: bigint };
  readonly then: (parts: DemoParts, world: World, proposal: Proposal) => Promise<unknown>;
}

const stage = (percent: number, milestone: string, dueDays: number | null): Stage => ({ shareBp: Math.round(percent * 100), milestone, dueDays });
const halves = [stage(50, 'Kickoff', 0), stage(50, 'Delivery', 30)];
const send = (_parts: DemoParts, world: World, { id }: Proposal): Promise<Proposal> => world.transact((tx) => sendProposal(tx, id, SYSTEM));

/** What an agency has on offer: an offer in every state there is. */
const STORIES: readonly Story[] = [
  {
    email: 'accounts@harborvine.example', daysAgo: 2, validDays: 30,
    says: {
      title: 'Winter campaign, three flights', total: 960_000n, monthly: 18_000n, stages: [stage(33.33, 'Concept', 0), stage(33.33, 'Production', 30), stage(33.34, 'Launch', 60)],
      description: 'A campaign for the quiet months.\n\n• Concept with two routes to choose from\n• Photographs and films of the lobby and four rooms\n• Three flights, measured weekly\n\nThe monthly amount is for looking after the campaign pages.',
    },
    then: send,
  },
  {
    email: 'accounts@harborvine.example', daysAgo: 20, validDays: 30,
    says: { title: 'Booking pages, second language', total: 540_000n, stages: [stage(40, 'Kickoff', 0), stage(30, 'Translation', 30), stage(30, 'Launch', 45)], description: 'All booking pages in French, with the texts proofread by a native speaker.' },
    then: acceptAndPay,
  },
  {
    email: 'accounts@harborvine.example', daysAgo: 75, validDays: 21,
    says: { title: 'Loyalty club for regular guests', total: 1_250_000n, stages: halves, description: 'Cards, points and a page for members.' }, then: send,
  },
  {
    email: 'accounts@harborvine.example', daysAgo: 1, validDays: null,
    says: { title: 'Restaurant pages', total: 310_000n, stages: halves, description: 'Menus that the kitchen can change itself.' }, then: async () => undefined,
  },
  {
    email: 'office@okaforlegal.example', daysAgo: 12, validDays: 40,
    says: { title: 'Client portal, first release', total: 1_840_000n, monthly: 42_000n, stages: [stage(25, 'Kickoff', 0), stage(50, 'Test release', null), stage(25, 'Release', 60)], description: 'Sign-in for clients, their papers, and messages that stay confidential.' },
    async then(parts, world, proposal) {
      await send(parts, world, proposal);
      await world.transact(async (tx) => acceptProposal(tx, { ...decision('on_behalf', await getProposal(tx, proposal.id)), name: 'Alex Admin', note: 'Signed on paper, in the drawer' }));
    },
  },
  {
    email: 'lukasz@demo.example', daysAgo: 9, validDays: 30, says: { title: 'Strona dla gości: Łódź i okolice', total: 220_000n, stages: halves, description: 'Zwięzłe teksty, źródła zdjęć, żółte akcenty.' },
    async then(parts, world, proposal) {
      await send(parts, world, proposal);
      await world.transact(async (tx) => rejectProposal(tx, { ...decision('link', await getProposal(tx, proposal.id)), note: 'We do it ourselves this year' }));
    },
  },
  {
    email: 'eleni@demo.example', daysAgo: 4, validDays: 60, says: { title: 'Νέα σελίδα για το ξενοδοχείο', total: 185_000n, stages: [stage(100, 'Όλα μαζί', 14)], description: 'Φωτογραφίες, κείμενα, χάρτης.' },
    async then(parts, world, proposal) {
      await send(parts, world, proposal);
      await world.transact((tx) => changeProposal(tx, proposal.id, { total: 172_500n }, SYSTEM));
    },
  },
  {
    email: 'dmitry@demo.example', daysAgo: 15, validDays: 30, says: { title: 'Вывеска и сайт', total: 96_000n, stages: halves, description: 'Вывеска над входом и одна страница.' },
    async then(parts, world, proposal) {
      await send(parts, world, proposal);
      await world.transact((tx) => changeProposal(tx, proposal.id, { state: 'draft' }, SYSTEM));
    },
  },
];

/** Offers in every state, each once. */
export async function seedProposals(parts: DemoParts): Promise<void> {
  const { world } = parts.identity;
  const { items: known } = await listProposals(world.read, { sentOnly: false, limit: 500, now: world.clock.now() });
  const titles = new Set(known.map((proposal) => proposal.title));
  for (const { email, daysAgo, validDays, says: { monthly = 0n, ...says }, then } of STORIES) {
    const customer = titles.has(says.title) ? null : await findCustomerByEmail(world.read, email);
    if (!customer) continue;
    const at = new Date(world.clock.now().getTime() - daysAgo * DAY_MS);
    const past = parts.worldAt(at);
    const validUntil = validDays === null ? null : new Date(at.getTime() + validDays * DAY_MS);
    const draft = await past.transact((tx) => draftProposal(tx, { customerId: customer.id, currency: 'USD', ...says, monthlyRecurring: monthly, validUntil, actor: SYSTEM }));
    await then(parts, past, draft);
  }
}

function decision(channel: Decide['channel'], proposal: Proposal): Decide {
  return {
    proposalId: proposal.id, channel, name: proposal.customer.name, ip: '203.0.113.24', userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X)',
    documentHash: proposal.documentHash, actor: SYSTEM,
  };
}

/** Accepted behind the link, the first stage paid at once, the card left for the others. */
async function acceptAndPay(parts: DemoParts, world: World, draft: Proposal): Promise<void> {
  await send(parts, world, draft);
  const accepted = await world.transact(async (tx) => acceptProposal(tx, { ...decision('link', await getProposal(tx, draft.id)), name: 'Helena Vine', chargeConsent: true }));
  const consent = { name: 'Helena Vine', ip: '203.0.113.24', userAgent: null };
  const { payment, clientSecret, invoiceId } = await payFirstStage(world, { proposal: accepted, consent, requestKey: null, actor: SYSTEM });
  if (clientSecret === null || payment.externalId === null) throw new Error('a first stage has nothing to confirm');
  await confirmInBrowser(parts.payer, clientSecret);
  await confirmPayment(world, { customerId: accepted.customerId, target: { kind: 'invoice', subjectId: invoiceId }, externalId: payment.externalId });
}
