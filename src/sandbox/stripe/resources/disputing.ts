import { newId } from '../ids.js';
import type { BalanceTransactionRow, ChargeRow, DisputeRow } from '../rows.js';
import type { Work } from '../work.js';

const DISPUTE_FEE = 1500;

/** The holder takes the money back; the bank also keeps a fee of 15.00. */
export function openDispute(work: Work, charge: ChargeRow, reason: string, amount = charge.amount): DisputeRow {
  const id = newId('dp');
  const withdrawn = adjust(work, charge, id, -amount, DISPUTE_FEE, 'dispute');
  const dispute = work.put('dispute', {
    id,
    created: work.now,
    metadata: {},
    amount,
    currency: charge.currency,
    charge: charge.id,
    payment_intent: charge.payment_intent,
    reason,
    status: 'needs_response',
    brand: charge.card.brand,
    balance_transactions: [withdrawn.id],
    evidence: {},
    submitted: 0,
  });
  work.put('charge', { ...charge, disputed: true });
  work.emit('charge.dispute.created', 'dispute', dispute);
  work.emit('charge.dispute.funds_withdrawn', 'dispute', dispute);
  return dispute;
}

/** Won: the money and the fee come back. Lost: they do not. */
export function closeDispute(work: Work, dispute: DisputeRow, outcome: 'won' | 'lost'): DisputeRow {
  const closed = { ...dispute, status: outcome };
  if (outcome === 'lost') {
    work.put('dispute', closed);
    work.emit('charge.dispute.closed', 'dispute', closed);
    return closed;
  }
  const charge = work.need('charge', dispute.charge);
  const back = adjust(work, charge, dispute.id, dispute.amount, -DISPUTE_FEE, 'dispute_reversal');
  const won = work.put('dispute', { ...closed, balance_transactions: [...dispute.balance_transactions, back.id] });
  work.put('charge', { ...charge, disputed: false });
  work.emit('charge.dispute.closed', 'dispute', won);
  work.emit('charge.dispute.funds_reinstated', 'dispute', won);
  return won;
}

function adjust(work: Work, charge: ChargeRow, source: string, amount: number, fee: number, category: string): BalanceTransactionRow {
  return work.put('balance_transaction', {
    id: newId('txn'),
    created: work.now,
    metadata: {},
    amount,
    fee,
    currency: charge.currency,
    type: 'adjustment',
    reporting_category: category,
    source,
    description: `Chargeback for ${charge.id}`,
  });
}
