import { call, type CallOptions } from './client.js';

export type RecurringFilter = Pick<CallOptions<'GET /api/app/recurring'>['query'], 'kind' | 'search'>;
export type PursuitFilter = Pick<CallOptions<'GET /api/app/pursuits'>['query'], 'kind' | 'search'>;

export const listRecurring = (filter: RecurringFilter, cursor: string | null, signal?: AbortSignal) =>
  call('GET /api/app/recurring', { query: { ...filter, limit: 25, ...(cursor ? { cursor } : {}) }, signal });

/** The period today is in. */
export const billNow = (customerId: string, idempotencyKey: string) => call('POST /api/app/recurring/{id}/bill', { params: { id: customerId }, body: {}, idempotencyKey });

export const pauseRecurring = (customerId: string) => call('POST /api/app/recurring/{id}/pause', { params: { id: customerId } });

export const resumeRecurring = (customerId: string) => call('POST /api/app/recurring/{id}/resume', { params: { id: customerId } });

export const listPursuits = (filter: PursuitFilter, cursor: string | null, signal?: AbortSignal) =>
  call('GET /api/app/pursuits', { query: { ...filter, limit: 25, ...(cursor ? { cursor } : {}) }, signal });

/** Charges the allowed card now, or reminds where none is. */
export const retryPursuit = (invoiceId: string, idempotencyKey: string) => call('POST /api/app/pursuits/{id}/retry', { params: { id: invoiceId }, idempotencyKey });

export const stopPursuit = (invoiceId: string) => call('POST /api/app/pursuits/{id}/stop', { params: { id: invoiceId } });

export const readMyBilling = (signal?: AbortSignal) => call('GET /api/app/my-billing', { signal });

export const allowCard = (cardId: string) => call('PUT /api/app/charge-consent', { body: { payment_method_id: cardId, agreed: true } });

export const withdrawConsent = () => call('DELETE /api/app/charge-consent', {});
