import Type from 'typebox';
import type { Static } from 'typebox';
import { Nullable, OneOf } from '../endpoint.js';
import type { Contract, Limit } from '../endpoint.js';

const Text = Type.String();
const Money = Type.Number();
const Id = Type.Object({ id: Type.String({ minLength: 1, maxLength: 200 }) });
const Token = Type.Object({ token: Type.String({ minLength: 1, maxLength: 200 }) });
const Status = OneOf('draft', 'sent', 'accepted', 'rejected', 'expired');

const reading: Limit = { requests: 300, perSeconds: 60, per: 'caller', group: 'app-read' };
const writing: Limit = { requests: 60, perSeconds: 60, per: 'caller', group: 'app-write' };
const publicReading: Limit = { requests: 60, perSeconds: 60, per: 'ip', group: 'public-read' };
const publicPrinting: Limit = { requests: 20, perSeconds: 60, per: 'ip', group: 'public-print' };
const publicDeciding: Limit = { requests: 20, perSeconds: 60, per: 'ip', group: 'public-decide' };
const publicPaying: Limit = { requests: 20, perSeconds: 60, per: 'ip', group: 'public-pay' };
const fails = 'Something broke on our side.';

const Business = Type.Object({ name: Text, logo_url: Nullable(Text), address: Text, support_email: Nullable(Text), footer: Text });

/** An offer as its customer reads it. Amounts are before tax, except those of invoices. */
export const Offer = Type.Object({
  title: Text, description: Nullable(Text), currency: Text, total: Money, monthly: Money, valid_until: Nullable(Text), sent_at: Nullable(Text), version: Type.Integer(),
  /** Of this very text: goes back with the decision. Null on a draft. */
  document_hash: Nullable(Text),
  customer_name: Text,
  /** What invoices add today. */
  tax_percent: Type.Number(),
  stages: Type.Array(Type.Object({ milestone: Text, percentage: Type.Number(), due_days: Type.Integer(), amount: Money })),
  decision: Nullable(Type.Object({ decision: OneOf('accepted', 'rejected'), signer_name: Nullable(Text), on_behalf: Type.Boolean(), decided_at: Text, note: Nullable(Text), charge_consent: Type.Boolean() })),
  invoices: Type.Array(Type.Object({
    id: Text, invoice_number: Nullable(Text), milestone: Nullable(Text), status: OneOf('draft', 'pending', 'overdue', 'paid', 'cancelled'), due_date: Nullable(Text), total: Money, amount_due: Money,
    auto_charge: Type.Boolean(), /** Opens its own page. */ token: Text,
  })),
  /** The first invoice that is still owed, when it is to be paid now; `wait` while money for it is under way. */
  owed: Nullable(Type.Object({ invoice_number: Nullable(Text), amount: Money, wait: Type.Boolean(), /** Others are owed after it: a card may be left for them. */ more: Type.Boolean() })),
  /** What somebody agrees to who leaves his card. */
  consent_text: Text,
});
export type Offer = Static<typeof Offer>;

/** What is behind a mailed link; `withdrawn` has no offer any more. */
export const PublicProposal = Type.Object({ status: OneOf('draft', 'sent', 'accepted', 'rejected', 'expired', 'withdrawn'), business: Business, offer: Nullable(Offer) });
export type PublicProposal = Static<typeof PublicProposal>;

export const ProposalItem = Type.Object({
  id: Text, title: Text, status: Status, customer: Type.Object({ id: Text, name: Text }), total: Money, monthly: Money, currency: Text, valid_until: Nullable(Text),
  created_at: Text, sent_at: Nullable(Text), decided_at: Nullable(Text), invoiced: Type.Boolean(),
});
export type ProposalItem = Static<typeof ProposalItem>;

/** The same for whoever is signed in. */
export const ProposalDetails = Type.Object({
  ...PublicProposal.properties, item: ProposalItem, offer: Offer,
  /** What only those who act for the business see. */
  office: Nullable(Type.Object({ link: Nullable(Text), due_days: Type.Array(Nullable(Type.Integer())), evidence: Nullable(Type.Object({ ip: Nullable(Text), user_agent: Nullable(Text), channel: Text, document_hash: Text })) })),
});
export type ProposalDetails = Static<typeof ProposalDetails>;

