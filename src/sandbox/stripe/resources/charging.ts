import { refusals } from '../cards.js';
import { StripeFailure } from '../failure.js';
import { newId } from '../ids.js';
import { feeOf } from '../money.js';
import type { ChargeRow, IntentError, PaymentIntentRow, PaymentMethodRow } from '../rows.js';
import type { Work } from '../work.js';
import { checkoutFailed, completeCheckout } from './checkout.js';
import { openDispute } from './disputing.js';

type Reason = keyof typeof refusals;

/** Why this card refuses to be charged; nothing when it pays. */
export function refusalOf(method: PaymentMethodRow, forced?: string): Reason | undefined {
  const name = forced ?? (method.behaviour === 'charges_refused' ? 'generic_decline' : method.behaviour);
  return name in refusals ? (name as Reason) : undefined;
}

/**
 * Charges the card of an intent and announces it. A refused charge is kept as a record and thrown as a card error.
 * `authenticated` says that the payer has just proved who he is.
 */
export function chargeIntent(work: Work, intent: PaymentIntentRow, method: PaymentMethodRow, options: { authenticated?: boolean; refuse?: string } = {}): PaymentIntentRow {
  const reason = refusalOf(method, options.refuse);
  if (reason) throw refuseCharge(work, intent, method, reason);
  const held = intent.capture_method === 'manual';
  const charge = work.put('charge', {
    ...chargeRow(work, intent, method),
    authenticated: options.authenticated ?? false,
    captured: !held,
    amount_captured: held ? 0 : intent.amount,
    status: 'succeeded',
  });
  const booked = held || work.settings.late_fees ? charge : bookCharge(work, charge);
  const kept = keepMethod(work, intent, method);
  const paid = work.put('payment_intent', {
    ...intent,
    status: held ? 'requires_capture' : 'succeeded',
    amount_capturable: held ? intent.amount : 0,
    amount_received: held ? 0 : intent.amount,
    payment_method: kept.id,
    charge: charge.id,
    error: null,
  });
  work.emit('charge.succeeded', 'charge', booked);
  work.emit(held ? 'payment_intent.amount_capturable_updated' : 'payment_intent.succeeded', 'payment_intent', paid);
  completeCheckout(work, paid, kept.billing);
  if (method.behaviour === 'disputes' && !held) openDispute(work, booked, 'fraudulent');
  return paid;
}

/** Writes what a captured charge brings in, less the fee. */
export function bookCharge(work: Work, charge: ChargeRow): ChargeRow {
  const transaction = work.put('balance_transaction', {
    id: newId('txn'),
    created: work.now,
    metadata: {},
    amount: charge.amount_captured,
    fee: feeOf(charge.amount_captured),
    currency: charge.currency,
    type: 'charge',
    reporting_category: 'charge',
    source: charge.id,
    description: charge.description,
  });
  return work.put('charge', { ...charge, balance_transaction: transaction.id });
}

/** A method paid with once is used up, unless a customer keeps it. */
function keepMethod(work: Work, intent: PaymentIntentRow, method: PaymentMethodRow): PaymentMethodRow {
  if (method.customer !== null) {
    return intent.setup_future_usage ? work.put('payment_method', { ...method, set_up: true }) : method;
  }
  if (!intent.customer || !intent.setup_future_usage) return work.put('payment_method', { ...method, spent: true });
  const attached = work.put('payment_method', { ...method, customer: intent.customer, set_up: true });
  work.emit('payment_method.attached', 'payment_method', attached);
  return attached;
}

function chargeRow(work: Work, intent: PaymentIntentRow, method: PaymentMethodRow): ChargeRow {
  return {
    id: newId('ch'),
    created: work.now,
    metadata: intent.metadata,
    amount: intent.amount,
    amount_captured: 0,
    amount_refunded: 0,
    currency: intent.currency,
    status: 'failed',
    captured: false,
    payment_intent: intent.id,
    customer: intent.customer,
    payment_method: method.id,
    card: method.card,
    billing: method.billing,
    authenticated: false,
    balance_transaction: null,
    description: intent.description,
    disputed: false,
    failure: null,
    receipt_email: intent.receipt_email,
    shipping: intent.shipping,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    transfer_group: intent.transfer_group,
  };
}

function refuseCharge(work: Work, intent: PaymentIntentRow, method: PaymentMethodRow, reason: Reason): StripeFailure {
  const { code, message } = refusals[reason];
  const charge = work.put('charge', { ...chargeRow(work, intent, method), failure: { code, message, reason } });
  work.emit('charge.failed', 'charge', charge);
  const error = cardError(reason, method, charge.id);
  return refuseIntent(work, intent, method, error, { charge: charge.id });
}

/** The record of a refusal as an intent keeps it. */
export function cardError(reason: Reason, method: PaymentMethodRow, charge?: string): IntentError {
  const { code, message } = refusals[reason];
  return {
    type: 'card_error',
    code,
    ...(code !== 'processing_error' && { decline_code: reason }),
    ...(charge && { charge }),
    doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`,
    message,
    payment_method: method,
  };
}

/** Sends the intent back to waiting for a payment method, and makes the card error that says so. */
export function refuseIntent(work: Work, intent: PaymentIntentRow, method: PaymentMethodRow, error: IntentError, change: { charge?: string } = {}): StripeFailure {
  const back = work.put('payment_intent', { ...intent, ...change, status: 'requires_payment_method', payment_method: null, error });
  work.emit('payment_intent.payment_failed', 'payment_intent', back);
  checkoutFailed(work, back);
  return cardFailure(error, { kind: 'payment_intent', id: intent.id }, method.id);
}

/** A 402 whose effects stay written. */
export function cardFailure(error: IntentError, intent: StripeFailure['intent'], method: string): StripeFailure {
  const { code, decline_code, charge } = error;
  const failure = new StripeFailure(402, 'card_error', error.message, { code, decline_code, charge });
  return Object.assign(failure, { begun: true, effects: true, intent, paymentMethod: method });
}
