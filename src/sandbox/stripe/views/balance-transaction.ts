import type { BalanceTransactionRow } from '../rows.js';
import type { Fields, Reader } from './fields.js';

const TWO_DAYS = 2 * 86_400;

export function balanceTransactionView(row: BalanceTransactionRow, reader: Reader): Fields {
  const fee = { amount: row.fee, application: null, currency: row.currency, type: 'stripe_fee' };
  return {
    id: row.id,
    object: 'balance_transaction',
    amount: row.amount,
    available_on: row.created + TWO_DAYS,
    ...(reader.shape === 'current' && { balance_type: 'payments' }),
    created: row.created,
    currency: row.currency,
    description: row.description,
    exchange_rate: null,
    fee: row.fee,
    fee_details: row.fee === 0 ? [] : [{ ...fee, description: feeName(row.type) }],
    net: row.amount - row.fee,
    reporting_category: row.reporting_category,
    source: row.source,
    status: row.created <= reader.availableUntil ? 'available' : 'pending',
    type: row.type,
  };
}

const feeName = (type: string): string => (type === 'adjustment' ? 'Dispute fee' : 'Stripe processing fees');
