import type { Checkout, Intent } from '../ports/processor.js';
import type { Payment } from './payment.js';

/** created: our row is written, the processor may or may not have been asked. */
export type CheckoutState = 'created' | 'open' | 'complete' | 'expired';

/** The page of a hosted payment, as our row has it. */
export interface CheckoutPage {
  readonly paymentId: string;
  readonly externalId: string | null;
  readonly url: string | null;
  readonly state: CheckoutState;
  readonly title: string;
  readonly description: string | null;
  readonly email: string;
  readonly reference: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly successUrl: string;
  readonly cancelUrl: string;
  readonly expiresAt: Date;
}

/** A page is his who made it: one that got lost on the way to us was never shown to anybody. */
export function isOwnPage(page: CheckoutPage | undefined, checkout: Pick<Checkout, 'externalId'>): boolean {
  return page !== undefined && (page.externalId === null || page.externalId === checkout.externalId);
}

/** Can nobody try again there? */
export function isOver({ checkout, failed }: { readonly checkout: Pick<Checkout, 'status'>; readonly failed?: boolean }): boolean {
  return failed === true || checkout.status === 'expired';
}

/** What a page says of the money, as the payment behind it would. An empty id: nobody has tried to pay yet. */
export function intentOf(payment: Payment, { checkout, failed }: { readonly checkout: Checkout; readonly failed?: boolean }): Intent {
  const status = checkout.paid ? 'succeeded' : failed === true ? 'awaiting_method' : checkout.status === 'expired' ? 'canceled' : checkout.status === 'complete' ? 'processing' : 'awaiting_method';
  const amount = checkout.amount ?? payment.amount;
  if (checkout.intent && status !== 'canceled') return { ...checkout.intent, paymentId: payment.id };
  return {
    processor: checkout.processor, account: checkout.account, externalId: checkout.intentExternalId ?? payment.externalId ?? '', paymentId: payment.id, status,
    currency: checkout.currency ?? payment.currency, amount, amountReceived: checkout.paid ? amount : 0n, customerExternalId: checkout.customerExternalId,
    // A page tells that its money did not come, never why: what the payment itself said of it stays.
    chargeExternalId: null, methodExternalId: null, clientSecret: null, card: null, fee: null, failureCode: failed === true ? (payment.failureCode ?? 'payment_failed') : null,
  };
}
