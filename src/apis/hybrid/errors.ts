import { shout, usualStatus } from '../errors.js';
import type { Refusal, Voice } from '../errors.js';
import type { FailureCode, FailureKind } from '../../kernel/failure.js';

const CODES: Readonly<Partial<Record<FailureCode, string>>> = {
  amount_invalid: 'INVALID_PAYMENT_AMOUNT',
  payment_declined: 'EXTERNAL_API_ERROR',
  webhook_signature_invalid: 'WEBHOOK_SIGNATURE_INVALID',
  method_not_allowed: 'METHOD_NOT_ALLOWED',
};

const KINDS: Readonly<Partial<Record<FailureKind, string>>> = {
  missing: 'NOT_FOUND', invalid: 'VALIDATION_ERROR', unauthenticated: 'UNAUTHORIZED', forbidden: 'INSUFFICIENT_PERMISSIONS',
  throttled: 'RATE_LIMIT_EXCEEDED', upstream: 'EXTERNAL_API_ERROR', bug: 'INTERNAL_ERROR', unavailable: 'SERVICE_UNAVAILABLE',
};

/** The hybrid document: code, message, details, the time and the request. */
export const voice: Voice = {
  status: { ...usualStatus, refused: 422, upstream: 424 },
  words: {
    missing: 'Not found', refused: 'Not possible in this state', conflict: 'Conflicts with the current state', invalid: 'Invalid request data',
    unauthenticated: 'Authentication required', forbidden: 'Insufficient permissions', throttled: 'Rate limit exceeded',
    upstream: 'External processor declined or failed', unavailable: 'Service temporarily unavailable', bug: 'Internal server error',
  },
  say: {
    amount_invalid: 'Payment amount outside allowed range',
    payment_declined: { status: 424, text: 'External processor declined or failed' },
    processor_unavailable: { status: 502, text: 'External processor connection failed' },
    webhook_signature_invalid: 'Webhook signature verification failed',
    idempotency_key_reused: { status: 422, text: 'Idempotency-Key was already used with another request' },
    idempotency_key_running: 'The same request is still being processed',
    body_too_large: 'Request body too large',
    media_type_unsupported: 'Unsupported content type',
  },
  envelope,
};

function envelope({ code, kind, text, details, at, requestId }: Refusal): object {
  return { error: { code: CODES[code] ?? KINDS[kind] ?? shout(code), message: text, details, timestamp: at.toISOString(), request_id: requestId } };
}
