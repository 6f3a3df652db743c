/** How a confirmation at the processor came out, in the words of this app. */
export type Outcome =
  | { kind: 'done'; intentId: string }
  | { kind: 'redirect'; intentId: string; url: string }
  | { kind: 'refused'; message: string; field?: CardField };

export type CardField = 'number' | 'expiry' | 'cvc';

/** The part of a payment or setup intent that a browser acts on. */
export interface IntentSight {
  id: string;
  status: string;
  next_action?: { redirect_to_url?: { url: string | null } | null } | null;
  last_payment_error?: { message?: string; code?: string } | null;
  last_setup_error?: { message?: string; code?: string } | null;
}

/** "pi_123_secret_abc" names its intent. */
export function intentIdOf(clientSecret: string): string {
  return clientSecret.split('_secret_')[0] ?? clientSecret;
}

/** What a status means for the payer. `processing` is done here: the result page waits for it. */
export function outcomeOf(intent: IntentSight): Outcome {
  const url = intent.next_action?.redirect_to_url?.url;
  if (intent.status === 'requires_action' && url) return { kind: 'redirect', intentId: intent.id, url };
  if (intent.status === 'succeeded' || intent.status === 'processing' || intent.status === 'requires_capture') {
    return { kind: 'done', intentId: intent.id };
  }
  return { kind: 'refused', message: (intent.last_payment_error ?? intent.last_setup_error)?.message ?? 'It was not completed.' };
}

const keyOf = (intentId: string) => `paydesk-intent-${intentId}`;

/** The secret of an intent survives the trip to the bank's page in this tab, and never stands in an address of ours. */
export function keepSecret(clientSecret: string): void {
  sessionStorage.setItem(keyOf(intentIdOf(clientSecret)), clientSecret);
}

/** The bank's page leads back with the secret in the address: this tab keeps it, and the address loses it. */
export function takeSecretFromAddress(): void {
  const url = new URL(location.href);
  const names = [...url.searchParams.keys()].filter((name) => name.endsWith('_intent_client_secret'));
  if (names.length === 0) return;
  for (const name of names) {
    keepSecret(url.searchParams.get(name) ?? '');
    url.searchParams.delete(name);
  }
  history.replaceState(history.state, '', url);
}

export const secretOf = (intentId: string) => sessionStorage.getItem(keyOf(intentId));

/** Where the processor's pages come back to. */
export function returnAddress(paymentId: string): string {
  return `${location.origin}/app/payments/${encodeURIComponent(paymentId)}/result`;
}
