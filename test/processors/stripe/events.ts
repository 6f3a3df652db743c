/** Events as Stripe writes them: pretty-printed, about 3 KB. */

type Fields = Record<string, unknown>;

/** Paid unless a status says otherwise. */
export function paymentIntent(fields: Fields = {}): Fields {
  const { id = 'pi_3QzT5bLk2JUvQ8aC0kPzXm1r', status = 'succeeded' } = fields;
  return {
    id, object: 'payment_intent', amount: 18500, amount_capturable: 0, amount_details: { tip: {} },
    amount_received: status === 'succeeded' ? 18500 : 0, application: null, application_fee_amount: null,
    automatic_payment_methods: { allow_redirects: 'never', enabled: true }, canceled_at: null, cancellation_reason: null,
    capture_method: 'automatic_async', client_secret: `${id}_secret_k2JUvQ8aC0kPzXm1rT5b`,
    confirmation_method: 'automatic', created: 1760000000, currency: 'usd', customer: 'cus_QXg1o8vcGmoR32', customer_account: null,
    description: 'Invoice INV-000123', excluded_payment_method_types: null, last_payment_error: null, latest_charge: 'ch_3QzT5bLk2JUvQ8aC0aBcDeFg',
    livemode: false, managed_payments: null, metadata: { paydesk_payment: '019a0000-1111-7222-8333-444455556666', invoice_0: '019a0000-aaaa-7bbb-8ccc-ddddeeeeffff' },
    next_action: null, on_behalf_of: null, payment_method: 'pm_1Pgc75B7WZ01zgkWlHVgdEGJ',
    payment_method_configuration_details: { id: 'pmc_1PgafyB7WZ01zgkW', parent: null },
    payment_method_options: { card: { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' } },
    payment_method_types: ['card'], processing: null, receipt_email: null, review: null, setup_future_usage: null, shipping: null,
    source: null, statement_descriptor: null, statement_descriptor_suffix: null, status, transfer_data: null, transfer_group: null,
    ...fields,
  };
}

export function refund(fields: Fields = {}): Fields {
  return {
    id: 're_3QzT5bLk2JUvQ8aC0refund1', object: 'refund', amount: 5000, balance_transaction: 'txn_3QzT5bLk2JUvQ8aC0bal', charge: 'ch_3QzT5bLk2JUvQ8aC0aBcDeFg',
    created: 1760000100, currency: 'usd', customer: 'cus_QXg1o8vcGmoR32', customer_account: null, metadata: { paydesk_refund: '019a0000-2222-7222-8333-444455556666' },
    payment_intent: 'pi_3QzT5bLk2JUvQ8aC0kPzXm1r', payment_method: 'pm_1Pgc75B7WZ01zgkWlHVgdEGJ', reason: null, receipt_number: null,
    source_transfer_reversal: null, status: 'succeeded', transfer_reversal: null,
    ...fields,
  };
}

export function movement(amount: number, currency = 'usd'): Fields {
  return { id: 'txn_1', object: 'balance_transaction', amount, currency, fee: amount < 0 ? 1500 : 0, net: amount, type: 'adjustment' };
}

export function dispute(fields: Fields = {}): Fields {
  return {
    id: 'dp_1Pgc71B7WZ01zgkWMevJiAUx', object: 'dispute', amount: 18500, balance_transactions: [movement(-18500)], charge: 'ch_3QzT5bLk2JUvQ8aC0aBcDeFg',
    created: 1760000200, currency: 'usd', evidence: {}, is_charge_refundable: false, livemode: false, metadata: {},
    payment_intent: 'pi_3QzT5bLk2JUvQ8aC0kPzXm1r', reason: 'fraudulent', status: 'needs_response',
    ...fields,
  };
}

export function charge(fields: Fields = {}): Fields {
  return {
    id: 'ch_3QzT5bLk2JUvQ8aC0aBcDeFg', object: 'charge', amount: 18500, amount_captured: 18500, amount_refunded: 5000, currency: 'usd',
    livemode: false, metadata: {}, paid: true, payment_intent: 'pi_3QzT5bLk2JUvQ8aC0kPzXm1r', refunded: false, status: 'succeeded',
    ...fields,
  };
}

/** The bytes of an event around `object`. */
export function eventBody(type: string, object: Fields, fields: Fields = {}): Buffer {
  const event = {
    id: 'evt_3QzT5bLk2JUvQ8aC0QqRrSsT', object: 'event', api_version: '2026-10-28.endive', created: 1760000001, data: { object },
    livemode: false, pending_webhooks: 2, request: { id: 'req_Abc123', idempotency_key: '019a0000-1111-7222-8333-444455556666' }, type,
    ...fields,
  };
  return Buffer.from(JSON.stringify(event, null, 2));
}
