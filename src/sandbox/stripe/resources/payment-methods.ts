import { paramsOf, rowInParam, rowInPath, type Answer, type Call, type Route } from '../call.js';
import { badParameter } from '../failure.js';
import { listAnswer, paging } from '../page.js';
import { anything, expandable, group, mergeMetadata, metadata, oneOf, required, text, type Spec } from '../params.js';
import type { PaymentMethodRow } from '../rows.js';
import { billingOf, billingSpec, checkUsable, methodById, methodDataSpec, methodFromData } from './method-data.js';

const createSpec = { ...expandable, ...methodDataSpec, customer: text(), payment_method: text() } satisfies Spec;

const updateSpec = {
  ...expandable,
  billing_details: group(billingSpec),
  metadata,
  allow_redisplay: methodDataSpec.allow_redisplay,
  card: anything,
};

function create(call: Call): Answer {
  const params = paramsOf(call, createSpec);
  return answer(methodFromData(call, params), params);
}

function retrieve(call: Call): Answer {
  const params = paramsOf(call, expandable);
  return answer(methodById(call, call.ids[0] ?? '', 'payment_method', 404), params);
}

function update(call: Call): Answer {
  const params = paramsOf(call, updateSpec);
  const method = rowInPath(call, 'payment_method', 'payment_method');
  const updated = call.work.put('payment_method', {
    ...method,
    billing: billingOf(params.billing_details, method.billing),
    metadata: mergeMetadata(method.metadata, params.metadata),
    allow_redisplay: params.allow_redisplay ?? method.allow_redisplay,
  });
  call.work.emit('payment_method.updated', 'payment_method', updated);
  return answer(updated, params);
}

function attach(call: Call): Answer {
  const params = paramsOf(call, { ...expandable, customer: required(text()) });
  const customer = rowInParam(call, 'customer', params.customer ?? '', 'customer');
  const method = methodById(call, call.ids[0] ?? '', 'payment_method', 404);
  checkUsable(method, method.customer);
  if (method.customer === customer.id) return answer(method, params);
  if (method.customer !== null) {
    throw badParameter('The payment method you provided has already been attached to a customer.', 'payment_method', 'resource_already_exists');
  }
  const attached = call.work.put('payment_method', { ...method, customer: customer.id });
  call.work.emit('payment_method.attached', 'payment_method', attached);
  return answer(attached, params);
}

function detach(call: Call): Answer {
  const params = paramsOf(call, expandable);
  const method = rowInPath(call, 'payment_method', 'payment_method');
  if (method.customer === null) {
    throw badParameter('The payment method you provided is not attached to a customer so detachment is impossible.', 'payment_method');
  }
  const customer = call.work.find('customer', method.customer);
  if (customer?.default_payment_method === method.id) call.work.put('customer', { ...customer, default_payment_method: null });
  const detached = call.work.put('payment_method', { ...method, customer: null, detached: true });
  call.work.emit('payment_method.detached', 'payment_method', detached, { customer: method.customer });
  return answer(detached, params);
}

function list(call: Call): Answer {
  const params = paramsOf(call, { ...paging, customer: text(), type: text(), allow_redisplay: text() });
  return listAnswer(call, 'payment_method', params.customer ? call.work.list('payment_method', params.customer) : [], '/v1/payment_methods', params);
}

function listOfCustomer(call: Call): Answer {
  const params = paramsOf(call, { ...paging, type: text(), allow_redisplay: oneOf('always', 'limited', 'unspecified') });
  const customer = rowInPath(call, 'customer', 'customer');
  const wanted = params.type === undefined || params.type === 'card';
  return listAnswer(call, 'payment_method', wanted ? call.work.list('payment_method', customer.id) : [], `/v1/customers/${customer.id}/payment_methods`, params);
}

function retrieveOfCustomer(call: Call): Answer {
  const params = paramsOf(call, expandable);
  const customer = rowInPath(call, 'customer', 'customer');
  const method = rowInPath(call, 'payment_method', 'payment_method', 1);
  checkUsable(method, customer.id);
  return answer(method, params);
}

const answer = (row: PaymentMethodRow, params: { expand?: string[] | null }): Answer => ({ kind: 'payment_method', id: row.id, expand: params.expand });

export const paymentMethodRoutes: Route[] = [
  { method: 'POST', path: 'payment_methods', open: true, run: create },
  { method: 'GET', path: 'payment_methods', run: list },
  { method: 'GET', path: 'payment_methods/:', run: retrieve },
  { method: 'POST', path: 'payment_methods/:', run: update },
  { method: 'POST', path: 'payment_methods/:/attach', run: attach },
  { method: 'POST', path: 'payment_methods/:/detach', run: detach },
  { method: 'GET', path: 'customers/:/payment_methods', run: listOfCustomer },
  { method: 'GET', path: 'customers/:/payment_methods/:', run: retrieveOfCustomer },
];
