import type { RefundRow } from '../rows.js';
import type { Fields, Reader } from './fields.js';

export function refundView(row: RefundRow, reader: Reader): Fields {
  const charge = reader.find('charge', row.charge);
  return {
    id: row.id,
    object: 'refund',
    amount: row.amount,
    balance_transaction: row.balance_transaction,
    charge: row.charge,
    created: row.created,
    currency: row.currency,
    ...(reader.shape === 'current' && {
      customer: charge?.customer ?? null,
      customer_account: null,
      payment_method: charge?.payment_method ?? null,
    }),
    destination_details: { card: { type: 'refund' }, type: 'card' },
    ...(row.failure_reason !== null && { failure_reason: row.failure_reason }),
    ...(row.failure_balance_transaction !== null && { failure_balance_transaction: row.failure_balance_transaction }),
    metadata: row.metadata,
    payment_intent: row.payment_intent,
    reason: row.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: row.status,
    transfer_reversal: null,
  };
}
