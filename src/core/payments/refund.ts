import type { Minor } from '../../kernel/money.js';

/** requested: our row is written. unknown: the processor did not tell. succeeded and failed are final. */
export type RefundState = 'requested' | 'processing' | 'unknown' | 'succeeded' | 'failed';

export interface Refund {
  readonly id: string;
  readonly paymentId: string;
  readonly processor: string;
  readonly account: string;
  readonly externalId: string | null;
  readonly state: RefundState;
  readonly amount: Minor;
  /** The money goes back but is owed again, instead of being forgiven with a credit note. */
  readonly keepOwing: boolean;
  /** Went to the customer's credit with a credit note by hand; the payment itself still has the money. */
  readonly toCredit: boolean;
  readonly reason: string | null;
  readonly failureCode: string | null;
  /** It had succeeded, and then its bank sent the money back: it is the customer's credit since. */
  readonly bouncedAt: Date | null;
  readonly requestedBy: string | null;
  readonly resolveCount: number;
  readonly createdAt: Date;
}

/** The state after hearing of it: forward only. */
export function nextRefundState(current: RefundState, heard: 'processing' | 'succeeded' | 'failed'): RefundState {
  return current === 'succeeded' || current === 'failed' ? current : heard;
}
