import { newId } from '../../kernel/ids.js';
import { larger } from '../../kernel/money.js';
import type { ProcessorDispute } from '../ports/processor.js';
import type { Tx } from '../tx.js';
import { record } from '../audit/index.js';
import { SYSTEM } from '../tx.js';
import type { HeardRefund } from './apply-refunds.js';
import { findDispute, writeDispute } from './disputes-store.js';
import { factsOf } from './payment.js';
import type { Payment } from './payment.js';
import { addToPayment, findIdsByExternal, lockPayments } from './store.js';

/**
 * Takes in what processors say of disputes. What is held back moves to the amount the dispute stands at, so
 * any order and any repetition end the same; won and lost are final.
 */
export async function applyDisputes(tx: Tx, heard: readonly ProcessorDispute[]): Promise<HeardRefund[]> {
  const answers: HeardRefund[] = [];
  for (const one of heard) {
    const ids = one.intentExternalId === null ? new Map<string, string>() : await findIdsByExternal(tx, one.processor, one.account, [one.intentExternalId]);
    const [payment] = await lockPayments(tx, [...ids.values()]);
    if (payment?.state !== 'succeeded') answers.push('early');
    else {
      await applyOne(tx, payment, one);
      answers.push('applied');
    }
  }
  return answers;
}

async function applyOne(tx: Tx, payment: Payment, heard: ProcessorDispute): Promise<void> {
  const known = await findDispute(tx, heard);
  if (known && known.state !== 'open') return;
  const id = known?.id ?? newId(tx.now.getTime());
  // While it is open, a late word of its beginning does not give back what was taken since.
  const withdrawn = heard.status === 'open' ? larger(heard.withdrawn, known?.withdrawn ?? 0n) : heard.withdrawn;
  const delta = withdrawn - (known?.withdrawn ?? 0n);
  const moves = (known?.moves ?? 0) + (delta === 0n ? 0 : 1);
  await writeDispute(tx, { id, paymentId: payment.id, moves, withdrawn, heard });
  record(tx, { actor: SYSTEM, action: `dispute.${heard.status}`, resourceType: 'payment', resourceId: payment.id, details: { dispute_id: id, amount: heard.amount, withdrawn, reason: heard.reason } });
  if (delta !== 0n) await addToPayment(tx, payment.id, { disputed: delta });
  if (heard.status === 'lost') tx.announce({ type: 'dispute.lost', ...factsOf(payment), disputeId: id });
  if (delta === 0n) return;
  tx.announce({ type: 'dispute.moved', ...factsOf(payment), disputeId: id, move: moves, delta, state: heard.status });
}
