import { useQuery } from '@tanstack/react-query';
import { useConfig } from '../../app/session.js';
import type { IntentSight } from './outcome.js';
import type { Refused } from './pay-through.js';
import { retrieve } from './retrieve.js';

/** The payment from whose bank one comes back, out of the address. */
export const returnedIntent = (): string | undefined => new URLSearchParams(location.search).get('payment_intent') ?? undefined;

/** What the bank refused before it led back to this page. */
export function useRefusalAtBank(): Refused | undefined {
  const config = useConfig();
  const intentId = returnedIntent();
  const { data } = useQuery({ queryKey: ['at-bank', intentId], queryFn: async () => refusalIn(await retrieve(config, intentId ?? '')), enabled: intentId !== undefined, gcTime: 0 });
  return data ?? undefined;
}

/** One that was given up, or paid meanwhile, is no news. */
function refusalIn(intent: IntentSight | undefined): Refused | null {
  return intent?.status === 'requires_payment_method' && intent.last_payment_error ? { kind: 'refused', message: intent.last_payment_error.message ?? 'Your bank did not approve it.' } : null;
}
