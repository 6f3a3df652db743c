import { parseEmail } from '../../kernel/email.js';
import { Failure } from '../../kernel/failure.js';
import { storableText } from '../../kernel/json.js';
import { CUSTOMER_STATUSES } from './customer.js';
import type { Address, Customer, CustomerStatus } from './customer.js';

/** What is known of a customer and may be changed. Absent members stay as they are, null removes one. */
export interface CustomerFacts {
  readonly name?: string;
  readonly companyName?: string | null;
  /** Where bills and letters go. Users and their links are not moved by it. */
  readonly email?: string;
  readonly phone?: string | null;
  readonly address?: Partial<Address>;
  readonly status?: CustomerStatus;
  readonly firebaseAppId?: string | null;
  readonly firebaseProjectId?: string | null;
  readonly analyticsPropertyId?: string | null;
}

export type Facts = Pick<Customer, 'name' | 'companyName' | 'email' | 'phone' | 'address' | 'status' | 'firebaseAppId' | 'firebaseProjectId' | 'analyticsPropertyId'>;

const LONGEST = 200;

export const NOTHING_KNOWN: Facts = {
  name: '', companyName: null, email: '', phone: null, address: { line1: null, line2: null, city: null, state: null, postalCode: null, country: null },
  status: 'active', firebaseAppId: null, firebaseProjectId: null, analyticsPropertyId: null,
};

/** `before` with what is named, each fact on one line and within its length. `input_invalid` with the field. */
export function factsAfter(before: Facts, change: CustomerFacts): Facts {
  const { name, companyName, email, phone, status, firebaseAppId, firebaseProjectId, analyticsPropertyId } = change;
  const given = Object.fromEntries(Object.entries(change.address ?? {}).filter(([, value]) => value !== undefined)) as Partial<Address>;
  const { line1, line2, city, state, postalCode, country } = { ...before.address, ...given };
  const kept = <T>(value: T | undefined, old: T, read: (value: T) => T): T => (value === undefined ? old : read(value));
  const part = (value: string | null): string | null => text(value, 'address');
  const id = (field: string) => (value: string | null): string | null => text(value, field);
  if (status !== undefined && !CUSTOMER_STATUSES.includes(status)) throw new Failure('input_invalid', { field: 'status' });
  return {
    name: kept(name, before.name, required), companyName: kept(companyName, before.companyName, id('company_name')),
    email: kept(email, before.email, parseEmail), phone: kept(phone, before.phone, (value) => text(value, 'phone', 40)),
    address: { line1: part(line1), line2: part(line2), city: part(city), state: part(state), postalCode: part(postalCode), country: part(country) },
    status: status ?? before.status, firebaseAppId: kept(firebaseAppId, before.firebaseAppId, id('firebase_app_id')),
    firebaseProjectId: kept(firebaseProjectId, before.firebaseProjectId, id('firebase_project_id')),
    analyticsPropertyId: kept(analyticsPropertyId, before.analyticsPropertyId, id('analytics_property_id')),
  };
}

/** Which facts differ, by name. */
export function changedFacts(before: Facts, after: Facts): string[] {
  const { address: _before, ...old } = before;
  const { address, ...now } = after;
  const parts = (Object.keys(address) as (keyof Address)[]).filter((key) => address[key] !== before.address[key]);
  return [...(Object.keys(now) as (keyof typeof now)[]).filter((key) => now[key] !== old[key]), ...parts];
}

function required(value: string): string {
  const kept = text(value, 'name');
  if (kept === null) throw new Failure('input_invalid', { field: 'name' });
  return kept;
}

function text(value: string | null, field: string, most = LONGEST): string | null {
  if (value === null) return null;
  const kept = storableText(value).replace(/\p{Cc}+/gu, ' ').trim();
  if (kept.length > most) throw new Failure('input_invalid', { field });
  return kept === '' ? null : kept;
}
