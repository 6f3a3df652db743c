import { shout, usualStatus } from '../errors.js';
import type { Refusal, Voice } from '../errors.js';
import type { FailureCode, FailureKind } from '../../kernel/failure.js';

const CODES: Readonly<Partial<Record<FailureCode, string>>> = {
  credentials_invalid: 'INVALID_CREDENTIALS',
  code_invalid: 'TWO_FACTOR_INVALID',
  digits_wrong: 'TWO_FACTOR_INVALID',
  token_invalid: 'TOKEN_INVALID',
  second_factor_enabled: 'CONFLICT',
  email_taken: 'EMAIL_ALREADY_REGISTERED',
  customer_exists: 'CONFLICT',
  customer_has_open_money: 'CONFLICT',
  firebase_app_taken: 'CONFLICT',
  invoice_already_paid: 'INVOICE_ALREADY_PAID',
  invoice_not_editable: 'INVOICE_NOT_EDITABLE',
  proposal_not_editable: 'PROPOSAL_NOT_EDITABLE',
  proposal_not_actionable: 'PROPOSAL_NOT_ACTIONABLE',
  proposal_not_accepted: 'PROPOSAL_NOT_ACTIONABLE',
  proposal_already_generated: 'ALREADY_GENERATED',
  proposal_changed: 'CONFLICT',
  recurring_already_billed: 'ALREADY_GENERATED',
  payment_declined: 'PAYMENT_FAILED',
  charge_not_allowed: 'CHARGE_NOT_ALLOWED',
  webhook_signature_invalid: 'WEBHOOK_SIGNATURE_INVALID',
  method_not_allowed: 'METHOD_NOT_ALLOWED',
  body_too_large: 'BODY_TOO_LARGE',
  media_type_unsupported: 'UNSUPPORTED_MEDIA_TYPE',
};

const KINDS: Readonly<Partial<Record<FailureKind, string>>> = {
  missing: 'NOT_FOUND', invalid: 'VALIDATION_ERROR', unauthenticated: 'UNAUTHORIZED', forbidden: 'FORBIDDEN',
  throttled: 'RATE_LIMIT_EXCEEDED', upstream: 'INTERNAL_ERROR', bug: 'INTERNAL_ERROR', unavailable: 'SERVICE_UNAVAILABLE',
};

/** The billing document: code, message, details where there are any. */
export const voice: Voice = {
  status: { ...usualStatus, upstream: 500 },
  words: {
    missing: 'Not found', refused: 'Not possible in this state', conflict: 'Conflicts with the current state', invalid: 'Validation failed',
    unauthenticated: 'Authentication required', forbidden: 'You do not have access to this resource', throttled: 'Too many requests',
    upstream: 'Internal server error', unavailable: 'Service temporarily unavailable', bug: 'Internal server error',
  },
  say: {
    credentials_invalid: 'Invalid email or password',
    code_invalid: 'Invalid verification code',
    digits_wrong: { status: 401, text: 'Invalid verification code' },
    token_invalid: 'Invalid or expired token',
    second_factor_enabled: 'Two-factor authentication is already enabled',
    email_taken: 'Email already registered',
    customer_not_found: 'Customer not found',
    customer_exists: 'A customer with this billing email exists',
    customer_has_open_money: 'Customer has open invoices, credit or payments under way',
    firebase_app_taken: 'Another customer has this Firebase app',
    invoice_not_found: 'Invoice not found',
    invoice_already_paid: 'Invoice is already paid',
    recurring_fee_missing: { status: 422, text: 'No recurring fee configured' },
    recurring_already_billed: 'Recurring invoice already exists for this period',
    proposal_not_found: 'Proposal not found',
    proposal_not_editable: 'Proposal can no longer be changed',
    proposal_not_actionable: 'Proposal can no longer be accepted or rejected',
    proposal_not_accepted: 'Proposal is not accepted',
    proposal_already_generated: 'Invoices already generated',
    proposal_changed: 'Proposal has changed',
    payment_not_found: 'Payment not found',
    payment_method_not_found: 'Payment method not found',
    payment_in_progress: 'A payment for this invoice is under way',
    charge_not_allowed: 'The customer has not allowed this card to be charged',
    payment_declined: { status: 402, text: 'Payment failed' },
    method_not_allowed: { status: 405, text: 'Method not allowed' },
    webhook_signature_invalid: 'Invalid webhook signature',
    idempotency_key_reused: { status: 400, text: 'Idempotency-Key was already used with another request' },
    idempotency_key_running: 'The same request is still being processed',
    body_too_large: 'Request body too large',
    media_type_unsupported: 'Unsupported content type',
  },
  envelope,
};

function envelope({ code, kind, text, details }: Refusal): object {
  const error = { code: CODES[code] ?? KINDS[kind] ?? shout(code), message: text };
  return { error: Object.keys(details).length > 0 ? { ...error, details } : error };
}
