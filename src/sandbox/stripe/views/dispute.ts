import type { DisputeRow } from '../rows.js';
import { balanceTransactionView } from './balance-transaction.js';
import type { Fields, Reader } from './fields.js';

const WEEK = 7 * 86_400;

export const EVIDENCE = [
  'access_activity_log', 'billing_address', 'cancellation_policy', 'cancellation_policy_disclosure', 'cancellation_rebuttal',
  'customer_communication', 'customer_email_address', 'customer_name', 'customer_purchase_ip', 'customer_signature',
  'duplicate_charge_documentation', 'duplicate_charge_explanation', 'duplicate_charge_id', 'product_description', 'receipt',
  'refund_policy', 'refund_policy_disclosure', 'refund_refusal_explanation', 'service_date', 'service_documentation',
  'shipping_address', 'shipping_carrier', 'shipping_date', 'shipping_documentation', 'shipping_tracking_number',
  'uncategorized_file', 'uncategorized_text',
];

export function disputeView(row: DisputeRow, reader: Reader): Fields {
  const current = reader.shape === 'current';
  const evidence: Fields = Object.fromEntries(EVIDENCE.map((name) => [name, row.evidence[name] ?? null]));
  const network = { brand: row.brand, network_reason_code: '10.4' };
  return {
    id: row.id,
    object: 'dispute',
    amount: row.amount,
    balance_transactions: row.balance_transactions
      .map((id) => reader.find('balance_transaction', id))
      .filter((transaction) => transaction !== undefined)
      .map((transaction) => balanceTransactionView(transaction, reader)),
    charge: row.charge,
    created: row.created,
    currency: row.currency,
    ...(current && { enhanced_eligibility_types: [] }),
    evidence: current ? { ...evidence, enhanced_evidence: {} } : evidence,
    evidence_details: {
      due_by: row.created + WEEK,
      ...(current && { enhanced_eligibility: {} }),
      has_evidence: Object.keys(row.evidence).length > 0,
      past_due: false,
      submission_count: row.submitted,
    },
    is_charge_refundable: false,
    livemode: false,
    metadata: row.metadata,
    payment_intent: row.payment_intent,
    payment_method_details: { card: current ? { ...network, case_type: 'chargeback', network: row.brand } : network, type: 'card' },
    reason: row.reason,
    status: row.status,
  };
}
