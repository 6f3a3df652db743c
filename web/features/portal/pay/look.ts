import { confirmPayment } from '../../../api.js';
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

/** Asks the processor first (where this tab holds the secret), then has our server record what it finds. */
export async function lookAtPayment(config: Config, paymentId: string, intentId: string | undefined): Promise<Sight> {
  const intent = intentId === undefined ? undefined : await retrieve(config, intentId);
  if (intent && intent.status !== 'succeeded') {
    if (intent.status === 'processing') return { kind: 'waiting' };
    const outcome = outcomeOf(intent);
    if (outcome.kind === 'redirect') return { kind: 'asked', url: outcome.url };
    if (outcome.kind === 'refused') return { kind: 'refused', message: outcome.message };
  }
  return recordOutcome(paymentId);
}

async function recordOutcome(paymentId: string): Promise<Sight> {
  try {
    const { status } = await confirmPayment(paymentId);
    if (status === 'succeeded') return { kind: 'paid' };
    const ended = status === 'failed' || status === 'canceled';
    return ended ? { kind: 'refused', message: 'The payment was not completed.' } : { kind: 'waiting' };
  } catch (failure) {
    if (!(failure instanceof ApiError)) throw failure;
    // Busy or out of reach: neither says that no money moved, so it is asked again.
    const passing = failure.status === 0 || failure.status === 409 || failure.status === 429 || failure.status >= 500;
    if (passing) return { kind: 'waiting' };
    throw failure;
  }
}
