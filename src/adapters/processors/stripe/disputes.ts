import type { ProcessorDispute } from '../../../core/ports/processor.js';
import type { Minor } from '../../../kernel/money.js';
import { larger } from '../../../kernel/money.js';
import { disputeStatus } from './status.js';
import { amountIn, currencyIn, idIn, isWire, referenceIn, textIn, wireOf } from './wire.js';

/** Their dispute as ours. */
export function readDispute(value: unknown, account: string): ProcessorDispute {
  const wire = wireOf(value, 'dispute');
  const amount = amountIn(wire['amount']);
  const status = disputeStatus(wire['status']);
  return {
    processor: 'stripe',
    account,
    externalId: idIn(wire),
    intentExternalId: referenceIn(wire['payment_intent']),
    status,
    amount,
    // Won is told before the money is back, and nothing is told afterwards that would change it.
    withdrawn: status === 'won' ? 0n : withdrawnOf(wire['balance_transactions'], amount, currencyIn(wire['currency'])),
    reason: textIn(wire['reason']),
  };
}

/**
 * What the movements of the balance hold back, fees left out. In another currency than the payment's only
 * their direction is of use: then it is all or nothing.
 */
function withdrawnOf(movements: unknown, amount: Minor, currency: string): Minor {
  if (!Array.isArray(movements)) return 0n;
  let held = 0n;
  let foreign = false;
  for (const movement of movements) {
    if (!isWire(movement)) continue;
    held -= amountIn(movement['amount']);
    foreign ||= currencyIn(movement['currency']) !== currency;
  }
  if (foreign) return held > 0n ? amount : 0n;
  return larger(held, 0n);
}
