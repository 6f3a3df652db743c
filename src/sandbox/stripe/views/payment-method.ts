import type { Billing, PaymentMethodRow } from '../rows.js';
import type { Fields, Reader } from './fields.js';

const EMPTY_ADDRESS = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null };

export function billingView(billing: Billing, reader: Reader): Fields {
  const { address, email, name, phone } = billing;
  const known = { address: { ...EMPTY_ADDRESS, ...address }, email, name, phone };
  return reader.shape === 'current' ? { ...known, tax_id: null } : known;
}

export function paymentMethodView(row: PaymentMethodRow, reader: Reader): Fields {
  const { card } = row;
  const current = reader.shape === 'current';
  return {
    id: row.id,
    object: 'payment_method',
    allow_redisplay: row.allow_redisplay,
    billing_details: billingView(row.billing, reader),
    card: {
      brand: card.brand,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: card.cvc ? 'pass' : null },
      country: card.country,
      display_brand: card.brand,
      exp_month: card.exp_month,
      exp_year: card.exp_year,
      fingerprint: card.fingerprint,
      funding: card.funding,
      generated_from: null,
      last4: card.last4,
      networks: { available: [card.brand], preferred: null },
      ...(current && { regulated_status: 'unregulated' }),
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: row.created,
    customer: row.customer,
    ...(current && { customer_account: null }),
    livemode: false,
    metadata: row.metadata,
    type: 'card',
  };
}
