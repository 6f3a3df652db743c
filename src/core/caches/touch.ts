import type { DomainEvent } from '../events.js';
import type { Sink, Tx } from '../tx.js';
import { forgetEverywhere } from './cached.js';

const touchedSink: Sink<string> = {
  name: 'touched',
  order: 90,
  write: () => Promise.resolve(),
  committed: (source, owners) => forgetEverywhere(source, { forget: 'owners', owners: [...new Set(owners)] }),
};

/** This transaction writes something of these customers (or of BUSINESS): once it is committed, nothing older is shown. */
export function touch(tx: Tx, ...owners: string[]): void {
  tx.collect(touchedSink, ...owners);
}

/** Reaction: what happened to a customer's money is seen at once. */
export async function touchCustomers(tx: Tx, events: readonly Pick<Extract<DomainEvent, { customerId: string | null }>, 'customerId'>[]): Promise<void> {
  for (const { customerId } of events) if (customerId !== null) touch(tx, customerId);
}
