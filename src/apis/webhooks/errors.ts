import { usualStatus } from '../errors.js';
import type { Voice } from '../errors.js';

/** `POST /api/webhooks/stripe` is in two documents: errors carry the key of each, with the sentence of each. */
export const voice: Voice = {
  status: { ...usualStatus, refused: 400, conflict: 400, upstream: 500 },
  words: {
    missing: 'Not found', refused: 'Not possible', conflict: 'Not possible now', invalid: 'Invalid request', unauthenticated: 'Unauthorized',
    forbidden: 'Forbidden', throttled: 'Too many requests. Please try again later.', upstream: 'Webhook handler failed',
    unavailable: 'Service temporarily unavailable', bug: 'Webhook handler failed',
  },
  say: { body_too_large: 'Request body too large', media_type_unsupported: 'Unsupported content type' },
  envelope({ code, kind, text }) {
    if (code === 'webhook_signature_invalid') return { error: 'Invalid signature', message: 'Webhook signature verification failed' };
    if (kind === 'bug' || kind === 'upstream') return { error: 'Webhook handler failed', message: 'Error processing webhook' };
    return { error: text, message: text };
  },
};
