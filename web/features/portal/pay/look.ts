import { confirmPayment } from '../../../api.js';
import { ApiError } from '../../../client.js';
import type { Config } from '../../../wire.js';
import { outcomeOf, secretOf, type IntentSight } from './outcome.js';
import { retrieveAtSandbox } from './sandbox.js';

/** What became of a payment, as far as anybody knows now. */
export type Sight =
  | { kind: 'paid' }
  | { kind: 'waiting' }
  | { kind: 'refused'; message: string }
  | { kind: 'asked'; url: string };

/** Asks the processor first (where this tab holds the secret), then has our server record a success. */
export async function lookAtPayment(config: Config, invoiceId: string, intentId: string): Promise<Sight> {
  const intent = await retrieve(config, intentId);
  if (intent && intent.status !== 'succeeded') {
    if (intent.status === 'processing') return { kind: 'waiting' };
    const outcome = outcomeOf(intent);
    if (outcome.kind === 'redirect') return { kind: 'asked', url: outcome.url };
    if (outcome.kind === 'refused') return { kind: 'refused', message: outcome.message };
  }
  return recordSuccess(invoiceId, intentId);
}

async function recordSuccess(invoiceId: string, intentId: string): Promise<Sight> {
  try {
    await confirmPayment(invoiceId, intentId);
    return { kind: 'paid' };
  } catch (failure) {
    if (!(failure instanceof ApiError)) throw failure;
    // Not yet succeeded, busy or out of reach: none of them says that no money moved, so it is asked again.
    const passing = failure.status === 0 || failure.status === 400 || failure.status === 429 || failure.status >= 500;
    if (passing) return { kind: 'waiting' };
    throw failure;
  }
}

async function retrieve({ stripe }: Config, intentId: string): Promise<IntentSight | undefined> {
  const secret = secretOf(intentId);
  if (!secret || !stripe.publishable_key) return undefined;
  if (stripe.sandbox_port !== null) {
    return retrieveAtSandbox({ publishableKey: stripe.publishable_key, sandboxPort: stripe.sandbox_port }, secret);
  }
  const { retrieveAtStripe } = await import('./stripe-retrieve.js');
  return retrieveAtStripe(stripe.publishable_key, secret);
}
