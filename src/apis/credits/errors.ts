import type { Voice } from '../errors.js';

/** The credits document knows 400, 401, 403 and 500; infrastructure that is away still says 503. */
export const voice: Voice = {
  status: {
    missing: 400, refused: 400, conflict: 400, invalid: 400, unauthenticated: 401, forbidden: 403,
    throttled: 429, upstream: 500, unavailable: 503, bug: 500,
  },
  words: {
    missing: 'Not found', refused: 'Not possible', conflict: 'Not possible now', invalid: 'Invalid request', unauthenticated: 'User not authenticated',
    forbidden: 'Forbidden', throttled: 'Too many requests. Please try again later.', upstream: 'Internal server error',
    unavailable: 'Service temporarily unavailable', bug: 'Internal server error',
  },
  say: {
    route_unknown: { status: 404, text: 'Not found' },
    method_not_allowed: { status: 404, text: 'Not found' },
    credit_package_not_found: 'Credit package not found',
    payment_method_not_found: 'Payment method not found',
    amount_invalid: 'Invalid amount',
    payment_in_progress: { status: 500, text: 'Another payment for this is under way' },
    webhook_signature_invalid: 'Invalid signature',
    idempotency_key_reused: 'Idempotency-Key was already used with another request',
    idempotency_key_running: { status: 500, text: 'The same request is still being processed' },
    body_too_large: 'Request body too large',
    media_type_unsupported: 'Unsupported content type',
  },
  envelope: ({ text }) => ({ success: false, error: text }),
};
