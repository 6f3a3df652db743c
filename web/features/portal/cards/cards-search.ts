import { textIn } from '../../../ui/read-search.js';

export interface CardsSearch {
  /** Straight to the form. */
  add?: true;
  /** What the bank's page brings back. */
  setup_intent?: string;
}

export function readCardsSearch(search: Record<string, unknown>): CardsSearch {
  return { ...(search['add'] === true ? { add: true } : {}), ...textIn(search, 'setup_intent') };
}
