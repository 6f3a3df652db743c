import { usualStatus } from '../errors.js';
import type { Refusal, Voice } from '../errors.js';

/** What no document covers: problem details (RFC 9457) with our own code. */
export const voice: Voice = {
  status: usualStatus,
  words: {
    missing: 'There is no such thing, or it is not yours.', refused: 'That is not possible in this state.', conflict: 'That conflicts with what is going on.',
    invalid: 'Something in the request is not right.', unauthenticated: 'Please sign in.', forbidden: 'You may not do that.',
    throttled: 'Too many requests. Please try again later.', upstream: 'A partner of ours did not answer. No money has moved.',
    unavailable: 'We are not available at the moment. Please try again.', bug: 'Something broke on our side.',
  },
  say: {
    credentials_invalid: 'That e-mail and password do not belong together.',
    email_not_verified: 'Please confirm your e-mail address first: follow the link in the letter we sent you.',
    code_invalid: 'This link was used already, or it is too old. Ask for a new one.',
    password_weak: 'This password is too short or too easily guessed. Choose a longer one.',
    password_wrong: 'The current password is not right.',
    account_locked: 'Too many attempts. Please wait a little.',
    customer_not_found: 'There is no customer behind this user.',
    customer_exists: 'Another customer has this e-mail address.',
    customer_has_open_money: 'There is still money open. Settle it first.',
    firebase_app_taken: 'Another customer has this app.',
    email_taken: 'This e-mail address has an account already.',
    user_not_found: 'There is no such user.',
    invoice_not_found: 'There is no such invoice.',
    invoice_already_paid: 'This invoice is paid already.',
    invoice_not_payable: 'This invoice cannot be paid.',
    year_invalid: 'A year has four digits.',
    appointment_not_found: 'There is no such appointment.',
    appointment_not_cancellable: 'This appointment cannot be cancelled any more.',
    appointment_not_changeable: 'This appointment was completed or cancelled before.',
    cancellation_fee_changed: 'Cancelling costs something else now. Please look again.',
    reward_not_found: 'There is no such reward.',
    redemption_not_found: 'There is no such redemption.',
    redemption_decided: 'This redemption was decided before.',
    message_not_found: 'There is no such message.',
    points_insufficient: 'There are not enough points for that.',
    amount_invalid: 'That amount is not possible.',
    payment_declined: { status: 402, text: 'The card was declined. Nothing was charged.' },
    payment_in_progress: 'Another payment for this invoice is under way.',
    payment_not_refundable: 'This payment cannot be refunded.',
    refund_exceeds_payment: 'That is more than is left to refund.',
    payment_method_not_found: 'There is no such saved card.',
    idempotency_key_reused: { status: 400, text: 'This Idempotency-Key was used with another request.' },
    idempotency_key_running: 'The same request is still being worked on.',
    route_unknown: 'There is nothing at this address.',
    method_not_allowed: { status: 405, text: 'That cannot be done at this address.' },
    body_too_large: 'The request is too large.',
    media_type_unsupported: 'Only application/json is understood here.',
  },
  envelope,
  contentType: 'application/problem+json',
};

function envelope({ status, code, text, details, requestId }: Refusal): object {
  return { type: 'about:blank', title: code.replaceAll('_', ' '), status, detail: text, code, request_id: requestId, ...(Object.keys(details).length > 0 && { details }) };
}
