import { paramsOf, rowInParam, rowInPath, type Answer, type Call, type Route } from '../call.js';
import { badParameter } from '../failure.js';
import { newId, randomText } from '../ids.js';
import { checkAmount, readCurrency } from '../money.js';
import { createdIn, listAnswer, paging } from '../page.js';
import { anything, bool, expandable, group, integer, listOf, mergeMetadata, metadata, oneOf, only, range, required, text, type Params } from '../params.js';
import type { PaymentIntentRow } from '../rows.js';
import { bookCharge } from './charging.js';
import { confirmPayment, notNow } from './confirm-payment.js';
import { openIntent } from './client-secret.js';
import { methodAsked, payWith } from './method-data.js';
import { shippingOf, shippingParam } from './shipping.js';
import { searchPaymentIntents } from './search-payment-intents.js';

/** Parameters of create and update. */
const common = {
  ...expandable,
  ...payWith,
  allowed_payment_method_types: only('current', listOf(text())),
  amount_details: only('current', anything),
  application_fee_amount: integer,
  capture_method: oneOf('automatic', 'automatic_async', 'manual'),
  customer: text(),
  description: text(1000),
  metadata,
  payment_method_configuration: text(),
  payment_method_options: anything,
  payment_method_types: only('classic', listOf(text())),
  receipt_email: text(),
  setup_future_usage: oneOf('off_session', 'on_session'),
  shipping: shippingParam,
  statement_descriptor: text(22),
  statement_descriptor_suffix: text(22),
  transfer_data: anything,
  transfer_group: text(),
};

const onConfirm = {
  error_on_requires_action: bool,
  mandate_data: anything,
  off_session: anything,
  radar_options: anything,
  return_url: text(),
  use_stripe_sdk: bool,
};

const createSpec = {
  ...common,
  ...onConfirm,
  amount: required(integer),
  currency: required(text(3)),
  automatic_payment_methods: group({ enabled: required(bool), allow_redirects: oneOf('always', 'never') }),
  confirm: bool,
  confirmation_method: oneOf('automatic', 'manual'),
  on_behalf_of: text(),
};

const updateSpec = { ...common, amount: integer, currency: text(3) };

const confirmSpec = {
  ...expandable,
  ...payWith,
  ...onConfirm,
  capture_method: common.capture_method,
  client_secret: text(),
  payment_method_options: anything,
  payment_method_types: common.payment_method_types,
  receipt_email: text(),
  setup_future_usage: common.setup_future_usage,
  shipping: shippingParam,
  expected_payment_method_type: text(),
};

function create(call: Call): Answer {
  const params = paramsOf(call, createSpec);
  const currency = readCurrency(params.currency ?? '');
  if (params.customer) rowInParam(call, 'customer', params.customer, 'customer');
  if (params.automatic_payment_methods?.enabled && params.payment_method_types) {
    throw badParameter('You may only specify one of these parameters: automatic_payment_methods, payment_method_types.');
  }
  const method = methodAsked(call, params);
  const intent = call.work.put('payment_intent', {
    ...freshIntent(call, params),
    amount: checkAmount(params.amount ?? 0, currency),
    currency,
    payment_method: method?.id ?? null,
    status: method ? 'requires_confirmation' : 'requires_payment_method',
  });
  call.work.emit('payment_intent.created', 'payment_intent', intent);
  if (!params.confirm) return answer(intent, params);
  return answer(confirmPayment(call, intent, { ...params, method, off_session: isOffSession(params.off_session) }), params);
}

function freshIntent(call: Call, params: Params<typeof createSpec>): PaymentIntentRow {
  const id = newId('pi');
  return {
    id,
    created: call.work.now,
    metadata: mergeMetadata({}, params.metadata),
    status: 'requires_payment_method',
    secret: `${id}_secret_${randomText(25)}`,
    customer: params.customer ?? null,
    payment_method: null,
    description: params.description ?? null,
    methods: params.payment_method_types ?? (params.automatic_payment_methods?.enabled === false ? ['card'] : null),
    allow_redirects: params.automatic_payment_methods?.allow_redirects ?? 'always',
    allowed_methods: params.allowed_payment_method_types ?? null,
    error: null,
    return_url: null,
    canceled_at: null,
    cancellation_reason: null,
    amount: 0,
    currency: 'usd',
    amount_capturable: 0,
    amount_received: 0,
    capture_method: params.capture_method ?? 'automatic',
    confirmation_method: params.confirmation_method ?? 'automatic',
    charge: null,
    receipt_email: params.receipt_email ?? null,
    setup_future_usage: params.setup_future_usage ?? null,
    shipping: shippingOf(params.shipping),
    statement_descriptor: params.statement_descriptor ?? null,
    statement_descriptor_suffix: params.statement_descriptor_suffix ?? null,
    transfer_group: params.transfer_group ?? null,
    sdk: false,
  };
}

