import { ApiError } from '../../../client.js';
import type { Config } from '../../../wire.js';
import { outcomeOf } from '../../../ui/pay/outcome.js';
import { retrieve } from '../../../ui/pay/retrieve.js';

/** What became of a payment, as far as anybody knows now. */
export type Sight =
  | { kind: 'paid' }
  | { kind: 'waiting' }
  | { kind: 'refused'; message: string }
  | { kind: 'asked'; url: string };

/** What our server knows of it. `paidThere`: the processor itself calls it paid. */
export type Ask = (paidThere: boolean) => Promise<Sight>;

/** Asks the processor first (where this tab holds the secret), then our server. */
export async function lookAt(config: Config, intentId: string | undefined, ask: Ask): Promise<Sight> {
  const intent = intentId === undefined ? undefined : await retrieve(config, intentId);
  if (intent && intent.status !== 'succeeded') {
    if (intent.status === 'processing') return { kind: 'waiting' };
    const outcome = outcomeOf(intent);
    if (outcome.kind === 'redirect') return { kind: 'asked', url: outcome.url };
    if (outcome.kind === 'refused') return { kind: 'refused', message: outcome.message };
  }
  try {
    return await ask(intent !== undefined);
  } catch (failure) {
    if (!(failure instanceof ApiError)) throw failure;
    // Busy or out of reach: neither says that no money moved, so it is asked again.
    const passing = failure.status === 0 || failure.status === 409 || failure.status === 429 || failure.status >= 500;
    if (passing) return { kind: 'waiting' };
    throw failure;
  }
}

/** What a state of a payment or a purchase means for its payer. */
export function sightOf(status: string): Sight {
  if (status === 'succeeded' || status === 'refunded') return { kind: 'paid' };
  return status === 'failed' || status === 'canceled' ? { kind: 'refused', message: 'The payment was not completed.' } : { kind: 'waiting' };
}
