import type { RefundBounced } from '../events.js';
import { post } from '../ledger/index.js';
import type { Tx } from '../tx.js';
import { creditMoves } from './customer-credit.js';
import { bouncedPosting } from './postings.js';

/**
 * Reaction: money that a bank sent back is the customer's credit, whatever it had been paid for. What its refund undid
 * stays undone: credit notes, points and access were given back on his wish, and that has not changed.
 */
export async function creditBouncedRefunds(tx: Tx, events: readonly RefundBounced[]): Promise<void> {
  for (const event of events) {
    post(tx, bouncedPosting(event, event));
    if (event.customerId !== null) creditMoves(tx, event.customerId, event.currency, event.refundAmount);
  }
}
