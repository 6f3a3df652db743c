import type { ChargeRow } from '../rows.js';
import { billingView } from './payment-method.js';
import type { Fields, Reader } from './fields.js';

export function chargeView(row: ChargeRow, reader: Reader): Fields {
  const current = reader.shape === 'current';
  return {
    id: row.id,
    object: 'charge',
    amount: row.amount,
    amount_captured: row.amount_captured,
    amount_refunded: row.amount_refunded,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: row.balance_transaction,
    billing_details: billingView(row.billing, reader),
    calculated_statement_descriptor: 'PAYDESK',
    captured: row.captured,
    created: row.created,
    currency: row.currency,
    customer: row.customer,
    description: row.description,
    disputed: row.disputed,
    failure_balance_transaction: null,
    failure_code: row.failure?.code ?? null,
    failure_message: row.failure?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: row.metadata,
    on_behalf_of: null,
    outcome: outcomeView(row, current),
    paid: row.status === 'succeeded',
    payment_intent: row.payment_intent,
    payment_method: row.payment_method,
    payment_method_details: { card: paidCardView(row, current), type: 'card' },
    receipt_email: row.receipt_email,
    receipt_number: null,
    receipt_url: row.status === 'succeeded' ? `${reader.base}/receipts/${row.id}` : null,
    refunded: row.amount_captured > 0 && row.amount_refunded === row.amount_captured,
    review: null,
    shipping: row.shipping && { ...row.shipping },
    source_transfer: null,
    statement_descriptor: row.statement_descriptor,
    statement_descriptor_suffix: row.statement_descriptor_suffix,
    status: row.status,
    transfer_data: null,
    transfer_group: row.transfer_group,
    ...(current ? { source: null } : { invoice: null }),
  };
}

function outcomeView(row: ChargeRow, current: boolean): Fields {
  const declined = row.failure !== null;
  return {
    ...(current && {
      advice_code: declined ? 'try_again_later' : null,
      network_advice_code: null,
      network_decline_code: declined ? '05' : null,
    }),
    network_status: declined ? 'declined_by_network' : 'approved_by_network',
    reason: row.failure?.reason ?? null,
    risk_level: 'normal',
    risk_score: 24,
    seller_message: declined ? 'The bank did not return any further details with this decline.' : 'Payment complete.',
    type: declined ? 'issuer_declined' : 'authorized',
  };
}

function paidCardView(row: ChargeRow, current: boolean): Fields {
  const { card } = row;
  return {
    amount_authorized: row.status === 'succeeded' ? row.amount : null,
    ...(current && {
      authorization_code: row.status === 'succeeded' ? row.id.slice(-6).toUpperCase() : null,
      network_transaction_id: row.id.slice(-15),
      regulated_status: 'unregulated',
      transaction_link_id: null,
    }),
    brand: card.brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: card.cvc ? 'pass' : null },
    country: card.country,
    exp_month: card.exp_month,
    exp_year: card.exp_year,
    extended_authorization: { status: 'disabled' },
    fingerprint: card.fingerprint,
    funding: card.funding,
    incremental_authorization: { status: 'unavailable' },
    installments: null,
    last4: card.last4,
    mandate: null,
    multicapture: { status: 'unavailable' },
    network: card.brand,
    network_token: { used: false },
    overcapture: { maximum_amount_capturable: row.amount, status: 'unavailable' },
    three_d_secure: row.authenticated
      ? {
          authentication_flow: 'challenge',
          electronic_commerce_indicator: '05',
          exemption_indicator: null,
          result: 'authenticated',
          result_reason: null,
          transaction_id: row.id.slice(-12),
          version: '2.2.0',
        }
      : null,
    wallet: null,
  };
}
