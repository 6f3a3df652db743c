import { loadStripe } from '@stripe/stripe-js/pure';
import type { IntentSight } from './outcome.js';

/** Looks at an intent at the real Stripe, or undefined when it does not answer. */
export async function retrieveAtStripe(publishableKey: string, clientSecret: string): Promise<IntentSight | undefined> {
  const stripe = await loadStripe(publishableKey);
  const answer = await stripe?.retrievePaymentIntent(clientSecret);
  return answer?.paymentIntent;
}
