import type { Config } from '../../wire.js';
import { secretOf, type IntentSight } from './outcome.js';
import { retrieveAtSandbox } from './sandbox.js';

/** Looks at a payment or setup intent at its processor; undefined where this tab holds no secret of it, or nobody answers. */
export async function retrieve({ stripe }: Config, intentId: string): Promise<IntentSight | undefined> {
  const secret = secretOf(intentId);
  if (!secret || !stripe.publishable_key) return undefined;
  if (stripe.sandbox_port !== null) {
    return retrieveAtSandbox({ publishableKey: stripe.publishable_key, sandboxPort: stripe.sandbox_port }, secret);
  }
  const { retrieveAtStripe } = await import('./stripe-retrieve.js');
  return retrieveAtStripe(stripe.publishable_key, secret);
}
