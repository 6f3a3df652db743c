/** What the processor's page brings back in the address. */
export interface ResultSearch {
  payment_intent?: string;
  /** Taken out of the address as soon as it is read. */
  payment_intent_client_secret?: string;
}

export function readResultSearch(search: Record<string, unknown>): ResultSearch {
  const text = (name: keyof ResultSearch) => (typeof search[name] === 'string' ? { [name]: search[name] } : {});
  return { ...text('payment_intent'), ...text('payment_intent_client_secret') };
}
