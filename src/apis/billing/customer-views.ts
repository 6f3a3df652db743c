import type { BillingSettings as CoreSettings } from '../../core/billing/index.js';
import { billingSettingsOfMany } from '../../core/billing/index.js';
import type { Customer as CoreCustomer, CustomerFacts } from '../../core/customers/index.js';
import { findProcessorCustomers } from '../../core/payments/index.js';
import { PLATFORM_ACCOUNT } from '../../core/ports/processor.js';
import type { Reader } from '../../core/tx.js';
import { present } from '../../kernel/assert.js';
import { exponentOf } from '../../kernel/currency.js';
import { formatMajor } from '../../kernel/money.js';
import { ppmToPercent } from '../../kernel/percent.js';
import type { BillingSettings, Customer, CustomerChange } from './contract-customers.js';

/** Customers in the words of this document, with their settings: two queries for any number. */
export async function customerViews(reader: Reader, customers: readonly CoreCustomer[]): Promise<Customer[]> {
  const ids = customers.map((customer) => customer.id);
  const [settings, external] = await Promise.all([
    billingSettingsOfMany(reader, ids), findProcessorCustomers(reader, ids, { name: 'stripe', account: PLATFORM_ACCOUNT }),
  ]);
  return customers.map((customer) => customerView(customer, present(settings.get(customer.id), 'every customer has billing settings'), external.get(customer.id) ?? null));
}

function customerView(customer: CoreCustomer, settings: CoreSettings, stripeId: string | null): Customer {
  const { address } = customer;
  return {
    id: customer.id, name: customer.name, company_name: customer.companyName ?? customer.name, status: customer.status, billing_email: customer.email,
    phone: customer.phone,
    address: { street: streetOf(customer), city: address.city ?? '', state: address.state ?? '', postal_code: address.postalCode ?? '', country: address.country ?? '' },
    firebase_app_id: customer.firebaseAppId, firebase_project_id: customer.firebaseProjectId, stripe_customer_id: stripeId,
    created_at: customer.createdAt.toISOString(), updated_at: customer.updatedAt.toISOString(), billing_settings: settingsView(settings),
  };
}

export function settingsView(settings: CoreSettings): BillingSettings {
  return {
    id: settings.id, customer_id: settings.customerId, payment_method: settings.paymentMethod, billing_frequency: settings.frequency,
    monthly_fee: Number(formatMajor(settings.monthlyFee, exponentOf(settings.currency))), currency: settings.currency, billing_day: settings.billingDay,
    auto_charge: settings.autoCharge, tax_rate: ppmToPercent(settings.taxPpm), payment_terms_days: settings.paymentTermsDays,
    stripe_payment_method_id: settings.methodId, additional_details: settings.additionalDetails ?? null,
    created_at: settings.createdAt.toISOString(), updated_at: settings.updatedAt.toISOString(),
  };
}

/** This document has one line for the street; two of ours are shown as one. */
function streetOf({ address }: Pick<CoreCustomer, 'address'>): string {
  return [address.line1, address.line2].filter((line) => line !== null).join(', ');
}

/** What a body says about a customer, as facts. What it repeats as it was shown is no change. */
export function factsIn(body: CustomerChange, before: CoreCustomer | null): CustomerFacts {
  const { name, company_name: company, billing_email: email, phone, status, address, firebase_app_id: firebaseAppId, firebase_project_id: firebaseProjectId } = body;
  const sameCompany = before !== null && company === (before.companyName ?? before.name);
  const sameStreet = address?.street === undefined || (before !== null && address.street === streetOf(before));
  const parts = address && { city: address.city, state: address.state, postalCode: address.postal_code, country: address.country };
  return defined({
    name, email, phone, status, firebaseAppId, firebaseProjectId, companyName: sameCompany ? undefined : company,
    address: parts && defined({ ...parts, ...(!sameStreet && { line1: address.street, line2: null }) }),
  });
}

/** Of those, what an owner may change of himself: the rest is ignored. */
export function ownersFacts({ name, companyName, email, phone, address }: CustomerFacts): CustomerFacts {
  return defined({ name, companyName, email, phone, address });
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function defined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Defined<T>;
}
