import type { IntentError } from '../rows.js';
import { paymentMethodView } from './payment-method.js';
import type { Fields, Reader } from './fields.js';

/** `last_payment_error` and `last_setup_error`. */
export function intentErrorView(error: IntentError | null, reader: Reader): Fields | null {
  if (error === null) return null;
  const { payment_method: method, ...rest } = error;
  if (!method) return { ...rest };
  return { ...rest, payment_method: paymentMethodView(method, reader), payment_method_type: 'card' };
}
