import type { Billing, CheckoutSessionRow, PaymentIntentRow } from '../rows.js';
import type { Work } from '../work.js';

/** An intent that a checkout page asked for has paid, or is on its way: the session follows it. */
export function completeCheckout(work: Work, intent: PaymentIntentRow, billing: Billing): void {
  const session = work.find('checkout_session', intent.checkout);
  if (!session || session.status === 'expired') return;
  const paid = intent.status === 'succeeded';
  if (session.status === 'complete' && (!paid || session.payment_status === 'paid')) return;
  const done = work.put('checkout_session', {
    ...session,
    status: 'complete',
    payment_status: paid ? 'paid' : 'unpaid',
    details: session.details ?? { ...billing, email: session.customer_email ?? billing.email },
  });
  work.emit(session.status === 'open' ? 'checkout.session.completed' : 'checkout.session.async_payment_succeeded', 'checkout_session', done);
}

/** Money that was on its way did not come. While the page is open its payer tries again, and nothing is said. */
export function checkoutFailed(work: Work, intent: PaymentIntentRow): void {
  const session = work.find('checkout_session', intent.checkout);
  if (session?.status === 'complete' && session.payment_status === 'unpaid') work.emit('checkout.session.async_payment_failed', 'checkout_session', work.put('checkout_session', { ...session }));
}

/** Closes an open page, and the intent behind it with it. */
export function expireCheckout(work: Work, session: CheckoutSessionRow): CheckoutSessionRow {
  if (session.status !== 'open') throw new Error(`${session.id} is ${session.status}, not open`);
  const expired = work.put('checkout_session', { ...session, status: 'expired' });
  const intent = work.find('payment_intent', session.payment_intent);
  if (intent && !['succeeded', 'canceled', 'processing'].includes(intent.status)) {
    const canceled = work.put('payment_intent', { ...intent, status: 'canceled', canceled_at: work.now, cancellation_reason: 'automatic' });
    work.emit('payment_intent.canceled', 'payment_intent', canceled);
  }
  work.emit('checkout.session.expired', 'checkout_session', expired);
  return expired;
}
