import type { CheckoutSessionRow } from '../rows.js';
import type { Fields, Json, Reader } from './fields.js';

const EMPTY_ADDRESS = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null };

export function checkoutSessionView(row: CheckoutSessionRow, reader: Reader): Fields {
  const current = reader.shape === 'current';
  return {
    id: row.id,
    object: 'checkout.session',
    after_expiration: null,
    allow_promotion_codes: null,
    amount_subtotal: row.amount,
    amount_total: row.amount,
    automatic_tax: { enabled: false, liability: null, ...(current && { provider: null }), status: null },
    billing_address_collection: row.billing_address_collection,
    cancel_url: row.cancel_url,
    client_reference_id: row.client_reference_id,
    client_secret: null,
    consent: null,
    consent_collection: null,
    created: row.created,
    currency: row.currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
    customer: row.customer,
    customer_creation: row.customer_creation,
    customer_details: detailsView(row, current),
    customer_email: row.customer_email,
    expires_at: row.expires_at,
    invoice: null,
    invoice_creation: null,
    livemode: false,
    locale: row.locale,
    metadata: row.metadata,
    mode: 'payment',
    payment_intent: row.payment_intent,
    payment_link: null,
    payment_method_collection: 'if_required',
    payment_method_configuration_details: null,
    payment_method_options: { card: { request_three_d_secure: 'automatic' } },
    payment_method_types: ['card'],
    payment_status: row.payment_status,
    phone_number_collection: { enabled: false },
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: row.status,
    submit_type: row.submit_type,
    subscription: null,
    success_url: row.success_url,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: current ? 'hosted_page' : 'hosted',
    url: row.status === 'open' ? `${row.base}/c/pay/${row.id}` : null,
    ...(current ? CURRENT_ONLY : { shipping_details: null }),
  };
}

const CURRENT_ONLY: Fields = {
  adaptive_pricing: { enabled: false },
  collected_information: null,
  customer_account: null,
  discounts: [],
  integration_identifier: null,
  managed_payments: { enabled: false },
  origin_context: null,
  permissions: null,
  wallet_options: null,
};

function detailsView({ details, customer_email: email }: CheckoutSessionRow, current: boolean): Fields | null {
  if (!details && email === null) return null;
  const { address = null, name = null, phone = null } = details ?? {};
  return {
    address: address && { ...EMPTY_ADDRESS, ...address },
    email: details?.email ?? email,
    name,
    phone,
    tax_exempt: 'none',
    tax_ids: [],
    ...(current && { business_name: null, individual_name: null }),
  };
}

/** What is paid for, as a list of its own. */
export function lineItemsView(row: CheckoutSessionRow, reader: Reader): Fields {
  const current = reader.shape === 'current';
  const data = row.items.map((item) => ({
    id: item.id,
    object: 'item',
    ...(current && { adjustable_quantity: null, metadata: {} }),
    amount_discount: 0,
    amount_subtotal: item.amount * item.quantity,
    amount_tax: 0,
    amount_total: item.amount * item.quantity,
    currency: row.currency,
    description: item.name,
    price: null,
    quantity: item.quantity,
  }));
  return { object: 'list', data: data as Json[], has_more: false, url: `/v1/checkout/sessions/${row.id}/line_items` };
}
