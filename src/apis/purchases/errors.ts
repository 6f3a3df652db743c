import type { Voice } from '../errors.js';

/** The purchases document: a message; the error and its stack only where insides may be shown. */
export const voice: Voice = {
  status: {
    missing: 404, refused: 400, conflict: 400, invalid: 400, unauthenticated: 401, forbidden: 403,
    throttled: 429, upstream: 500, unavailable: 503, bug: 500,
  },
  words: {
    missing: 'Not found', refused: 'Not possible', conflict: 'Not possible now', invalid: 'Invalid request', unauthenticated: 'Unauthorized',
    forbidden: 'Forbidden', throttled: 'Too many requests. Please try again later.', upstream: 'Internal server error',
    unavailable: 'Service temporarily unavailable', bug: 'Internal server error',
  },
  say: {
    program_not_found: 'Program not found',
    program_free: 'This program is free. No payment required.',
    program_full: 'This program is full',
    class_reps_full: 'Class representative spots are full',
    already_enrolled: 'You are already enrolled in this program',
    payment_in_progress: 'A payment for this program is still being processed',
    purchase_not_found: 'Purchase not found',
    idempotency_key_reused: 'Idempotency-Key was already used with another request',
    idempotency_key_running: { status: 500, text: 'The same request is still being processed' },
    body_too_large: 'Request body too large',
    media_type_unsupported: 'Unsupported content type',
  },
  envelope: ({ text, shown }) => (shown ? { message: text, error: shown.message, stack: shown.stack } : { message: text }),
};
