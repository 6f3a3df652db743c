import type { PaymentIntentRow, SetupIntentRow } from '../rows.js';
import type { Fields, Reader } from './fields.js';

/** Where the payer proves who he is; Stripe.js gets an object it understands, other pages an address. */
export function nextActionView(row: PaymentIntentRow | SetupIntentRow, reader: Reader): Fields | null {
  if (row.status !== 'requires_action') return null;
  const url = `${reader.base}/3ds/${row.id}?key=${row.secret.slice(-12)}`;
  if (row.sdk) {
    return { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect', stripe_js: url, source: row.payment_method } };
  }
  return { type: 'redirect_to_url', redirect_to_url: { return_url: row.return_url, url } };
}
