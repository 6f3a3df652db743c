import { paramsOf, readerOf, rowInParam, rowInPath, type Answer, type Call, type Route } from '../call.js';
import { badParameter, wrongState } from '../failure.js';
import { newId, randomText } from '../ids.js';
import { checkAmount, readCurrency } from '../money.js';
import { createdIn, listAnswer, paging } from '../page.js';
import { anything, bool, expandable, group, integer, listOf, mergeMetadata, metadata, oneOf, only, range, required, text, type Params } from '../params.js';
import type { CheckoutItem, CheckoutSessionRow } from '../rows.js';
import { lineItemsView } from '../views/checkout-session.js';
import { expireCheckout } from './checkout.js';
import { shippingParam } from './shipping.js';

const HALF_HOUR = 1800;
const DAY = 86_400;

const productSpec = { name: required(text(250)), description: text(), images: listOf(text()), metadata, tax_code: text(), unit_label: text() };
const priceSpec = { currency: required(text(3)), unit_amount: required(integer), product_data: required(group(productSpec)), tax_behavior: text() };
const itemSpec = { price_data: required(group(priceSpec)), quantity: required(integer), adjustable_quantity: anything, metadata, tax_rates: listOf(text()) };

const intentSpec = {
  application_fee_amount: integer,
  capture_method: oneOf('automatic', 'automatic_async'),
  description: text(1000),
  metadata,
  receipt_email: text(),
  setup_future_usage: oneOf('off_session', 'on_session'),
  shipping: shippingParam,
  statement_descriptor: text(22),
  statement_descriptor_suffix: text(22),
  transfer_group: text(),
};

/** Pages in Stripe's own place that take one payment; what else Stripe offers is refused by name. */
const createSpec = {
  ...expandable,
  mode: required(oneOf('payment')),
  line_items: required(listOf(group(itemSpec))),
  success_url: required(text()),
  cancel_url: text(),
  client_reference_id: text(200),
  customer: text(),
  customer_email: text(),
  customer_creation: oneOf('always', 'if_required'),
  metadata,
  payment_intent_data: group(intentSpec),
  payment_method_types: only('classic', listOf(text())),
  allowed_payment_method_types: only('current', listOf(text())),
  payment_method_configuration: text(),
  payment_method_options: anything,
  expires_at: integer,
  billing_address_collection: oneOf('auto', 'required'),
  submit_type: oneOf('auto', 'book', 'donate', 'pay'),
  locale: text(10),
  allow_promotion_codes: bool,
  custom_text: anything,
  customer_update: anything,
  phone_number_collection: anything,
};

function create(call: Call): Answer {
  const params = paramsOf(call, createSpec);
  const { items, currency } = itemsOf(params);
  const amount = checkAmount(items.reduce((sum, item) => sum + item.amount * item.quantity, 0), currency);
  if (params.customer && params.customer_email) throw badParameter('You may only specify one of these parameters: customer, customer_email.', 'customer_email');
  const customer = params.customer ? rowInParam(call, 'customer', params.customer, 'customer') : null;
  for (const name of ['success_url', 'cancel_url'] as const) if (params[name] && !URL.canParse(params[name])) throw badParameter('Not a valid URL', name, 'url_invalid');
  const id = `cs_test_a1${randomText(56)}`;
  const intent = params.payment_intent_data;
  const session = call.work.put('checkout_session', {
    id,
    created: call.work.now,
    metadata: mergeMetadata({}, params.metadata),
    status: 'open',
    payment_status: 'unpaid',
    amount,
    currency,
    items,
    customer: customer?.id ?? null,
    customer_email: params.customer_email ?? customer?.email ?? null,
    customer_creation: customer ? null : (params.customer_creation ?? 'if_required'),
    details: null,
    client_reference_id: params.client_reference_id ?? null,
    success_url: params.success_url ?? '',
    cancel_url: params.cancel_url ?? null,
    expires_at: expiryOf(params.expires_at, call.work.now),
    payment_intent: null,
    intent: {
      description: intent?.description ?? null,
      metadata: mergeMetadata({}, intent?.metadata),
      receipt_email: intent?.receipt_email ?? null,
      setup_future_usage: intent?.setup_future_usage ?? null,
      statement_descriptor: intent?.statement_descriptor ?? null,
      statement_descriptor_suffix: intent?.statement_descriptor_suffix ?? null,
      transfer_group: intent?.transfer_group ?? null,
    },
    billing_address_collection: params.billing_address_collection ?? null,
    submit_type: params.submit_type ?? null,
    locale: params.locale ?? null,
    base: pageBase(call.base, params.success_url ?? ''),
  });
  return answer(session, params);
}

