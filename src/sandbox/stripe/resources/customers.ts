import { paramsOf, rowInParam, rowInPath, type Answer, type Call, type Route } from '../call.js';
import { noSuch } from '../failure.js';
import { newId } from '../ids.js';
import { createdIn, listAnswer, paging } from '../page.js';
import { anything, expandable, group, integer, listOf, mergeMetadata, metadata, oneOf, range, text } from '../params.js';
import type { CustomerRow } from '../rows.js';
import { billingSpec, methodById } from './method-data.js';
import { addressOf, shippingOf, shippingParam } from './shipping.js';

const common = {
  ...expandable,
  address: billingSpec.address,
  balance: integer,
  description: text(),
  email: text(512),
  invoice_settings: group({ default_payment_method: text(), custom_fields: anything, footer: text(), rendering_options: anything }),
  metadata,
  name: text(256),
  phone: text(20),
  preferred_locales: listOf(text()),
  shipping: shippingParam,
  tax: anything,
  tax_exempt: oneOf('exempt', 'none', 'reverse'),
};

function create(call: Call): Answer {
  const params = paramsOf(call, { ...common, payment_method: text() });
  const customer: CustomerRow = {
    id: newId('cus'),
    created: call.work.now,
    metadata: mergeMetadata({}, params.metadata),
    name: params.name ?? null,
    email: params.email ?? null,
    phone: params.phone ?? null,
    description: params.description ?? null,
    address: addressOf(params.address),
    shipping: shippingOf(params.shipping),
    balance: params.balance ?? 0,
    tax_exempt: params.tax_exempt ?? 'none',
    default_payment_method: null,
    preferred_locales: params.preferred_locales ?? [],
  };
  if (params.payment_method) keep(call, customer, params.payment_method);
  const chosen = params.invoice_settings?.default_payment_method;
  const written = call.work.put('customer', { ...customer, default_payment_method: chosen ? ownMethod(call, customer, chosen) : null });
  call.work.emit('customer.created', 'customer', written);
  return answer(written, params);
}

function keep(call: Call, customer: CustomerRow, id: string): void {
  const attached = call.work.put('payment_method', { ...methodById(call, id, 'payment_method'), customer: customer.id });
  call.work.emit('payment_method.attached', 'payment_method', attached);
}

function ownMethod(call: Call, customer: CustomerRow, id: string): string {
  const method = call.work.find('payment_method', id);
  if (method?.customer === customer.id) return id;
  throw noSuch('PaymentMethod', id, 'invoice_settings[default_payment_method]', 400);
}

function update(call: Call): Answer {
  const params = paramsOf(call, { ...common, default_source: text() });
  const customer = rowInParam(call, 'customer', rowInPath(call, 'customer').id, 'id');
  const { invoice_settings: settings } = params;
  const chosen = settings?.default_payment_method;
  const updated = call.work.put('customer', {
    ...customer,
    metadata: mergeMetadata(customer.metadata, params.metadata),
    name: params.name === undefined ? customer.name : params.name,
    email: params.email === undefined ? customer.email : params.email,
    phone: params.phone === undefined ? customer.phone : params.phone,
    description: params.description === undefined ? customer.description : params.description,
    address: params.address === undefined ? customer.address : addressOf(params.address),
    shipping: params.shipping === undefined ? customer.shipping : shippingOf(params.shipping),
    balance: params.balance ?? customer.balance,
    tax_exempt: params.tax_exempt ?? customer.tax_exempt,
    preferred_locales: params.preferred_locales ?? customer.preferred_locales,
    default_payment_method: chosen === undefined ? customer.default_payment_method : chosen && ownMethod(call, customer, chosen),
  });
  call.work.emit('customer.updated', 'customer', updated, changesOf(customer, updated));
  return answer(updated, params);
}

function changesOf(before: CustomerRow, after: CustomerRow): Record<string, unknown> {
  const { default_payment_method: old, ...fields } = before;
  const changed = Object.entries(fields).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(after[name as 'name']));
  const settings = old === after.default_payment_method ? {} : { invoice_settings: { default_payment_method: old } };
  return { ...Object.fromEntries(changed), ...settings };
}

function remove(call: Call): Answer {
  paramsOf(call, {});
  const customer = rowInPath(call, 'customer');
  const deleted = call.work.put('customer', { ...customer, deleted: true });
  call.work.emit('customer.deleted', 'customer', customer);
  for (const method of call.work.list('payment_method', customer.id)) call.work.put('payment_method', { ...method, customer: null, detached: true });
  return answer(deleted, {});
}

function retrieve(call: Call): Answer {
  const params = paramsOf(call, expandable);
  return answer(rowInPath(call, 'customer'), params);
}

function list(call: Call): Answer {
  const params = paramsOf(call, { ...paging, created: range, email: text(), test_clock: text() });
  return listAnswer(call, 'customer', withEmail(createdIn(call.work.list('customer'), params.created), params.email), '/v1/customers', params);
}

function* withEmail(rows: Iterable<CustomerRow>, email: string | null | undefined): Iterable<CustomerRow> {
  for (const row of rows) if (!email || row.email === email) yield row;
}

const answer = (row: CustomerRow, params: { expand?: string[] | null }): Answer => ({ kind: 'customer', id: row.id, expand: params.expand });

export const customerRoutes: Route[] = [
  { method: 'POST', path: 'customers', run: create },
  { method: 'GET', path: 'customers', run: list },
  { method: 'GET', path: 'customers/:', run: retrieve },
  { method: 'POST', path: 'customers/:', run: update },
  { method: 'DELETE', path: 'customers/:', run: remove },
];
