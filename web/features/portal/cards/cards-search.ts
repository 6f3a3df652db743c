export interface CardsSearch {
  /** Straight to the form. */
  add?: true;
  /** What the bank's page brings back. */
  setup_intent?: string;
  setup_intent_client_secret?: string;
}

export function readCardsSearch(search: Record<string, unknown>): CardsSearch {
  const text = (name: 'setup_intent' | 'setup_intent_client_secret') => (typeof search[name] === 'string' ? { [name]: search[name] } : {});
  return { ...(search['add'] === true ? { add: true } : {}), ...text('setup_intent'), ...text('setup_intent_client_secret') };
}
