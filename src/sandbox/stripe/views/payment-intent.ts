import type { PaymentIntentRow } from '../rows.js';
import { intentErrorView } from './intent-error.js';
import { nextActionView } from './next-action.js';
import type { Fields, Reader } from './fields.js';

export function paymentIntentView(row: PaymentIntentRow, reader: Reader): Fields {
  const methods = row.methods ?? row.allowed_methods ?? ['card'];
  return {
    id: row.id,
    object: 'payment_intent',
    amount: row.amount,
    amount_capturable: row.amount_capturable,
    amount_details: { tip: {} },
    amount_received: row.amount_received,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: row.methods ? null : { allow_redirects: row.allow_redirects, enabled: true },
    canceled_at: row.canceled_at,
    cancellation_reason: row.cancellation_reason,
    capture_method: row.capture_method,
    client_secret: row.secret,
    confirmation_method: row.confirmation_method,
    created: row.created,
    currency: row.currency,
    customer: row.customer,
    description: row.description,
    last_payment_error: intentErrorView(row.error, reader),
    latest_charge: row.charge,
    livemode: false,
    metadata: row.metadata,
    next_action: nextActionView(row, reader),
    on_behalf_of: null,
    payment_method: row.payment_method,
    payment_method_configuration_details: row.methods ? null : { id: 'pmc_sandbox', parent: null },
    payment_method_options: { card: { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' } },
    payment_method_types: methods,
    processing: null,
    receipt_email: row.receipt_email,
    review: null,
    setup_future_usage: row.setup_future_usage,
    shipping: row.shipping && { ...row.shipping },
    statement_descriptor: row.statement_descriptor,
    statement_descriptor_suffix: row.statement_descriptor_suffix,
    status: row.status,
    transfer_data: null,
    transfer_group: row.transfer_group,
    ...(reader.shape === 'classic' ? { invoice: null } : currentOnly(row)),
  };
}

function currentOnly(row: PaymentIntentRow): Fields {
  return {
    allowed_payment_method_types: row.allowed_methods,
    customer_account: null,
    excluded_payment_method_types: null,
    managed_payments: { enabled: false },
    source: null,
  };
}

const PUBLIC = [
  'id', 'object', 'amount', 'automatic_payment_methods', 'canceled_at', 'cancellation_reason', 'capture_method',
  'client_secret', 'confirmation_method', 'created', 'currency', 'description', 'last_payment_error', 'last_setup_error',
  'livemode', 'next_action', 'payment_method', 'payment_method_types', 'processing', 'receipt_email',
  'setup_future_usage', 'shipping', 'status', 'usage',
];

/** What a holder of the client secret may see of an intent. */
export function publicIntentView(fields: Fields): Fields {
  return Object.fromEntries(PUBLIC.filter((name) => name in fields).map((name) => [name, fields[name]]));
}
