import type { Minor, Ppm } from '../../kernel/money.js';
import type { Day } from '../../kernel/period.js';

export const PAYMENT_METHODS = ['credit_card', 'bank_transfer', 'paypal', 'stripe', 'manual'] as const;
export type PaymentMethodWord = (typeof PAYMENT_METHODS)[number];

export const FREQUENCIES = ['monthly', 'quarterly', 'annual', 'one_time'] as const;
export type BillingFrequency = (typeof FREQUENCIES)[number];

/** How a customer is billed by itself. */
export interface BillingSettings {
  readonly id: string;
  readonly customerId: string;
  /** How the customer means to pay: shown, decides nothing. */
  readonly paymentMethod: PaymentMethodWord;
  readonly frequency: BillingFrequency;
  /** For each month; a quarter is billed three of them, a year twelve. */
  readonly monthlyFee: Minor;
  readonly currency: string;
  /** The anchor, 1–31: the last day of shorter months. */
  readonly billingDay: number;
  /** Recurring invoices are charged on their due day; needs a card (`methodId`) and its holder's word (`chargeConsentAt`). */
  readonly autoCharge: boolean;
  readonly taxPpm: Ppm;
  readonly paymentTermsDays: number;
  /** What the processor calls the card that may be charged without its holder. */
  readonly methodId: string | null;
  /** When its holder allowed that; null: nobody did, and nothing is charged. Always of `methodId`. */
  readonly chargeConsentAt: Date | null;
  readonly chargeConsent: ChargeEvidence | null;
  readonly additionalDetails: unknown;
  /** The day from which the fee recurs; null without one. */
  readonly feeSince: Day | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** How somebody allowed a card to be charged: plain facts (name, address, document), kept for a dispute. */
export type ChargeEvidence = Readonly<Record<string, unknown>>;

const MONTHS: Readonly<Record<BillingFrequency, number>> = { monthly: 1, quarterly: 3, annual: 12, one_time: 0 };

/** Months that one recurring invoice covers; 0 where nothing recurs. */
export function monthsOf(frequency: BillingFrequency): number {
  return MONTHS[frequency];
}

/** May recurring amounts of this customer be charged without him? */
export function mayCharge(settings: Pick<BillingSettings, 'autoCharge' | 'methodId' | 'chargeConsentAt'>): boolean {
  return settings.autoCharge && settings.methodId !== null && settings.chargeConsentAt !== null;
}

/** The day from which the fee recurs: begins with a fee and with another rhythm, stays when only the amount changes. */
export function feeSinceAfter(before: BillingSettings, after: Pick<BillingSettings, 'monthlyFee' | 'frequency' | 'billingDay'>, today: Day): Day | null {
  if (after.monthlyFee === 0n || after.frequency === 'one_time') return null;
  const sameRhythm = after.frequency === before.frequency && after.billingDay === before.billingDay;
  return before.feeSince !== null && sameRhythm ? before.feeSince : today;
}
