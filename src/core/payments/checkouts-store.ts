import type { Checkout } from '../ports/processor.js';
import type { Reader, Tx } from '../tx.js';
import type { CheckoutPage, CheckoutState } from './checkout.js';

const COLUMNS = ['payment_id', 'external_id', 'url', 'state', 'title', 'description', 'email', 'reference', 'metadata', 'success_url', 'cancel_url', 'expires_at'] as const;

/** Pages by the payments they take. */
export async function findCheckouts(reader: Reader, paymentIds: readonly string[]): Promise<Map<string, CheckoutPage>> {
  if (paymentIds.length === 0) return new Map();
  const rows = await reader.db.selectFrom('checkout_sessions').select(COLUMNS).where('payment_id', 'in', [...new Set(paymentIds)]).execute();
  return new Map(rows.map((row) => [row.payment_id, {
    paymentId: row.payment_id, externalId: row.external_id, url: row.url, state: row.state as CheckoutState, title: row.title, description: row.description, email: row.email,
    reference: row.reference, metadata: row.metadata as Record<string, string>, successUrl: row.success_url, cancelUrl: row.cancel_url, expiresAt: row.expires_at,
  }]));
}

/** Our payments for the processor's names of their pages. */
export async function findIdsByCheckout(reader: Reader, externalIds: readonly string[]): Promise<Map<string, string>> {
  if (externalIds.length === 0) return new Map();
  const rows = await reader.db.selectFrom('checkout_sessions').select(['payment_id', 'external_id']).where('external_id', 'in', externalIds).execute();
  return new Map(rows.map((row) => [row.external_id ?? '', row.payment_id]));
}

export async function insertCheckout(tx: Tx, page: Omit<CheckoutPage, 'externalId' | 'url' | 'state'>): Promise<void> {
  await tx.db.insertInto('checkout_sessions').values({
    payment_id: page.paymentId, title: page.title, description: page.description, email: page.email, reference: page.reference, metadata: JSON.stringify(page.metadata),
    success_url: page.successUrl, cancel_url: page.cancelUrl, expires_at: page.expiresAt, created_at: tx.now, updated_at: tx.now,
  }).execute();
}

/** Writes down what a page is by now. Complete and expired are final. */
export async function noteCheckout(tx: Tx, paymentId: string, checkout: Checkout): Promise<void> {
  await tx.db.updateTable('checkout_sessions').set((eb) => ({
    external_id: eb.fn.coalesce('external_id', eb.val(checkout.externalId)), url: eb.fn.coalesce(eb.val(checkout.url), 'url'), state: checkout.status, updated_at: tx.now,
  })).where('payment_id', '=', paymentId).where('state', 'in', ['created', 'open']).execute();
}
