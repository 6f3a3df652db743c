import { group, text, type Params } from '../params.js';
import type { Shipping } from '../rows.js';

export const addressSpec = { city: text(), country: text(), line1: text(), line2: text(), postal_code: text(), state: text() };

const spec = { address: group(addressSpec), name: text(), phone: text(), carrier: text(), tracking_number: text() };

/** Where goods go to, as customers and payments carry it. */
export const shippingParam = group(spec);

const EMPTY_ADDRESS = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null };

/** The whole address, with nulls for what was not sent. */
export function addressOf(sent: Params<typeof addressSpec> | null | undefined): Record<string, string | null> | null {
  return sent ? { ...EMPTY_ADDRESS, ...sent } : null;
}

export function shippingOf(sent: Params<typeof spec> | null | undefined): Shipping | null {
  if (!sent) return null;
  const { name, phone, carrier, tracking_number: tracking } = sent;
  return { address: addressOf(sent.address), name: name ?? null, phone: phone ?? null, carrier: carrier ?? null, tracking_number: tracking ?? null };
}
