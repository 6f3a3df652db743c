import { AN_ID, textIn } from '../../../ui/read-search.js';

export interface CreditsSearch {
  /** Credits that were just paid for. */
  purchase?: string | undefined;
  /** What the bank's page brings back. */
  payment_intent?: string | undefined;
}

export function readCreditsSearch(search: Record<string, unknown>): CreditsSearch {
  return { ...textIn(search, 'purchase', AN_ID), ...textIn(search, 'payment_intent') };
}