const Accept = Type.Object({ name: Type.String({ minLength: 1, maxLength: 200 }), document_hash: Type.String({ minLength: 1, maxLength: 100 }), consent: Type.Optional(Type.Boolean()) });
const Reject = Type.Object({
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })), document_hash: Type.String({ minLength: 1, maxLength: 100 }), reason: Type.Optional(Nullable(Type.String({ maxLength: 2_000 }))),
});
const Pay = Type.Object({ consent: Type.Optional(Type.Boolean()) });
const Secret = Type.Object({ client_secret: Text, payment_id: Text, amount: Money, currency: Text });

/** Offers: behind their mailed links without an account, where every other token is refused in the same words; and for whoever is signed in. */
export const proposals = {
  'GET /api/app/public/{token}/proposal': { summary: 'The offer behind a mailed link', access: 'public', params: Token, reply: PublicProposal, limit: publicReading, fails },
  'GET /api/app/public/{token}/proposal/pdf': { summary: 'The same as a PDF', access: 'public', params: Token, reply: Text, files: ['application/pdf'], limit: publicPrinting, fails },
  'POST /api/app/public/{token}/proposal/accept': {
    summary: 'Say yes to the text that was read', access: 'public', params: Token, body: Accept, reply: PublicProposal, limit: publicDeciding, movesMoney: true, fails,
  },
  'POST /api/app/public/{token}/proposal/reject': { summary: 'Say no', access: 'public', params: Token, body: Reject, reply: PublicProposal, limit: publicDeciding, fails },
  'POST /api/app/public/{token}/proposal/pay': {
    summary: 'Begin to pay the first invoice that is owed; with consent the card is kept for the later ones', access: 'public', params: Token, body: Pay, reply: Secret,
    limit: publicPaying, movesMoney: true, fails,
  },
  'POST /api/app/public/{token}/proposal/confirm': {
    summary: 'Look at the processor whether it is paid, and write down what it says; moves nothing', access: 'public', params: Token, reply: PublicProposal, limit: publicPaying, fails,
  },
  'GET /api/app/proposals': {
    summary: 'Offers: one’s own, or for who acts for the business all or those of one customer', access: { roles: ['customer'] },
    query: Type.Object({
      status: Type.Optional(Status), search: Type.Optional(Type.String({ maxLength: 200 })), customer_id: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })), cursor: Type.Optional(Type.String({ maxLength: 500 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    }),
    reply: Type.Object({ items: Type.Array(ProposalItem), next_cursor: Nullable(Text) }), limit: reading, fails,
  },
  'GET /api/app/proposals/{id}': { summary: 'One offer', access: { roles: ['customer'] }, params: Id, reply: ProposalDetails, limit: reading, fails },
  'GET /api/app/proposals/{id}/pdf': { summary: 'The same as a PDF', access: { roles: ['customer'] }, params: Id, reply: Text, files: ['application/pdf'], limit: reading, fails },
  'POST /api/app/proposals/{id}/accept': {
    summary: 'Say yes to the text that was read', access: 'customer', params: Id, body: Accept, reply: ProposalDetails, limit: writing, movesMoney: true, fails,
  },
  'POST /api/app/proposals/{id}/reject': { summary: 'Say no', access: 'customer', params: Id, body: Reject, reply: ProposalDetails, limit: writing, fails },
  'POST /api/app/proposals/{id}/pay': {
    summary: 'Begin to pay the first invoice that is owed', access: 'customer', params: Id, body: Pay, reply: Secret, limit: writing, movesMoney: true, fails,
  },
  'POST /api/app/proposals/{id}/confirm': { summary: 'Look at the processor whether it is paid', access: 'customer', params: Id, reply: ProposalDetails, limit: writing, fails },
  'POST /api/app/proposals/{id}/mail': {
    summary: 'Send the letter with the link once more', access: { roles: ['admin'] }, params: Id, reply: Type.Object({ sent_to: Text }), limit: writing, fails,
  },
} as const satisfies Contract;