function update(call: Call): Answer {
  const params = paramsOf(call, updateSpec);
  const intent = rowInPath(call, 'payment_intent', 'intent');
  if (['succeeded', 'canceled'].includes(intent.status) && (params.amount !== undefined || params.payment_method !== undefined)) {
    throw notNow(intent, 'update');
  }
  if (params.customer) rowInParam(call, 'customer', params.customer, 'customer');
  const currency = params.currency ? readCurrency(params.currency) : intent.currency;
  const method = methodAsked(call, params);
  const updated = call.work.put('payment_intent', {
    ...intent,
    amount: params.amount == null ? intent.amount : checkAmount(params.amount, currency),
    currency,
    customer: params.customer === undefined ? intent.customer : params.customer,
    description: params.description === undefined ? intent.description : params.description,
    metadata: mergeMetadata(intent.metadata, params.metadata),
    receipt_email: params.receipt_email === undefined ? intent.receipt_email : params.receipt_email,
    setup_future_usage: params.setup_future_usage === undefined ? intent.setup_future_usage : params.setup_future_usage,
    shipping: params.shipping === undefined ? intent.shipping : shippingOf(params.shipping),
    ...(method && { payment_method: method.id, status: 'requires_confirmation' }),
  });
  return answer(updated, params);
}

function confirm(call: Call): Answer {
  const params = paramsOf(call, confirmSpec);
  const intent = openIntent(call, 'payment_intent', params.client_secret);
  const method = methodAsked(call, params);
  const changed = {
    ...intent,
    receipt_email: params.receipt_email ?? intent.receipt_email,
    setup_future_usage: params.setup_future_usage ?? intent.setup_future_usage,
    shipping: shippingOf(params.shipping) ?? intent.shipping,
  };
  const fromPage = call.role === 'public' && !params.return_url;
  const how = { ...params, method, off_session: isOffSession(params.off_session), ...(fromPage && { use_stripe_sdk: true }) };
  return answer(confirmPayment(call, changed, how), params);
}

function cancel(call: Call): Answer {
  const params = paramsOf(call, { ...expandable, cancellation_reason: oneOf('abandoned', 'duplicate', 'fraudulent', 'requested_by_customer') });
  const intent = rowInPath(call, 'payment_intent', 'intent');
  if (['succeeded', 'canceled', 'processing'].includes(intent.status)) throw notNow(intent, 'cancel');
  const canceled = call.work.put('payment_intent', {
    ...intent,
    status: 'canceled',
    amount_capturable: 0,
    canceled_at: call.work.now,
    cancellation_reason: params.cancellation_reason ?? null,
  });
  call.work.emit('payment_intent.canceled', 'payment_intent', canceled);
  return answer(canceled, params);
}

function capture(call: Call): Answer {
  const params = paramsOf(call, { ...expandable, amount_to_capture: integer, metadata, statement_descriptor: text(22), statement_descriptor_suffix: text(22) });
  const intent = rowInPath(call, 'payment_intent', 'intent');
  if (intent.status !== 'requires_capture') throw notNow(intent, 'capture');
  const amount = params.amount_to_capture ?? intent.amount_capturable;
  if (amount < 1 || amount > intent.amount_capturable) {
    throw badParameter('The amount to capture must be between 1 and what was authorized.', 'amount_to_capture', 'amount_too_large');
  }
  const charge = bookCharge(call.work, { ...call.work.need('charge', intent.charge ?? ''), captured: true, amount_captured: amount });
  const paid = call.work.put('payment_intent', { ...intent, status: 'succeeded', amount_capturable: 0, amount_received: amount });
  call.work.emit('charge.captured', 'charge', charge);
  call.work.emit('payment_intent.succeeded', 'payment_intent', paid);
  return answer(paid, params);
}

function retrieve(call: Call): Answer {
  const params = paramsOf(call, { ...expandable, client_secret: text() });
  return answer(openIntent(call, 'payment_intent', params.client_secret), params);
}

function list(call: Call): Answer {
  const params = paramsOf(call, { ...paging, created: range, customer: text() });
  const rows = createdIn(call.work.list('payment_intent', params.customer ?? undefined), params.created);
  return listAnswer(call, 'payment_intent', rows, '/v1/payment_intents', params);
}

const isOffSession = (sent: unknown): boolean => sent !== undefined && sent !== null && sent !== 'false';

const answer = (row: PaymentIntentRow, params: { expand?: string[] | null }): Answer => ({ kind: 'payment_intent', id: row.id, expand: params.expand });

export const paymentIntentRoutes: Route[] = [
  { method: 'POST', path: 'payment_intents', run: create },
  { method: 'GET', path: 'payment_intents', run: list },
  { method: 'GET', path: 'payment_intents/search', run: searchPaymentIntents },
  { method: 'GET', path: 'payment_intents/:', open: true, run: retrieve },
  { method: 'POST', path: 'payment_intents/:', run: update },
  { method: 'POST', path: 'payment_intents/:/confirm', open: true, run: confirm },
  { method: 'POST', path: 'payment_intents/:/cancel', run: cancel },
  { method: 'POST', path: 'payment_intents/:/capture', run: capture },
];
