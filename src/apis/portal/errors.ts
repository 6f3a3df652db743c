import type { Voice } from '../errors.js';

const TRY_LATER = 'Too many requests. Please try again later.';

/** The portal document: a bare sentence, and no status outside of its list (refusals and conflicts are 400). */
export const voice: Voice = {
  status: {
    missing: 404, refused: 400, conflict: 400, invalid: 400, unauthenticated: 401, forbidden: 403,
    throttled: 429, upstream: 500, unavailable: 503, bug: 500,
  },
  words: {
    missing: 'Not found', refused: 'Not possible', conflict: 'Not possible now', invalid: 'Invalid request', unauthenticated: 'Unauthorized',
    forbidden: 'Forbidden', throttled: TRY_LATER, upstream: 'Internal server error', unavailable: 'Service temporarily unavailable', bug: 'Internal server error',
  },
  say: {
    input_missing: 'Missing required fields',
    amount_invalid: 'Invalid amount',
    format_invalid: 'Invalid format',
    year_invalid: 'Invalid year',
    customer_not_found: 'Customer not found',
    invoice_not_found: 'Invoice not found',
    invoice_already_paid: 'Invoice already paid',
    invoice_not_payable: 'Invoice cannot be paid',
    appointment_not_found: 'Appointment not found',
    appointment_not_cancellable: 'Cannot cancel this appointment',
    reward_not_found: 'Reward not found',
    points_insufficient: 'Insufficient points',
    notification_type_invalid: 'Invalid notification type',
    payment_not_found: 'Payment not found',
    payment_not_successful: 'Payment not successful',
    payment_declined: 'Payment declined',
    payment_in_progress: 'A payment for this invoice is already being processed',
    payment_method_not_found: 'Payment method not found',
    payment_method_id_missing: 'Payment method ID is required',
    processor_customer_id_missing: 'Customer ID is required',
    idempotency_key_reused: 'Idempotency-Key was already used with another request',
    idempotency_key_running: { status: 503, text: 'The same request is still being processed' },
    body_too_large: 'Request body too large',
    media_type_unsupported: 'Unsupported content type',
  },
  envelope: ({ text }) => ({ error: text }),
};
