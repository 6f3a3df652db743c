import type { Processor } from '../../src/core/ports/processor.js';
import type { Intent } from '../../src/core/ports/processor.js';
import type { Delivery, Signer } from './forgeries.js';

/** What a card does: pays, is declined, asks its owner for proof, or gives refunds back late. */
export type CardKind = 'good' | 'declined' | 'proof' | 'late refund';

/** What goes wrong with a call: before the partner did it, or after. */
export type Trouble =
  | 'silent before' | 'cut before' | 'broken before'
  | 'silent after' | 'cut after' | 'broken after' | 'half answer' | 'another amount' | 'another currency' | 'another id' | 'another status'
  | 'not admitted' | 'too many';

/** The calls that move money. */
export type Call = 'charge' | 'refund';

/**
 * A processor under test, seen from its other side: what payers, their bank and the shop's own people do
 * there, what goes wrong on the way, and what really is there, whatever our adapter was told.
 */
export interface Partner {
  /** An adapter for the account. It knows both secrets of `signer`. */
  adapter(timeoutMs?: number): Processor;
  readonly signer: Signer;
  /** Saves a card of the customer there; its external id. */
  saveCard(customerExternalId: string, card: CardKind): Promise<string>;
  /** The payer types a card on the page. A refusal is not an error here. */
  payInBrowser(intent: Intent, card: CardKind): Promise<void>;
  /** The payer approves at his bank, or refuses. */
  answerBank(intent: Intent, approve: boolean): Promise<void>;
  /** Somebody refunds at the processor itself. */
  refundByHand(intentExternalId: string, amount: bigint): Promise<void>;
  /** The payer's bank takes the money back, then decides. */
  dispute(intentExternalId: string): Promise<void>;
  /** The next `count` calls of this kind meet this trouble. */
  trouble(kind: Trouble, call: Call, count: number): Promise<void>;
  /** No more trouble. */
  heal(): Promise<void>;
  /** What was taken for this payment of ours, all its charges added. */
  takenFor(paymentId: string): Promise<bigint>;
  /** How many objects the processor made for this payment, and for this refund. */
  intentsFor(paymentId: string): Promise<number>;
  refundsFor(refundId: string): Promise<number>;
  /** What was delivered so far, as it came, once the deliveries are through. */
  deliveries(): Promise<Delivery[]>;
  stop(): Promise<void>;
}
