import type { Minor } from '../../kernel/money.js';
import type { PaymentTarget } from '../events.js';

/** What a list of payments is to show; forms nobody filled in are left out. */
export interface ListPayments {
  /** Only this customer's; absent: everybody's. */
  readonly customerId?: string;
  readonly status?: 'pending' | 'succeeded' | 'failed';
  /** Made in this year in the business's zone. */
  readonly year?: number;
  /** An invoice's number, or for staff a part of a customer's name or address. */
  readonly search?: string;
  readonly cursor?: string;
  readonly limit: number;
}

export interface ListedPayment {
  readonly id: string;
  readonly state: 'processing' | 'unknown' | 'succeeded' | 'failed';
  readonly currency: string;
  readonly amount: Minor;
  readonly amountRefunded: Minor;
  readonly cardBrand: string | null;
  readonly cardLast4: string | null;
  readonly customerName: string | null;
  readonly createdAt: Date;
  readonly settledAt: Date | null;
  readonly targets: readonly PaymentTarget[];
}
