import type { Checkout, CreateCheckout, PagePayer } from '../../../core/ports/processor.js';
import type { Client } from './client.js';
import { requireOurUnits } from './currencies.js';
import { PAYMENT_MARK, readIntent } from './read-intent.js';
import { amountIn, checkedId, currencyIn, idIn, isWire, malformed, ownIdIn, referenceIn, textIn, wireOf } from './wire.js';

const EXPAND = ['payment_intent.latest_charge.balance_transaction'];

/** Stripe takes half an hour to a day, by its own clock; a minute is for the way there. */
const SHORTEST_MS = 31 * 60_000;
const LONGEST_MS = 24 * 3_600_000 - 60_000;
const STATUS: Readonly<Record<string, Checkout['status']>> = { open: 'open', complete: 'complete', expired: 'expired' };

/**
 * Makes the page for a payment. The marks go on the page and on the payment behind it, so that either event finds
 * its way. One key per payment and hour of expiry: twenty callers at once are given the same page.
 */
export async function createCheckout(client: Client, input: CreateCheckout): Promise<Checkout> {
  requireOurUnits(input.currency);
  const expires = expiryWithin(input.expiresAt, Date.now());
  const metadata = { ...input.metadata, [PAYMENT_MARK]: input.paymentId };
  const answer = await client.write(`${input.paymentId}-${expires}`, (stripe, options) =>
    stripe.checkout.sessions.create(
      {
        mode: 'payment',
        line_items: [{
          quantity: 1,
          price_data: {
            currency: input.currency.toLowerCase(), unit_amount: Number(input.amount),
            product_data: { name: input.title, ...(input.description === null || input.description === '' ? {} : { description: input.description }) },
          },
        }],
        ...(input.customerExternalId === null ? { customer_email: input.email } : { customer: checkedId(input.customerExternalId, 'cus') }),
        client_reference_id: input.reference,
        metadata,
        payment_intent_data: { description: `${input.reference} ${input.title}`.slice(0, 1_000), metadata },
        success_url: input.successUrl,
        cancel_url: input.cancelUrl,
        expires_at: expires,
        billing_address_collection: 'auto',
        expand: EXPAND,
      },
      options,
    ),
  );
  const checkout = readCheckout(answer, client.account);
  if (checkout.paymentId !== input.paymentId || checkout.amount !== input.amount || checkout.currency !== input.currency.toUpperCase()) throw malformed('echo');
  return checkout;
}

/** In Unix seconds; what is out of bounds by Stripe's clock is moved to them, to the full minute. */
export function expiryWithin(wanted: Date, now: number): number {
  const at = wanted.getTime();
  if (at >= now + SHORTEST_MS - 60_000 && at <= now + LONGEST_MS + 60_000) return Math.floor(at / 1_000);
  return Math.floor((at < now + SHORTEST_MS ? now + SHORTEST_MS + 59_999 : now + LONGEST_MS) / 60_000) * 60;
}

export async function retrieveCheckout(client: Client, externalId: string): Promise<Checkout> {
  const id = checkedId(externalId, 'cs');
  return same(readCheckout(await client.read((stripe, options) => stripe.checkout.sessions.retrieve(id, { expand: EXPAND }, options)), client.account), id);
}

export async function expireCheckout(client: Client, externalId: string): Promise<Checkout> {
  const id = checkedId(externalId, 'cs');
  return same(readCheckout(await client.write(null, (stripe, options) => stripe.checkout.sessions.expire(id, { expand: EXPAND }, options)), client.account), id);
}

function same(checkout: Checkout, asked: string): Checkout {
  if (checkout.externalId !== asked) throw malformed('echo');
  return checkout;
}

/** Their session as ours. Documents' examples of events leave much out: what is missing is not known. */
export function readCheckout(value: unknown, account: string): Checkout {
  const wire = wireOf(value, 'checkout.session');
  const intent = isWire(wire['payment_intent']) ? readIntent(wire['payment_intent'], account) : null;
  const paid = wire['payment_status'] === 'paid' || wire['payment_status'] === 'no_payment_required';
  return {
    processor: 'stripe',
    account,
    externalId: idIn(wire),
    paymentId: ownIdIn(wire['metadata'], PAYMENT_MARK),
    status: STATUS[textIn(wire['status']) ?? ''] ?? (paid ? 'complete' : 'open'),
    paid,
    url: textIn(wire['url']),
    intentExternalId: referenceIn(wire['payment_intent']),
    intent,
    amount: wire['amount_total'] == null ? null : amountIn(wire['amount_total']),
    currency: wire['currency'] == null ? null : currencyIn(wire['currency']),
    customerExternalId: referenceIn(wire['customer']),
    payer: payerIn(wire['customer_details']),
  };
}

function payerIn(details: unknown): PagePayer | null {
  if (!isWire(details)) return null;
  const address = isWire(details['address']) ? details['address'] : null;
  const line = address && [textIn(address['line1']), textIn(address['line2'])].filter((part) => part !== null).join(', ');
  return {
    name: textIn(details['name']),
    email: textIn(details['email']),
    address: address && { line: line || null, city: textIn(address['city']), state: textIn(address['state']), zipCode: textIn(address['postal_code']), country: textIn(address['country']) },
  };
}
