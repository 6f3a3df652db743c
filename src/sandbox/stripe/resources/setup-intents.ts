import { paramsOf, rowInParam, rowInPath, type Answer, type Call, type Route } from '../call.js';
import { badParameter, wrongState } from '../failure.js';
import { newId, randomText } from '../ids.js';
import { createdIn, listAnswer, paging } from '../page.js';
import { anything, bool, expandable, group, listOf, mergeMetadata, metadata, oneOf, only, range, text } from '../params.js';
import type { PaymentMethodRow, SetupIntentRow } from '../rows.js';
import { cardError, cardFailure, refusalOf } from './charging.js';
import { openIntent } from './client-secret.js';
import { checkUsable, methodAsked, payWith } from './method-data.js';

const common = {
  ...expandable,
  ...payWith,
  allowed_payment_method_types: only('current', listOf(text())),
  customer: text(),
  description: text(1000),
  metadata,
  payment_method_configuration: text(),
  payment_method_options: anything,
  payment_method_types: only('classic', listOf(text())),
};
const onConfirm = { mandate_data: anything, return_url: text(), use_stripe_sdk: bool };
const createSpec = {
  ...common,
  ...onConfirm,
  automatic_payment_methods: group({ enabled: bool, allow_redirects: oneOf('always', 'never') }),
  confirm: bool,
  usage: oneOf('off_session', 'on_session'),
};
const confirmSpec = { ...expandable, ...payWith, ...onConfirm, client_secret: text(), payment_method_options: anything };

interface Confirmation {
  method?: PaymentMethodRow;
  return_url?: string | null;
  use_stripe_sdk?: boolean | null;
}

function create(call: Call): Answer {
  const params = paramsOf(call, createSpec);
  if (params.customer) rowInParam(call, 'customer', params.customer, 'customer');
  const method = methodAsked(call, params);
  const id = newId('seti');
  const intent = call.work.put('setup_intent', {
    id,
    created: call.work.now,
    metadata: mergeMetadata({}, params.metadata),
    status: method ? 'requires_confirmation' : 'requires_payment_method',
    secret: `${id}_secret_${randomText(25)}`,
    customer: params.customer ?? null,
    payment_method: method?.id ?? null,
    description: params.description ?? null,
    methods: params.payment_method_types ?? null,
    allow_redirects: params.automatic_payment_methods?.allow_redirects ?? 'always',
    allowed_methods: params.allowed_payment_method_types ?? null,
    error: null,
    return_url: null,
    canceled_at: null,
    cancellation_reason: null,
    usage: params.usage ?? 'off_session',
    sdk: false,
  });
  call.work.emit('setup_intent.created', 'setup_intent', intent);
  return answer(params.confirm ? confirmSetup(call, intent, { ...params, method }) : intent, params);
}

