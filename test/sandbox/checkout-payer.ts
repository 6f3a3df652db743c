import type Stripe from 'stripe';

export const BACK = 'http://127.0.0.1:9/back?session={CHECKOUT_SESSION_ID}';
export const CANCEL = 'http://127.0.0.1:9/cancel';

/** A checkout over 99.00, or as `more` has it. */
export function openCheckout(sdk: Stripe, more: object = {}): Promise<Stripe.Checkout.Session> {
  return sdk.checkout.sessions.create({
    mode: 'payment',
    line_items: [{ quantity: 1, price_data: { currency: 'usd', unit_amount: 9900, product_data: { name: 'Effective Communication', description: 'Eight evenings' } } }],
    success_url: BACK,
    cancel_url: CANCEL,
    ...more,
  });
}

/** What a browser would be told after the page was filled in: where to go, or the page again. */
export interface Filled {
  readonly status: number;
  readonly location: string | null;
  readonly html: string;
}

/** Fills in a checkout page without a browser. */
export async function fillIn(session: { readonly url: string | null }, number: string, change: Record<string, string> = {}): Promise<Filled> {
  const form = new URLSearchParams({ email: 'ada@example.com', number, expiry: '12 / 34', cvc: '123', name: 'Ada Lovelace', country: 'US', postal_code: '12345', ...change });
  const answer = await fetch(session.url ?? '', { method: 'POST', body: form, redirect: 'manual' });
  return { status: answer.status, location: answer.headers.get('location'), html: await answer.text() };
}

/** The bank's page: approves or refuses, and gives where its payer is sent. */
export async function askBank(url: string, decision: 'approve' | 'refuse'): Promise<string | null> {
  const key = new URL(url).searchParams.get('key') ?? '';
  const answer = await fetch(url.split('?')[0] ?? '', { method: 'POST', body: new URLSearchParams({ key, answer: decision }), redirect: 'manual' });
  return answer.headers.get('location');
}
