import type { Minor } from '../../kernel/money.js';
import type { Day } from '../../kernel/period.js';
import type { Invoice, InvoiceLine } from './invoice.js';

export interface InvoicePayment {
  readonly id: string;
  readonly state: string;
  readonly amount: Minor;
  readonly refunded: Minor;
  readonly cardBrand: string | null;
  readonly cardLast4: string | null;
  readonly failureCode: string | null;
  readonly createdAt: Date;
  readonly settledAt: Date | null;
  readonly method: 'card' | 'cash' | 'cheque' | 'bank_transfer' | 'other' | 'credit';
  /** What stands on the slip of a payment by hand, and the day it came. */
  readonly reference: string | null;
  readonly receivedOn: Day | null;
}

export interface InvoiceCreditNote {
  readonly id: string;
  readonly number: string;
  readonly amount: Minor;
  readonly taxAmount: Minor;
  readonly reason: string | null;
  readonly issuedAt: Date;
}

export interface InvoiceWithLines extends Invoice {
  readonly lines: readonly InvoiceLine[];
}

/** What paid an invoice last. */
export interface LastPayment {
  readonly paymentId: string;
  readonly processor: string;
  readonly externalId: string | null;
  readonly method: InvoicePayment['method'];
}

export interface InvoiceDetails extends InvoiceWithLines {
  /** What its customer has in credit. */
  readonly creditAvailable: Minor;
  readonly payments: readonly InvoicePayment[];
  readonly creditNotes: readonly InvoiceCreditNote[];
}
