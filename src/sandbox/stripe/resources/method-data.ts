import type { Call } from '../call.js';
import { cardOfMethodName, cardOfNumber, cardOfToken, type DrawnCard } from '../cards.js';
import { StripeFailure, badParameter, noSuch } from '../failure.js';
import { newId } from '../ids.js';
import { anything, group, integer, metadata, oneOf, required, text, type Params } from '../params.js';
import { addressSpec } from './shipping.js';
import type { Billing, PaymentMethodRow } from '../rows.js';

export const cardSpec = {
  number: text(30),
  exp_month: integer,
  exp_year: integer,
  cvc: text(4),
  token: text(),
  networks: anything,
};

export const billingSpec = {
  address: group(addressSpec),
  email: text(),
  name: text(),
  phone: text(),
  tax_id: text(),
};

export const methodDataSpec = {
  type: required(oneOf('card')),
  card: group(cardSpec),
  billing_details: group(billingSpec),
  metadata,
  allow_redisplay: oneOf('always', 'limited', 'unspecified'),
  radar_options: anything,
};

export function billingOf(sent: Params<typeof billingSpec> | null | undefined, old?: Billing): Billing {
  const base = old ?? { address: null, email: null, name: null, phone: null };
  return {
    address: sent?.address === undefined ? base.address : sent.address,
    email: sent?.email === undefined ? base.email : sent.email,
    name: sent?.name === undefined ? base.name : sent.name,
    phone: sent?.phone === undefined ? base.phone : sent.phone,
  };
}

/** Makes a payment method from what a page or a server sent. Servers may not send card numbers. */
export function methodFromData(call: Call, data: Params<typeof methodDataSpec>): PaymentMethodRow {
  const drawn = drawCard(call, data.card ?? undefined);
  return call.work.put('payment_method', {
    ...methodRow(call, drawn),
    billing: billingOf(data.billing_details),
    metadata: data.metadata ?? {},
    allow_redisplay: data.allow_redisplay ?? 'unspecified',
  });
}

function drawCard(call: Call, card: Params<typeof cardSpec> | undefined): DrawnCard {
  if (!card) throw badParameter('Missing required param: card.', 'card', 'parameter_missing');
  if (card.token) {
    const drawn = cardOfToken(card.token);
    if (!drawn) throw noSuch('token', card.token, 'card[token]', 400);
    return drawn;
  }
  if (call.role === 'secret') {
    throw new StripeFailure(402, 'invalid_request_error', 'Sending credit card numbers directly to the Stripe API is generally unsafe. To continue processing use Stripe.js, the Stripe mobile bindings, or Stripe Elements.');
  }
  return cardOfNumber(card, new Date(call.work.now * 1000));
}

function methodRow(call: Call, drawn: DrawnCard): PaymentMethodRow {
  return {
    id: newId('pm'),
    created: call.work.now,
    metadata: {},
    customer: null,
    card: drawn.card,
    billing: { address: null, email: null, name: null, phone: null },
    behaviour: drawn.behaviour,
    spent: false,
    set_up: false,
    detached: false,
    allow_redisplay: 'unspecified',
  };
}

/** The payment method with this id; a test name such as `pm_card_visa` becomes a new one. */
export function methodById(call: Call, id: string, param: string, status = 400): PaymentMethodRow {
  const drawn = cardOfMethodName(id);
  if (drawn) return call.work.put('payment_method', methodRow(call, drawn));
  const row = call.work.find('payment_method', id);
  if (!row) throw noSuch('PaymentMethod', id, param, status);
  return row;
}

/** Refuses a payment method that was used up, let go, or belongs to somebody else. */
export function checkUsable(method: PaymentMethodRow, customer: string | null): void {
  if (method.spent || method.detached) {
    throw badParameter('The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a connected account without Customer attachment, or was detached from a Customer. It may not be used again. To use a PaymentMethod multiple times, you must attach it to a Customer first.', 'payment_method');
  }
  if (method.customer !== null && method.customer !== customer) {
    throw badParameter(
      customer === null
        ? `The provided PaymentMethod cannot be used without its Customer: please include ${method.customer} in the \`customer\` parameter.`
        : `The customer does not have a payment method with the ID ${method.id}. The payment method must be attached to the customer.`,
      'payment_method',
    );
  }
}

/** Parameters under which an intent is told what to pay with. */
export const payWith = {
  payment_method: text(),
  payment_method_data: group(methodDataSpec),
};

/** What the caller wants to pay with, if he said so. */
export function methodAsked(call: Call, params: Params<typeof payWith>): PaymentMethodRow | undefined {
  if (params.payment_method_data) return methodFromData(call, params.payment_method_data);
  return params.payment_method ? methodById(call, params.payment_method, 'payment_method') : undefined;
}

