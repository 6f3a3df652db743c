import { account, post } from '../ledger/index.js';
import type { Intent } from '../ports/processor.js';
import type { Tx } from '../tx.js';
import type { Payment } from './payment.js';
import { fillDetails, lockPayments } from './store.js';

/**
 * Completes a settled payment with what an event does not tell: the card that paid, and what the processor keeps
 * (booked once, as a cost). Changes nothing that is known already.
 */
export async function recordDetails(tx: Tx, paymentId: string, intent: Intent): Promise<void> {
  const [payment] = await lockPayments(tx, [paymentId]);
  if (!payment || payment.state !== 'succeeded' || payment.externalId !== intent.externalId) return;
  await fillDetails(tx, payment.id, { fee: intent.fee, cardBrand: intent.card?.brand ?? null, cardLast4: intent.card?.last4 ?? null });
  if (payment.fee === null && intent.fee !== null && intent.fee > 0n) postFee(tx, payment, intent.fee);
}

/** What the processor keeps never reaches us: a cost, out of the money at its account. Minor units. */
export function postFee(tx: Tx, payment: Pick<Payment, 'id' | 'processor' | 'account' | 'currency'>, fee: bigint): void {
  post(tx, {
    kind: 'fee',
    occasion: `payment.fee:${payment.id}`,
    reference: { payment_id: payment.id },
    lines: [
      { account: account('processor_fees', payment.currency), amount: fee },
      { account: account('cash', payment.currency, `${payment.processor}:${payment.account}`), amount: -fee },
    ],
  });
}
