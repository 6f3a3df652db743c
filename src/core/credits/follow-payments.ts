import type { PaymentEnded, PaymentFailed } from '../events.js';
import type { Tx } from '../tx.js';
import { movePurchases } from './store.js';

const idsIn = (events: readonly (PaymentFailed | PaymentEnded)[]): string[] =>
  events.flatMap((event) => event.targets.filter((target) => target.kind === 'credits').map((target) => target.subjectId));

/** Reaction: an attempt was declined. The payer may still try again, and then it succeeds. */
export async function failCreditPurchases(tx: Tx, events: readonly PaymentFailed[]): Promise<void> {
  await movePurchases(tx, idsIn(events), ['pending'], 'failed');
}

/** Reaction: nothing can come of it any more, whether it was declined before or not. */
export async function cancelCreditPurchases(tx: Tx, events: readonly PaymentEnded[]): Promise<void> {
  await movePurchases(tx, idsIn(events), ['pending', 'failed'], 'canceled');
}
