import { call } from './client.js';
import type { Config, Invoice, InvoicePage, Me, Refund, RefundOrder } from './wire.js';

export const readConfig = (signal?: AbortSignal) => call<Config>('GET', '/api/app/config', { signal });

export const readMe = (signal?: AbortSignal) => call<Me>('GET', '/api/app/me', { signal });

export const signIn = (email: string, password: string) =>
  call<{ user: Me['user'] }>('POST', '/api/app/session', { body: { email, password }, refresh: false });

export const signOut = () => call<void>('DELETE', '/api/app/session', { refresh: false });

export interface InvoiceFilter {
  status?: string;
  search?: string;
}

export function listInvoices(filter: InvoiceFilter, cursor: string | null, signal?: AbortSignal): Promise<InvoicePage> {
  const query = new URLSearchParams({ limit: '25' });
  if (filter.status) query.set('status', filter.status);
  if (filter.search) query.set('search', filter.search);
  if (cursor) query.set('cursor', cursor);
  return call('GET', `/api/app/invoices?${query}`, { signal });
}

export const readInvoice = (id: string, signal?: AbortSignal) =>
  call<Invoice>('GET', `/api/app/invoices/${encodeURIComponent(id)}`, { signal });

/** Opens (or finds again) the one live payment of this invoice. `amount` in decimal money. */
export const createIntent = (invoiceId: string, amount: number) =>
  call<{ clientSecret: string }>('POST', '/api/payments/create-intent', { body: { invoiceId, amount } });

/** Asks our server to look at the processor and record what it finds. 400 while it has not succeeded. */
export const confirmPayment = (invoiceId: string, paymentIntentId: string) =>
  call<{ success: boolean }>('POST', '/api/payments/confirm', { body: { invoiceId, paymentIntentId } });

export const refundPayment = (paymentId: string, order: RefundOrder, idempotencyKey: string) =>
  call<Refund>('POST', `/api/app/payments/${encodeURIComponent(paymentId)}/refund`, { body: order, idempotencyKey });
