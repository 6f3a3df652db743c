import type { Kind, Rows } from '../rows.js';
import { balanceTransactionView } from './balance-transaction.js';
import { chargeView } from './charge.js';
import { checkoutSessionView } from './checkout-session.js';
import { customerView } from './customer.js';
import { disputeView } from './dispute.js';
import type { Fields, Reader } from './fields.js';
import { paymentIntentView } from './payment-intent.js';
import { paymentMethodView } from './payment-method.js';
import { refundView } from './refund.js';
import { setupIntentView } from './setup-intent.js';
import { webhookEndpointView } from './webhook-endpoint.js';

const views: { [K in Kind]: (row: Rows[K], reader: Reader) => Fields } = {
  balance_transaction: balanceTransactionView,
  charge: chargeView,
  checkout_session: checkoutSessionView,
  customer: customerView,
  dispute: disputeView,
  payment_intent: paymentIntentView,
  payment_method: paymentMethodView,
  refund: refundView,
  setup_intent: setupIntentView,
  webhook_endpoint: webhookEndpointView,
};

/** The object as Stripe would send it at the reader's version. */
export function viewOf<K extends Kind>(kind: K, row: Rows[K], reader: Reader): Fields {
  return views[kind](row, reader);
}