function confirmSetup(call: Call, intent: SetupIntentRow, how: Confirmation): SetupIntentRow {
  if (!['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(intent.status)) {
    throw unexpected(intent, `You cannot confirm this SetupIntent because it has a status of ${intent.status}.`);
  }
  const method = how.method ?? call.work.find('payment_method', intent.payment_method);
  if (!method) throw unexpected(intent, "You cannot confirm this SetupIntent because it's missing a payment method. Update the SetupIntent with a payment method and then confirm it again.");
  checkUsable(method, intent.customer);
  const ready = { ...intent, payment_method: method.id };
  if (method.behaviour !== 'authenticates' && method.behaviour !== 'always_authenticates') return finishSetup(call, ready, true);
  const waiting = call.work.put('setup_intent', {
    ...ready,
    status: 'requires_action',
    error: null,
    return_url: how.return_url ?? null,
    sdk: how.use_stripe_sdk ?? !how.return_url,
  });
  call.work.emit('setup_intent.requires_action', 'setup_intent', waiting);
  return waiting;
}

/** Keeps the card with its customer, or refuses it; `approved` is the payer's answer to the authentication page. */
export function finishSetup(call: Call, intent: SetupIntentRow, approved: boolean): SetupIntentRow {
  const method = call.work.need('payment_method', intent.payment_method ?? '');
  const reason = method.behaviour === 'charges_refused' ? undefined : refusalOf(method, call.refuse);
  if (!approved || reason) throw refuseSetup(call, intent, method, reason);
  const kept = call.work.put('payment_method', { ...method, customer: intent.customer ?? method.customer, set_up: true });
  if (kept.customer && !method.customer) call.work.emit('payment_method.attached', 'payment_method', kept);
  const done = call.work.put('setup_intent', { ...intent, status: 'succeeded', error: null });
  call.work.emit('setup_intent.succeeded', 'setup_intent', done);
  return done;
}

function refuseSetup(call: Call, intent: SetupIntentRow, method: PaymentMethodRow, reason: ReturnType<typeof refusalOf>): Error {
  const error = reason
    ? cardError(reason, method)
    : {
        type: 'invalid_request_error',
        code: 'setup_intent_authentication_failure',
        doc_url: 'https://stripe.com/docs/error-codes/setup-intent-authentication-failure',
        message: 'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
        payment_method: method,
      };
  const back = call.work.put('setup_intent', { ...intent, status: 'requires_payment_method', payment_method: null, error });
  call.work.emit('setup_intent.setup_failed', 'setup_intent', back);
  return cardFailure(error, { kind: 'setup_intent', id: intent.id }, method.id);
}

function unexpected(intent: SetupIntentRow, message: string): Error {
  return Object.assign(wrongState(message, 'setup_intent_unexpected_state'), { intent: { kind: 'setup_intent', id: intent.id } });
}

function update(call: Call): Answer {
  const params = paramsOf(call, common);
  const intent = rowInPath(call, 'setup_intent', 'intent');
  if (params.customer) rowInParam(call, 'customer', params.customer, 'customer');
  const method = methodAsked(call, params);
  const updated = call.work.put('setup_intent', {
    ...intent,
    customer: params.customer === undefined ? intent.customer : params.customer,
    description: params.description === undefined ? intent.description : params.description,
    metadata: mergeMetadata(intent.metadata, params.metadata),
    ...(method && { payment_method: method.id, status: 'requires_confirmation' }),
  });
  return answer(updated, params);
}

function confirm(call: Call): Answer {
  const params = paramsOf(call, confirmSpec);
  const intent = openIntent(call, 'setup_intent', params.client_secret);
  const fromPage = call.role === 'public' && !params.return_url;
  const method = methodAsked(call, params);
  return answer(confirmSetup(call, intent, { ...params, method, ...(fromPage && { use_stripe_sdk: true }) }), params);
}

function cancel(call: Call): Answer {
  const params = paramsOf(call, { ...expandable, cancellation_reason: oneOf('abandoned', 'duplicate', 'requested_by_customer') });
  const intent = rowInPath(call, 'setup_intent', 'intent');
  if (['succeeded', 'canceled'].includes(intent.status)) throw unexpected(intent, `You cannot cancel this SetupIntent because it has a status of ${intent.status}.`);
  const canceled = call.work.put('setup_intent', { ...intent, status: 'canceled', canceled_at: call.work.now, cancellation_reason: params.cancellation_reason ?? null });
  call.work.emit('setup_intent.canceled', 'setup_intent', canceled);
  return answer(canceled, params);
}

function retrieve(call: Call): Answer {
  const params = paramsOf(call, { ...expandable, client_secret: text() });
  return answer(openIntent(call, 'setup_intent', params.client_secret), params);
}

function list(call: Call): Answer {
  const params = paramsOf(call, { ...paging, created: range, customer: text(), payment_method: text() });
  const rows = createdIn(call.work.list('setup_intent', params.customer ?? undefined), params.created);
  if (params.payment_method && !params.customer) throw badParameter('Listing by payment_method needs a customer here.', 'payment_method');
  return listAnswer(call, 'setup_intent', rows, '/v1/setup_intents', params);
}

const answer = (row: SetupIntentRow, params: { expand?: string[] | null }): Answer => ({ kind: 'setup_intent', id: row.id, expand: params.expand });

export const setupIntentRoutes: Route[] = [
  { method: 'POST', path: 'setup_intents', run: create },
  { method: 'GET', path: 'setup_intents', run: list },
  { method: 'GET', path: 'setup_intents/:', open: true, run: retrieve },
  { method: 'POST', path: 'setup_intents/:', run: update },
  { method: 'POST', path: 'setup_intents/:/confirm', open: true, run: confirm },
  { method: 'POST', path: 'setup_intents/:/cancel', run: cancel },
];
