import { loadStripe } from '@stripe/stripe-js/pure';
import type { IntentSight } from './outcome.js';

/** Looks at an intent at the real Stripe, or undefined when it does not answer. */
export async function retrieveAtStripe(publishableKey: string, clientSecret: string): Promise<IntentSight | undefined> {
  const stripe = await loadStripe(publishableKey);
  if (clientSecret.startsWith('seti_')) return (await stripe?.retrieveSetupIntent(clientSecret))?.setupIntent;
  return (await stripe?.retrievePaymentIntent(clientSecret))?.paymentIntent;
}
