import type { IntentStatus, ProcessorDispute, RefundStatus } from '../../../core/ports/processor.js';

const INTENTS: Readonly<Record<string, IntentStatus>> = {
  requires_payment_method: 'awaiting_method',
  requires_confirmation: 'awaiting_method',
  requires_action: 'awaiting_action',
  processing: 'processing',
  requires_capture: 'processing',
  succeeded: 'succeeded',
  canceled: 'canceled',
};

const REFUNDS: Readonly<Record<string, RefundStatus>> = {
  pending: 'processing',
  requires_action: 'processing',
  succeeded: 'succeeded',
  failed: 'failed',
  canceled: 'failed',
};

const DISPUTES: Readonly<Record<string, ProcessorDispute['status']>> = {
  warning_needs_response: 'open',
  warning_under_review: 'open',
  needs_response: 'open',
  under_review: 'open',
  warning_closed: 'won',
  prevented: 'won',
  charge_refunded: 'won',
  won: 'won',
  lost: 'lost',
};

/** Where a payment intent stands; a word of a later API version is no verdict: `processing`. */
export function intentStatus(word: unknown): IntentStatus {
  return lookUp(INTENTS, word) ?? 'processing';
}

/** Where a refund stands; unknown words and none at all are `processing`. */
export function refundStatus(word: unknown): RefundStatus {
  return lookUp(REFUNDS, word) ?? 'processing';
}

/** Where a dispute stands; unknown words are `open`. An inquiry that came to nothing counts as won. */
export function disputeStatus(word: unknown): ProcessorDispute['status'] {
  return lookUp(DISPUTES, word) ?? 'open';
}

function lookUp<T>(table: Readonly<Record<string, T>>, word: unknown): T | undefined {
  return typeof word === 'string' && Object.hasOwn(table, word) ? table[word] : undefined;
}
