import type { Call } from '../call.js';
import { cardOfNumber } from '../cards.js';
import { newId, randomText } from '../ids.js';
import type { CheckoutSessionRow, PaymentIntentRow } from '../rows.js';
import { confirmPayment } from './confirm-payment.js';
import { methodFromData } from './method-data.js';

/** What a payer typed on the page. */
export interface TypedPayment {
  readonly number: string;
  readonly month: number;
  readonly year: number;
  readonly cvc: string;
  readonly name: string;
  readonly email: string;
  readonly address: { readonly country: string | null; readonly postal_code: string | null; readonly line1: string | null; readonly city: string | null; readonly state: string | null };
}

/**
 * Pays an open session with a typed card; the intent is made by the first attempt and kept for the others. It comes
 * back paid, undecided, or waiting for its payer's proof. Throws a card error, whose effects stay.
 */
export function payCheckout(call: Call, session: CheckoutSessionRow, typed: TypedPayment): PaymentIntentRow {
  const { work } = call;
  // A number that is none is refused before anything is made of it.
  cardOfNumber({ number: typed.number, exp_month: typed.month, exp_year: typed.year, cvc: typed.cvc }, new Date(work.now * 1000));
  const known = work.find('payment_intent', session.payment_intent);
  const intent = known ?? work.put('payment_intent', intentOf(call, session));
  if (!known) work.emit('payment_intent.created', 'payment_intent', intent);
  const details = { email: session.customer_email ?? typed.email, name: typed.name, phone: null, address: { ...typed.address, line2: null } };
  work.put('checkout_session', { ...session, payment_intent: intent.id, details });
  const method = methodFromData(call, {
    type: 'card',
    card: { number: typed.number, exp_month: typed.month, exp_year: typed.year, cvc: typed.cvc },
    billing_details: details,
  });
  return confirmPayment(call, intent, { method, return_url: `${session.base}/c/pay/${session.id}` });
}

function intentOf({ work }: Call, session: CheckoutSessionRow): PaymentIntentRow {
  const id = newId('pi');
  return {
    ...session.intent,
    id,
    created: work.now,
    checkout: session.id,
    status: 'requires_payment_method',
    secret: `${id}_secret_${randomText(25)}`,
    customer: session.customer,
    payment_method: null,
    methods: ['card'],
    allow_redirects: 'always',
    allowed_methods: null,
    error: null,
    return_url: null,
    canceled_at: null,
    cancellation_reason: null,
    amount: session.amount,
    currency: session.currency,
    amount_capturable: 0,
    amount_received: 0,
    capture_method: 'automatic_async',
    confirmation_method: 'automatic',
    charge: null,
    shipping: null,
    sdk: false,
  };
}
