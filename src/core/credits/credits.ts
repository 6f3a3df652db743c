import { Failure } from '../../kernel/failure.js';
import type { Minor } from '../../kernel/money.js';

/** What can be bought. */
export interface CreditPackage {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly currency: string;
  readonly price: Minor;
  /** At least the price; more is a gift. */
  readonly credits: Minor;
  readonly validDays: number | null;
  readonly priority: number;
  readonly active: boolean;
}

export type PurchaseState = 'pending' | 'succeeded' | 'failed' | 'canceled' | 'refunded';

/** A package as it was when somebody wished to buy it. */
export interface CreditPurchase {
  readonly id: string;
  readonly userId: string;
  readonly customerId: string | null;
  readonly packageId: string;
  readonly name: string;
  readonly currency: string;
  readonly price: Minor;
  readonly credits: Minor;
  readonly validDays: number | null;
  readonly priority: number;
  readonly state: PurchaseState;
  readonly createdAt: Date;
}

export type SpendState = 'held' | 'committed' | 'voided';

/** Credits set aside for something, used, or given back. */
export interface CreditSpend {
  readonly id: string;
  readonly userId: string;
  readonly placedBy: string | null;
  readonly purpose: string;
  readonly currency: string;
  readonly amount: Minor;
  readonly committed: Minor;
  readonly state: SpendState;
  readonly expiresAt: Date | null;
  readonly createdAt: Date;
  readonly decidedAt: Date | null;
}

/** More than nothing, and not absurd. */
export function checkAmount(amount: Minor): void {
  if (amount <= 0n || amount > 100_000_000n) throw new Failure('amount_invalid');
}
