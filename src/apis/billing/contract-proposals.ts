import Type from 'typebox';
import type { Static } from 'typebox';
import { Amount, Nullable, OneOf } from '../endpoint.js';
import type { Contract, Limit } from '../endpoint.js';
import { ADMIN, OWNER } from './contract-access.js';
import { Invoice } from './contract-invoice.js';

const Text = Type.String();
const Money = Type.Number();
/** Malformed ids are as unknown as any other. */
const Id = Type.String({ minLength: 1, maxLength: 200 });
const Params = Type.Object({ proposal_id: Id });

export const Proposal = Type.Object({
  id: Text, customer_id: Text, title: Text, description: Nullable(Text), status: OneOf('draft', 'sent', 'accepted', 'rejected', 'expired'), total_amount: Money, currency: Text,
  billing_schedule: Type.Array(Type.Object({ percentage: Type.Number(), milestone: Text, due_days: Nullable(Type.Integer()) })),
  valid_until: Nullable(Text), monthly_recurring_amount: Money, created_at: Text, updated_at: Text, accepted_at: Nullable(Text), rejected_at: Nullable(Text),
});
export type Proposal = Static<typeof Proposal>;

const Title = Type.String({ minLength: 1, maxLength: 200 });
const Schedule = Type.Array(Type.Object({
  percentage: Type.Number({ exclusiveMinimum: 0, maximum: 100 }), milestone: Title, due_days: Type.Optional(Nullable(Type.Integer({ minimum: 0, maximum: 3_650 }))),
}), { minItems: 1, maxItems: 60 });
const rest = {
  description: Type.Optional(Nullable(Type.String({ maxLength: 20_000 }))), status: Type.Optional(OneOf('draft', 'sent')), currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
  valid_until: Type.Optional(Nullable(Type.String({ minLength: 1, maxLength: 60 }))), monthly_recurring_amount: Type.Optional(Amount),
};
export const NewProposal = Type.Object({ customer_id: Id, title: Title, total_amount: Amount, billing_schedule: Schedule, ...rest });
export type NewProposal = Static<typeof NewProposal>;
export const ProposalChange = Type.Object({ title: Type.Optional(Title), total_amount: Type.Optional(Amount), billing_schedule: Type.Optional(Schedule), ...rest }, { minProperties: 1 });
export type ProposalChange = Static<typeof ProposalChange>;

/** What was said with the decision; nothing may be sent. */
const Note = Type.Unsafe<{ note?: string } | null>({ type: ['object', 'null'], properties: { note: { type: 'string', maxLength: 2_000 } } } as never);
const Reason = Type.Unsafe<{ reason?: string } | null>({ type: ['object', 'null'], properties: { reason: { type: 'string', maxLength: 2_000 } } } as never);

const reading = (group: string): Limit => ({ requests: 60, perSeconds: 60, per: 'caller', group: `billing ${group}` });
const writing = (group: string): Limit => ({ requests: 20, perSeconds: 60, per: 'caller', group: `billing ${group}` });
const says = { amount_invalid: 'Validation failed' } as const;
const fails = 'Internal server error';

/** The billing document's chapter on proposals, and the invoices made of them. Percentages of a schedule add up to 100. */
export const proposals = {
  'POST /billing/generate-from-proposal': {
    summary: 'Generate invoices from proposal', access: ADMIN, body: Type.Object({ proposal_id: Id }), reply: Type.Array(Invoice), status: 201,
    limit: writing('billing-generate-from-proposal'), movesMoney: true, fails,
  },
  'POST /proposals': { summary: 'Create a new proposal', access: ADMIN, body: NewProposal, reply: Proposal, status: 201, limit: writing('proposals-create'), says, fails },
  'GET /proposals/customer/{customer_id}': {
    summary: 'Get customer proposals', access: OWNER, params: Type.Object({ customer_id: Id }),
    query: Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })), cursor: Type.Optional(Type.String({ maxLength: 500 })) }),
    reply: Type.Array(Proposal), limit: reading('proposals-customer'), fails,
  },
  'GET /proposals/{proposal_id}': { summary: 'Get a proposal by ID', access: OWNER, params: Params, reply: Proposal, limit: reading('proposals-get'), fails },
  'PUT /proposals/{proposal_id}': { summary: 'Update a proposal', access: ADMIN, params: Params, body: ProposalChange, reply: Proposal, limit: writing('proposals-update'), says, fails },
  'DELETE /proposals/{proposal_id}': { summary: 'Delete a proposal', access: ADMIN, params: Params, reply: Type.Object({ message: Text }), limit: writing('proposals-delete'), fails },
  'POST /proposals/{proposal_id}/accept': {
    summary: 'Accept a proposal on behalf of its customer', access: ADMIN, params: Params, body: Note, reply: Proposal, limit: writing('proposals-accept'), fails,
  },
  'POST /proposals/{proposal_id}/reject': {
    summary: 'Reject a proposal on behalf of its customer', access: ADMIN, params: Params, body: Reason, reply: Proposal, limit: writing('proposals-reject'), fails,
  },
} as const satisfies Contract;
