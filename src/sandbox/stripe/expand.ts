import { badParameter } from './failure.js';
import type { Kind } from './rows.js';
import type { Fields, Json, Reader } from './views/fields.js';
import { lineItemsView } from './views/checkout-session.js';
import { viewOf } from './views/view.js';

/** Fields that hold an id and may be asked for whole. */
const EXPANDABLE: Record<string, Kind> = {
  balance_transaction: 'balance_transaction',
  charge: 'charge',
  customer: 'customer',
  default_payment_method: 'payment_method',
  failure_balance_transaction: 'balance_transaction',
  latest_charge: 'charge',
  payment_intent: 'payment_intent',
  payment_method: 'payment_method',
};
const SOURCES: Record<string, Kind> = { ch: 'charge', re: 'refund', dp: 'dispute' };
const MAX_DEPTH = 4;

/** Replaces ids by their objects, in place. `list` resolves `refunds` of a charge. */
export function expandFields(fields: Fields, paths: readonly string[], reader: Reader, list: (charge: string) => Fields): void {
  for (const path of paths) {
    const steps = path.split('.');
    if (steps.length > MAX_DEPTH) throw badParameter(`You cannot expand more than ${MAX_DEPTH} levels of a property`, 'expand');
    expandOne(fields, steps, path, reader, list);
  }
}

function expandOne(fields: Fields, [step = '', ...rest]: string[], path: string, reader: Reader, list: (charge: string) => Fields): void {
  if (step === 'line_items' && fields.object === 'checkout.session') fields.line_items ??= lineItems(String(fields.id), reader);
  if (!(step in fields) && !(step === 'refunds' && fields.object === 'charge')) throw notExpandable(path);
  if (step === 'refunds' && fields.refunds === undefined) fields.refunds = list(String(fields.id));
  const value = fields[step];
  if (typeof value === 'string') fields[step] = objectOf(step, value, String(fields.object), path, reader);
  const next = fields[step];
  if (rest.length === 0) {
    if (typeof next !== 'object') throw notExpandable(path);
    return;
  }
  for (const one of Array.isArray(next) ? next : [next]) {
    if (isFields(one)) expandOne(one, rest, path, reader, list);
  }
}

function objectOf(step: string, id: string, owner: string, path: string, reader: Reader): Json {
  const kind = step === 'source' ? SOURCES[id.split('_')[0] ?? ''] : EXPANDABLE[step];
  if (kind === undefined || (owner === 'charge' && step === 'payment_method')) throw notExpandable(path);
  const row = reader.find(kind, id);
  return row ? (viewOf(kind, row, reader) as Json) : id;
}

function lineItems(session: string, reader: Reader): Json {
  const row = reader.find('checkout_session', session);
  return (row ? lineItemsView(row, reader) : null) as Json;
}

const isFields = (value: Json | undefined): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

const notExpandable = (path: string): Error =>
  badParameter(`This property cannot be expanded (${path}). You may want to try expanding a different property.`, 'expand');
