import { ProcessorError } from '../../../core/ports/processor.js';
import { isUuid } from '../../../kernel/ids.js';
import type { Minor } from '../../../kernel/money.js';

/** An object as it came over the network: nothing about it is known yet. */
export type Wire = Readonly<Record<string, unknown>>;

/** Stripe's ids: a lower-case prefix and a tail. Nothing else may reach a path of the SDK. */
const EXTERNAL_ID = /^[a-z]+_[A-Za-z0-9_]+$/;

/** What came cannot be read, so what it answers may or may not have happened. */
export function malformed(what: string, options?: ErrorOptions): ProcessorError {
  return new ProcessorError('unknown', `malformed_${what}`, null, options);
}

export function isWire(value: unknown): value is Wire {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `value` as the object of type `kind` ("payment_intent"), or a stop. */
export function wireOf(value: unknown, kind: string): Wire {
  if (!isWire(value) || value['object'] !== kind) throw malformed(kind);
  return value;
}

/** An id that Stripe gave; a stop for anything else. */
export function idIn(wire: Wire): string {
  const id = wire['id'];
  if (typeof id !== 'string' || !EXTERNAL_ID.test(id)) throw malformed('id');
  return id;
}

/** A reference that is an id or, where it was expanded, the object. */
export function referenceIn(value: unknown): string | null {
  const id = isWire(value) ? value['id'] : value;
  return typeof id === 'string' && id !== '' ? id : null;
}

export function textIn(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** An amount in the smallest unit of its currency. */
export function amountIn(value: unknown): Minor {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw malformed('amount');
  return BigInt(value);
}

/** A currency code, in capitals as the product has them. */
export function currencyIn(value: unknown): string {
  if (typeof value !== 'string' || value.length !== 3) throw malformed('currency');
  return value.toUpperCase();
}

/** One of our own ids that we left in the metadata; null where there is none or it is not one of ours. */
export function ownIdIn(metadata: unknown, name: string): string | null {
  if (!isWire(metadata) || !Object.hasOwn(metadata, name)) return null;
  const id = metadata[name];
  return typeof id === 'string' && isUuid(id) ? id : null;
}

/** Refuses what is no id (of one of these kinds, "pi"), before it becomes a part of an address. */
export function checkedId(id: string, ...prefixes: string[]): string {
  const known = prefixes.length === 0 || prefixes.some((prefix) => id.startsWith(`${prefix}_`));
  if (!known || id.length > 255 || !EXTERNAL_ID.test(id)) throw new ProcessorError('refused', 'id_malformed');
  return id;
}
