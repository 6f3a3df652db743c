import { Failure } from '../../kernel/failure.js';
import { LARGEST_AMOUNT } from '../../kernel/money.js';
import type { Minor, Ppm } from '../../kernel/money.js';
import { dayIn } from '../../kernel/period.js';
import { record } from '../audit/index.js';
import { touch } from '../caches/index.js';
import { businessSettings } from '../settings/index.js';
import type { Actor, Tx } from '../tx.js';
import { FREQUENCIES, PAYMENT_METHODS, feeSinceAfter } from './billing-settings.js';
import type { BillingFrequency, BillingSettings, PaymentMethodWord } from './billing-settings.js';
import { lockSettings, toSettings, updateSettings } from './store.js';

/** Absent members stay as they are. That a card is this customer's own is checked before (`requireOwnMethod`). */
export interface BillingChange {
  readonly paymentMethod?: PaymentMethodWord;
  readonly frequency?: BillingFrequency;
  readonly monthlyFee?: Minor;
  readonly currency?: string;
  readonly billingDay?: number;
  readonly autoCharge?: boolean;
  readonly taxPpm?: Ppm;
  readonly paymentTermsDays?: number;
  /** Null forgets the card, and with it the word of its holder. */
  readonly methodId?: string | null;
  readonly additionalDetails?: unknown;
}

const LONGEST_TERMS_DAYS = 3650;
const CURRENCIES = ['USD'];

/**
 * Changes how a customer is billed. Another amount counts from the next period that is not billed yet; another rhythm
 * begins today. Consent is of one card: with another card it has to be given again. `customer_not_found`, `input_invalid`.
 */
export async function changeBillingSettings(tx: Tx, customerId: string, change: BillingChange, actor: Actor): Promise<BillingSettings> {
  const [row] = await tx.run(lockSettings, [customerId]);
  if (!row) throw new Failure('customer_not_found');
  checkChange(change);
  const before = toSettings(row);
  const named = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as BillingChange;
  const merged: BillingSettings = { ...before, ...named, updatedAt: tx.now };
  const today = dayIn((await businessSettings(tx)).time_zone, tx.now);
  const sameCard = merged.methodId === before.methodId;
  const after: BillingSettings = {
    ...merged, feeSince: feeSinceAfter(before, merged, today),
    chargeConsentAt: sameCard ? before.chargeConsentAt : null, chargeConsent: sameCard ? before.chargeConsent : null,
  };
  await updateSettings(tx, after);
  record(tx, { actor, action: 'billing.changed', resourceType: 'customer', resourceId: customerId, details: differences(before, after) });
  touch(tx, customerId);
  return after;
}

function checkChange(change: BillingChange): void {
  const wrong = (field: string): never => { throw new Failure('input_invalid', { field }); };
  const { paymentMethod, frequency, monthlyFee, currency, billingDay, taxPpm, paymentTermsDays, methodId } = change;
  if (paymentMethod !== undefined && !PAYMENT_METHODS.includes(paymentMethod)) wrong('payment_method');
  if (frequency !== undefined && !FREQUENCIES.includes(frequency)) wrong('billing_frequency');
  if (monthlyFee !== undefined && (monthlyFee < 0n || monthlyFee > LARGEST_AMOUNT)) wrong('monthly_fee');
  if (currency !== undefined && !CURRENCIES.includes(currency)) wrong('currency');
  if (billingDay !== undefined && !isWhole(billingDay, 1, 31)) wrong('billing_day');
  if (taxPpm !== undefined && !isWhole(taxPpm, 0, 1_000_000)) wrong('tax_rate');
  if (paymentTermsDays !== undefined && !isWhole(paymentTermsDays, 0, LONGEST_TERMS_DAYS)) wrong('payment_terms_days');
  if (typeof methodId === 'string' && (methodId.length === 0 || methodId.length > 200)) wrong('stripe_payment_method_id');
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

const TOLD = ['paymentMethod', 'frequency', 'monthlyFee', 'currency', 'billingDay', 'autoCharge', 'taxPpm', 'paymentTermsDays', 'methodId', 'feeSince'] as const;

function differences(before: BillingSettings, after: BillingSettings): Record<string, unknown> {
  const changed = TOLD.filter((key) => before[key] !== after[key]);
  const pick = (of: BillingSettings): Record<string, unknown> => Object.fromEntries(changed.map((key) => [key, of[key]]));
  return { before: pick(before), after: pick(after) };
}
