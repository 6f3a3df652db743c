import { timingSafeEqual } from 'node:crypto';
import { rowInPath, type Call } from '../call.js';
import { badParameter, noSuch } from '../failure.js';
import type { Rows } from '../rows.js';

/** The intent in the path. With a publishable key its client secret must fit; with the secret key it may be left out. */
export function openIntent<K extends 'payment_intent' | 'setup_intent'>(call: Call, kind: K, secret: string | null | undefined): Rows[K] {
  const row = call.role === 'secret' ? rowInPath(call, kind, 'intent') : call.work.find(kind, call.ids[0]);
  if (call.role === 'secret' && !secret) return row as Rows[K];
  if (!secret) throw badParameter('Missing required param: client_secret.', 'client_secret', 'parameter_missing');
  if (!row || !sameText(row.secret, secret)) {
    if (row) throw badParameter(`The client_secret provided does not match any associated ${kind === 'payment_intent' ? 'PaymentIntent' : 'SetupIntent'} on this account. Ensure the publishable key used belongs to the same account that created the object.`, 'client_secret');
    throw noSuch(kind === 'payment_intent' ? 'payment_intent' : 'setupintent', call.ids[0] ?? '', 'intent');
  }
  return row;
}

export function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
