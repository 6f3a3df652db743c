import { expect, test } from 'vitest';
import { disputeStatus, intentStatus, refundStatus } from './status.js';

test('every status of both API versions has a meaning', () => {
  const intents = ['requires_payment_method', 'requires_confirmation', 'requires_action', 'processing', 'requires_capture', 'canceled', 'succeeded'];
  expect(intents.map(intentStatus)).toEqual([
    'awaiting_method', 'awaiting_method', 'awaiting_action', 'processing', 'processing', 'canceled', 'succeeded',
  ]);
  expect(['pending', 'requires_action', 'succeeded', 'failed', 'canceled'].map(refundStatus)).toEqual([
    'processing', 'processing', 'succeeded', 'failed', 'failed',
  ]);
  expect(['warning_needs_response', 'warning_under_review', 'warning_closed', 'needs_response', 'under_review', 'won', 'lost'].map(disputeStatus)).toEqual([
    'open', 'open', 'won', 'open', 'open', 'won', 'lost',
  ]);
});

test('what we do not know is no verdict', () => {
  for (const word of ['paid', '', null, undefined, 7, 'constructor', '__proto__', 'toString']) {
    expect(intentStatus(word)).toBe('processing');
    expect(refundStatus(word)).toBe('processing');
    expect(disputeStatus(word)).toBe('open');
  }
});
