import { call, type CallOptions } from './client.js';

export type EnrolmentFilter = Pick<CallOptions<'GET /api/app/enrolments'>['query'], 'status' | 'search' | 'program'>;
export type ProgramOrder = CallOptions<'POST /api/app/programs'>['body'];
export type EnrolmentRefund = CallOptions<'POST /api/app/enrolments/{id}/refund'>['body'];

export const listPrograms = (signal?: AbortSignal) => call('GET /api/app/programs', { signal });

export const readProgram = (id: string, signal?: AbortSignal) => call('GET /api/app/programs/{id}', { params: { id }, signal });

export const offerProgram = (body: ProgramOrder) => call('POST /api/app/programs', { body });

export const changeProgram = (id: string, body: Partial<ProgramOrder>) => call('PATCH /api/app/programs/{id}', { params: { id }, body });

/** Where to pay, or (with nothing to pay) where it says so. */
export const enrol = (id: string, classRep: boolean, idempotencyKey: string) => call('POST /api/app/programs/{id}/enrol', { params: { id }, body: { class_rep: classRep }, idempotencyKey });

export const listPurchases = (signal?: AbortSignal) => call('GET /api/app/purchases', { signal });

export const readPurchase = (id: string, signal?: AbortSignal) => call('GET /api/app/purchases/{id}', { params: { id }, signal });

/** Has our server look at the processor and record what it finds. */
export const returnFromCheckout = (from: { session?: string; order?: string }, signal?: AbortSignal) => call('POST /api/app/purchases/return', { body: from, signal });

export const listEnrolments = (filter: EnrolmentFilter, cursor: string | null, signal?: AbortSignal) =>
  call('GET /api/app/enrolments', { query: { ...filter, limit: 25, ...(cursor ? { cursor } : {}) }, signal });

export const refundEnrolment = (id: string, body: EnrolmentRefund, idempotencyKey: string) => call('POST /api/app/enrolments/{id}/refund', { params: { id }, body, idempotencyKey });
