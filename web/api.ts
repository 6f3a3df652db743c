import { call, type CallOptions } from './client.js';
import type { RefundOrder } from './wire.js';

export const readConfig = (signal?: AbortSignal) => call('GET /api/app/config', { signal });

export const readMe = (signal?: AbortSignal) => call('GET /api/app/me', { signal });

export const signIn = (email: string, password: string) => call('POST /api/app/session', { body: { email, password }, refresh: false });

/** By the secret in the link of a mail. */
export const enterByLink = (token: string) => call('POST /api/app/session/code', { body: { token }, refresh: false });

export const resetPassword = (token: string, password: string) => call('POST /api/app/session/password', { body: { token, password }, refresh: false });

export const signOut = () => call('DELETE /api/app/session', { refresh: false });

export type InvoiceFilter = Pick<CallOptions<'GET /api/app/invoices'>['query'], 'status' | 'search'>;

export const listInvoices = (filter: InvoiceFilter, cursor: string | null, signal?: AbortSignal) =>
  call('GET /api/app/invoices', { query: { ...filter, limit: 25, ...(cursor ? { cursor } : {}) }, signal });

export const readInvoice = (id: string, signal?: AbortSignal) => call('GET /api/app/invoices/{id}', { params: { id }, signal });

/** Opens (or finds again) the one live payment of this invoice. `amount` in decimal money. */
export const createIntent = (invoiceId: string, amount: number) =>
  call('POST /api/payments/create-intent', { body: { invoiceId, amount } });

/** Asks our server to look at the processor and record what it finds. 400 while it has not succeeded. */
export const confirmPayment = (invoiceId: string, paymentIntentId: string) =>
  call('POST /api/payments/confirm', { body: { invoiceId, paymentIntentId } });

export const refundPayment = (id: string, order: RefundOrder, idempotencyKey: string) =>
  call('POST /api/app/payments/{id}/refund', { params: { id }, body: order, idempotencyKey });
