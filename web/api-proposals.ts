import { call, type CallOptions } from './client.js';

const ONE = 'GET /api/app/proposals/{id}';

export type ProposalFilter = Pick<CallOptions<'GET /api/app/proposals'>['query'], 'status' | 'search' | 'customer_id'>;
export type AcceptOrder = CallOptions<'POST /api/app/proposals/{id}/accept'>['body'];
export type RejectOrder = CallOptions<'POST /api/app/proposals/{id}/reject'>['body'];
export type NewProposal = CallOptions<'POST /proposals'>['body'];
export type ProposalChange = CallOptions<'PUT /proposals/{proposal_id}'>['body'];

export const listProposals = (filter: ProposalFilter, cursor: string | null, signal?: AbortSignal) =>
  call('GET /api/app/proposals', { query: { ...filter, limit: 25, ...(cursor ? { cursor } : {}) }, signal });

export const readProposal = (id: string, signal?: AbortSignal) => call(ONE, { params: { id }, signal });

export const acceptProposal = (id: string, body: AcceptOrder, idempotencyKey: string) => call('POST /api/app/proposals/{id}/accept', { params: { id }, body, idempotencyKey });

export const rejectProposal = (id: string, body: RejectOrder) => call('POST /api/app/proposals/{id}/reject', { params: { id }, body });

export const payProposal = (id: string, consent: boolean) => call('POST /api/app/proposals/{id}/pay', { params: { id }, body: { consent } });

export const confirmProposal = (id: string, signal?: AbortSignal) => call('POST /api/app/proposals/{id}/confirm', { params: { id }, signal });

export const mailProposal = (id: string) => call('POST /api/app/proposals/{id}/mail', { params: { id } });

/** Behind a mailed link nobody is signed in, so nothing is refreshed. */
const linked = (token: string) => ({ params: { token }, refresh: false }) as const;

export const readPublicProposal = (token: string, signal?: AbortSignal) => call('GET /api/app/public/{token}/proposal', { ...linked(token), signal });

export const acceptPublicProposal = (token: string, body: AcceptOrder, idempotencyKey: string) =>
  call('POST /api/app/public/{token}/proposal/accept', { ...linked(token), body, idempotencyKey });

export const rejectPublicProposal = (token: string, body: RejectOrder) => call('POST /api/app/public/{token}/proposal/reject', { ...linked(token), body });

export const payPublicProposal = (token: string, consent: boolean) => call('POST /api/app/public/{token}/proposal/pay', { ...linked(token), body: { consent } });

export const confirmPublicProposal = (token: string, signal?: AbortSignal) => call('POST /api/app/public/{token}/proposal/confirm', { ...linked(token), signal });

export const writeProposal = (body: NewProposal) => call('POST /proposals', { body });

export const changeProposal = (id: string, body: ProposalChange) => call('PUT /proposals/{proposal_id}', { params: { proposal_id: id }, body });

export const dropProposal = (id: string) => call('DELETE /proposals/{proposal_id}', { params: { proposal_id: id } });

export const acceptOnBehalf = (id: string, note: string) => call('POST /proposals/{proposal_id}/accept', { params: { proposal_id: id }, body: { ...(note && { note }) } });

export const rejectOnBehalf = (id: string, reason: string) => call('POST /proposals/{proposal_id}/reject', { params: { proposal_id: id }, body: { ...(reason && { reason }) } });

export const makeInvoices = (id: string, idempotencyKey: string) => call('POST /billing/generate-from-proposal', { body: { proposal_id: id }, idempotencyKey });
