import { Failure } from '../../kernel/failure.js';
import { isUuid } from '../../kernel/ids.js';

const STRIPE_ID = /^(cus|pm|pi|seti)_[A-Za-z0-9_]{1,64}$/;

/** Is it an id of Stripe of this kind? Nothing else may become part of an address there. */
export function isStripeId(text: string, kind: 'cus' | 'pm' | 'pi'): boolean {
  return text.startsWith(`${kind}_`) && STRIPE_ID.test(text);
}

/** The id of an invoice as our rows have it, however it was spelled; a malformed one is as unknown as any other. */
export function invoiceId(text: string): string {
  if (!isUuid(text)) throw new Failure('invoice_not_found');
  return text.toLowerCase();
}

export function appointmentId(text: string): string {
  if (!isUuid(text)) throw new Failure('appointment_not_found');
  return text.toLowerCase();
}

export function rewardId(text: string): string {
  if (!isUuid(text)) throw new Failure('reward_not_found');
  return text.toLowerCase();
}

export function customerClaim(text: string): string {
  if (!isStripeId(text, 'cus')) throw new Failure('customer_not_found');
  return text;
}

export function methodId(text: string): string {
  if (text === '') throw new Failure('payment_method_id_missing');
  if (!isStripeId(text, 'pm')) throw new Failure('payment_method_not_found');
  return text;
}
