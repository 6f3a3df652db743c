import type { Minor } from '../../kernel/money.js';
import type { Price } from './price.js';

export type PurchaseState = 'pending' | 'completed' | 'failed' | 'refunded';

export interface BillingAddress {
  readonly line: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly zipCode: string | null;
  readonly country: string | null;
}

/** An order for a program, with the price as it was decided when it was made. */
export interface Purchase {
  readonly id: string;
  readonly publicId: string;
  readonly orderNumber: string;
  readonly userId: string;
  readonly userName: string;
  readonly userEmail: string;
  readonly userPublicId: string;
  readonly customerId: string | null;
  readonly programId: string;
  readonly programPublicId: string;
  readonly programTitle: string;
  readonly programType: string;
  readonly currency: string;
  readonly price: Price;
  readonly state: PurchaseState;
  /** Holds a place. */
  readonly live: boolean;
  readonly surplus: boolean;
  /** What of a surplus could not be sent back by itself, and is not on its way by hand. */
  readonly stuck: Minor;
  readonly holdUntil: Date | null;
  readonly amountRefunded: Minor;
  readonly amountDisputed: Minor;
  readonly billing: { readonly name: string; readonly email: string; readonly address: BillingAddress | null };
  readonly cardholder: string | null;
  readonly card: { readonly brand: string | null; readonly last4: string } | null;
  readonly paymentId: string | null;
  readonly checkoutExternalId: string | null;
  readonly intentExternalId: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly completedAt: Date | null;
}

/** Would the same page do? Somebody who asks for something else, or later than a price holds, gets another. */
export function isSameWish(purchase: Purchase, price: Price, now: Date): boolean {
  const { isClassRep, full, classRep, earlyBird } = purchase.price;
  return price.isClassRep === isClassRep && price.full === full && price.classRep === classRep && price.earlyBird === earlyBird
    && purchase.holdUntil !== null && purchase.holdUntil > now;
}

/** Does it open the program to its buyer? Not while a bank holds its money back. */
export function opensAccess(purchase: Pick<Purchase, 'state' | 'amountDisputed'>): boolean {
  return purchase.state === 'completed' && purchase.amountDisputed === 0n;
}
