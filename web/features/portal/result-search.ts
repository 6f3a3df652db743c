import { textIn } from '../../ui/read-search.js';

/** What the processor's page brings back in the address. */
export interface ResultSearch {
  payment_intent?: string;
}

export const readResultSearch = (search: Record<string, unknown>): ResultSearch => textIn(search, 'payment_intent');
