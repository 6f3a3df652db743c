import type { Card, Intent } from '../../../core/ports/processor.js';
import { intentStatus } from './status.js';
import { amountIn, currencyIn, idIn, isWire, malformed, ownIdIn, referenceIn, textIn, wireOf } from './wire.js';
import type { Wire } from './wire.js';

/** Where our payment's id stands in Stripe's metadata. */
export const PAYMENT_MARK = 'paydesk_payment';

/** Their payment intent as ours; the client secret and expanded parts where they were sent. What contradicts itself is refused. */
export function readIntent(value: unknown, account: string): Intent {
  const wire = wireOf(value, 'payment_intent');
  const status = intentStatus(wire['status']);
  const failure = isWire(wire['last_payment_error']) ? wire['last_payment_error'] : null;
  const charge = isWire(wire['latest_charge']) ? wire['latest_charge'] : null;
  const currency = currencyIn(wire['currency']);
  const externalId = idIn(wire);
  const clientSecret = textIn(wire['client_secret']);
  const amountReceived = amountIn(wire['amount_received'] ?? 0);
  if (clientSecret !== null && !clientSecret.startsWith(`${externalId}_secret`)) throw malformed('id');
  if (amountReceived > 0n && (status === 'awaiting_method' || status === 'awaiting_action')) throw malformed('status');
  return {
    processor: 'stripe',
    account,
    externalId,
    paymentId: ownIdIn(wire['metadata'], PAYMENT_MARK),
    status,
    currency,
    amount: amountIn(wire['amount']),
    amountReceived,
    customerExternalId: referenceIn(wire['customer']),
    chargeExternalId: referenceIn(wire['latest_charge']),
    methodExternalId: referenceIn(wire['payment_method']) ?? referenceIn(failure?.['payment_method']),
    clientSecret,
    card: cardOf(charge?.['payment_method_details']) ?? cardOf(wire['payment_method']) ?? cardOf(failure?.['payment_method']),
    fee: feeOf(charge?.['balance_transaction'], currency),
    failureCode: status === 'awaiting_method' || status === 'canceled' ? failureCodeOf(failure) : null,
  };
}

/** The intent that came with an error, if one did. */
export function intentInError(value: unknown, account: string): Intent | null {
  return isWire(value) && value['object'] === 'payment_intent' ? readIntent(value, account) : null;
}

/** The card inside a payment method or inside a charge's details. */
export function cardOf(holder: unknown): Card | null {
  const card = isWire(holder) ? holder['card'] : null;
  if (!isWire(card)) return null;
  const { brand, last4, exp_month: expMonth, exp_year: expYear } = card;
  if (typeof brand !== 'string' || typeof last4 !== 'string') return null;
  if (typeof expMonth !== 'number' || typeof expYear !== 'number') return null;
  return { brand, last4, expMonth, expYear };
}

/** The issuer's reason where it says one, else Stripe's code ("card_declined", "expired_card"). */
export function failureCodeOf(failure: Wire | null): string | null {
  if (failure === null) return null;
  const decline = textIn(failure['decline_code']);
  if (failure['code'] === 'card_declined' && decline !== null && decline !== 'generic_decline') return decline;
  return textIn(failure['code']) ?? decline ?? textIn(failure['type']);
}

/** Known only where the balance was asked for, and in the payment's own currency. */
function feeOf(balance: unknown, currency: string): bigint | null {
  if (!isWire(balance) || currencyIn(balance['currency']) !== currency) return null;
  return amountIn(balance['fee']);
}
