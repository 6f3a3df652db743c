import type { Call } from '../call.js';
import { badParameter, wrongState } from '../failure.js';
import type { PaymentIntentRow, PaymentMethodRow } from '../rows.js';
import type { Work } from '../work.js';
import { cardError, chargeIntent, refuseIntent } from './charging.js';
import { completeCheckout } from './checkout.js';
import { checkUsable } from './method-data.js';

export interface Confirmation {
  method?: PaymentMethodRow;
  return_url?: string | null;
  use_stripe_sdk?: boolean | null;
  off_session?: boolean;
  error_on_requires_action?: boolean | null;
}

const CONFIRMABLE = ['requires_payment_method', 'requires_confirmation', 'requires_action'];

/** Charges the intent, or asks the payer to authenticate first. */
export function confirmPayment(call: Call, intent: PaymentIntentRow, how: Confirmation): PaymentIntentRow {
  const { work } = call;
  if (!CONFIRMABLE.includes(intent.status)) throw notNow(intent, 'confirm');
  const method = how.method ?? work.find('payment_method', intent.payment_method);
  if (!method) {
    throw about(intent, wrongState("You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.", 'payment_intent_unexpected_state'));
  }
  checkUsable(method, intent.customer);
  checkReturnUrl(intent, how);
  const ready = { ...intent, payment_method: method.id };
  if (call.undecided) return leaveUndecided(work, ready, method);
  if (!needsAuthentication(method, how)) return chargeIntent(work, ready, method, { refuse: call.refuse });
  if (how.off_session || how.error_on_requires_action) {
    throw refuseIntent(work, ready, method, cardError('authentication_required', method));
  }
  const waiting = work.put('payment_intent', {
    ...ready,
    status: 'requires_action',
    error: null,
    return_url: how.return_url ?? null,
    sdk: how.use_stripe_sdk ?? !how.return_url,
  });
  work.emit('payment_intent.requires_action', 'payment_intent', waiting);
  return waiting;
}

function leaveUndecided(work: Work, intent: PaymentIntentRow, method: PaymentMethodRow): PaymentIntentRow {
  const waiting = work.put('payment_intent', { ...intent, status: 'processing', error: null });
  work.emit('payment_intent.processing', 'payment_intent', waiting);
  completeCheckout(work, waiting, method.billing);
  return waiting;
}

function needsAuthentication(method: PaymentMethodRow, how: Confirmation): boolean {
  if (method.behaviour === 'always_authenticates') return true;
  return method.behaviour === 'authenticates' && !(how.off_session && method.set_up);
}

/** Methods chosen automatically may send the payer away, so the server must say where he comes back. */
function checkReturnUrl(intent: PaymentIntentRow, how: Confirmation): void {
  const mayRedirect = intent.methods === null && intent.allow_redirects === 'always';
  if (!mayRedirect || how.return_url || how.use_stripe_sdk || how.off_session) return;
  throw badParameter('This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don\'t want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.');
}

/** The payer answered on the authentication page. */
export function finishAuthentication(call: Call, intent: PaymentIntentRow, approved: boolean): PaymentIntentRow {
  const method = call.work.need('payment_method', intent.payment_method ?? '');
  if (approved) return chargeIntent(call.work, intent, method, { authenticated: true, refuse: call.refuse });
  throw refuseIntent(call.work, intent, method, {
    type: 'invalid_request_error',
    code: 'payment_intent_authentication_failure',
    doc_url: 'https://stripe.com/docs/error-codes/payment-intent-authentication-failure',
    message: 'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
    payment_method: method,
  });
}

/** 400 for a verb that the intent's state does not allow, with the intent inside. */
export function notNow(intent: PaymentIntentRow, verb: 'confirm' | 'cancel' | 'update' | 'capture'): Error {
  const state: Record<string, string> = {
    succeeded: 'it has already succeeded after being previously confirmed',
    canceled: 'it has been canceled',
  };
  const why = state[intent.status] ?? `it has a status of ${intent.status}`;
  const message = verb === 'cancel' || verb === 'capture'
    ? `You cannot ${verb} this PaymentIntent because it has a status of ${intent.status}.`
    : `You cannot ${verb} this PaymentIntent because ${why}.`;
  return about(intent, wrongState(message, 'payment_intent_unexpected_state'));
}

function about<F extends Error>(intent: PaymentIntentRow, failure: F): F {
  return Object.assign(failure, { intent: { kind: 'payment_intent', id: intent.id } });
}