function itemsOf(params: Params<typeof createSpec>): { items: CheckoutItem[]; currency: string } {
  const lines = params.line_items ?? [];
  const currencies = new Set(lines.map((line) => readCurrency(line.price_data?.currency ?? '')));
  if (lines.length === 0) throw badParameter('You must pass at least one line item.', 'line_items', 'parameter_missing');
  if (currencies.size > 1) throw badParameter('All line items must use the same currency.', 'line_items');
  const items = lines.map((line) => {
    const { unit_amount: amount, product_data: product } = line.price_data ?? {};
    if (amount == null || amount < 0) throw badParameter('Invalid non-negative integer', 'line_items[0][price_data][unit_amount]', 'parameter_invalid_integer');
    if (line.quantity == null || line.quantity < 1) throw badParameter('Invalid quantity', 'line_items[0][quantity]', 'parameter_invalid_integer');
    return { id: newId('li'), name: product?.name ?? '', description: product?.description ?? null, amount, quantity: line.quantity };
  });
  return { items, currency: [...currencies][0] ?? 'usd' };
}

function expiryOf(asked: number | null | undefined, now: number): number {
  if (asked == null) return now + DAY;
  if (asked < now + HALF_HOUR) throw badParameter('The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.', 'expires_at');
  if (asked > now + DAY) throw badParameter('The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.', 'expires_at');
  return asked;
}

/** A shop's server reaches us by another name than its visitors' browsers do: they know the host of the shop. */
function pageBase(base: string, shop: string): string {
  if (!URL.canParse(shop) || !URL.canParse(base) || new URL(shop).protocol !== 'http:') return base;
  const page = new URL(base);
  page.hostname = new URL(shop).hostname;
  return page.origin;
}

function expire(call: Call): Answer {
  const params = paramsOf(call, expandable);
  const session = rowInPath(call, 'checkout_session', 'session');
  if (session.status !== 'open') throw wrongState(`Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${session.status}\`.`, 'checkout_session_not_open');
  return answer(expireCheckout(call.work, session), params);
}

function retrieve(call: Call): Answer {
  return answer(rowInPath(call, 'checkout_session', 'session'), paramsOf(call, expandable));
}

function list(call: Call): Answer {
  const params = paramsOf(call, { ...paging, created: range, customer: text(), payment_intent: text(), status: oneOf('open', 'complete', 'expired') });
  const rows = [...createdIn(call.work.list('checkout_session', params.payment_intent ?? params.customer ?? undefined), params.created)];
  return listAnswer(call, 'checkout_session', rows.filter((row) => !params.status || row.status === params.status), '/v1/checkout/sessions', params);
}

function lineItems(call: Call): Answer {
  paramsOf(call, paging);
  return { fields: lineItemsView(rowInPath(call, 'checkout_session', 'session'), readerOf(call)) };
}

const answer = (row: CheckoutSessionRow, params: { expand?: string[] | null }): Answer => ({ kind: 'checkout_session', id: row.id, expand: params.expand });

export const checkoutSessionRoutes: Route[] = [
  { method: 'POST', path: 'checkout/sessions', run: create },
  { method: 'GET', path: 'checkout/sessions', run: list },
  { method: 'GET', path: 'checkout/sessions/:', run: retrieve },
  { method: 'POST', path: 'checkout/sessions/:/expire', run: expire },
  { method: 'GET', path: 'checkout/sessions/:/line_items', run: lineItems },
];
