/**
 * Everything the product can refuse, and of what kind each refusal is. No HTTP and no sentences:
 * every API translates codes (or, where it has no word for one, kinds) with a table of its own.
 */
export const failureKinds = {
  // who is asking
  unauthenticated: 'unauthenticated',
  credentials_invalid: 'unauthenticated',
  refresh_token_invalid: 'unauthenticated',
  session_expired: 'unauthenticated',
  email_not_verified: 'unauthenticated',
  code_invalid: 'unauthenticated',
  account_locked: 'throttled',
  permission_missing: 'forbidden',
  origin_foreign: 'forbidden',
  // what is asked
  input_invalid: 'invalid',
  input_missing: 'invalid',
  amount_invalid: 'invalid',
  format_invalid: 'invalid',
  year_invalid: 'invalid',
  route_unknown: 'missing',
  method_not_allowed: 'missing',
  media_type_unsupported: 'invalid',
  body_too_large: 'invalid',
  // what it is about
  customer_not_found: 'missing',
  customer_exists: 'conflict',
  customer_has_open_money: 'conflict',
  firebase_app_taken: 'conflict',
  currency_in_use: 'conflict',
  currency_not_payable: 'conflict',
  user_not_found: 'missing',
  email_taken: 'conflict',
  password_weak: 'invalid',
  password_wrong: 'invalid',
  second_factor_needed: 'unauthenticated',
  second_factor_enabled: 'conflict',
  second_factor_not_recent: 'refused',
  token_invalid: 'invalid',
  digits_wrong: 'invalid',
  phone_invalid: 'invalid',
  invoice_not_found: 'missing',
  program_not_found: 'missing',
  program_free: 'refused',
  program_full: 'refused',
  class_reps_full: 'refused',
  already_enrolled: 'refused',
  purchase_not_found: 'missing',
  invoice_already_paid: 'refused',
  invoice_not_payable: 'refused',
  invoice_not_editable: 'conflict',
  invoice_changed: 'conflict',
  charge_not_allowed: 'refused',
  credit_insufficient: 'refused',
  proposal_not_found: 'missing',
  proposal_not_editable: 'conflict',
  proposal_not_actionable: 'conflict',
  proposal_not_accepted: 'conflict',
  proposal_already_generated: 'conflict',
  proposal_changed: 'conflict',
  payment_not_found: 'missing',
  payment_not_successful: 'refused',
  recurring_fee_missing: 'invalid',
  recurring_already_billed: 'conflict',
  pursuit_not_found: 'missing',
  pursuit_not_possible: 'conflict',
  payment_declined: 'refused',
  payment_in_progress: 'conflict',
  payment_not_refundable: 'refused',
  refund_exceeds_payment: 'refused',
  payment_method_not_found: 'missing',
  payment_method_id_missing: 'invalid',
  processor_customer_id_missing: 'invalid',
  appointment_not_found: 'missing',
  appointment_not_cancellable: 'refused',
  appointment_not_changeable: 'conflict',
  cancellation_fee_changed: 'conflict',
  reward_not_found: 'missing',
  redemption_not_found: 'missing',
  redemption_decided: 'conflict',
  message_not_found: 'missing',
  notification_type_invalid: 'invalid',
  cache_selector_missing: 'invalid',
  points_insufficient: 'refused',
  credit_package_not_found: 'missing',
  credit_spend_not_found: 'missing',
  credit_spend_decided: 'conflict',
  credits_insufficient: 'refused',
  balance_insufficient: 'refused',
  operation_not_found: 'missing',
  resource_not_found: 'missing',
  // repeated and concurrent calls
  idempotency_key_reused: 'invalid',
  idempotency_key_running: 'conflict',
  throttled: 'throttled',
  // the outside
  webhook_signature_invalid: 'invalid',
  webhook_handler_failed: 'bug',
  mail_not_written: 'bug',
  mail_not_queued: 'bug',
  processor_refused: 'upstream',
  processor_unavailable: 'upstream',
  database_unavailable: 'unavailable',
  database_busy: 'unavailable',
  safe_mode: 'unavailable',
  shutting_down: 'unavailable',
  bug: 'bug',
} as const satisfies Record<string, FailureKind>;

export type FailureKind =
  | 'missing' | 'refused' | 'conflict' | 'invalid' | 'unauthenticated' | 'forbidden'
  | 'throttled' | 'upstream' | 'unavailable' | 'bug';

export type FailureCode = keyof typeof failureKinds;

/** A refusal by a rule of the product. `details` may reach the caller: no secrets, no internals. */
export class Failure extends Error {
  override name = 'Failure';
  readonly kind: FailureKind;
  constructor(readonly code: FailureCode, readonly details: Record<string, unknown> = {}, options?: ErrorOptions) {
    super(code, options);
    this.kind = failureKinds[code];
  }
}

/** Is `error` a Failure, and (when codes are given) one of them? */
export function isFailure(error: unknown, ...codes: FailureCode[]): error is Failure {
  return error instanceof Failure && (codes.length === 0 || codes.includes(error.code));
}

/** Could the database not write it down, being away or busy? Nothing follows from that about what happened outside. */
export function isDatabaseFailure(error: unknown): error is Failure {
  return isFailure(error, 'database_unavailable', 'database_busy');
}
