import type { Minor } from '../kernel/money.js';
import type { PagePayer, ProcessorName } from './ports/processor.js';

/** What a payment was for: `kind` names the module that answers for it. */
export interface PaymentTarget {
  readonly kind: 'invoice' | 'credits' | 'program' | 'appointment';
  readonly subjectId: string;
  readonly amount: Minor;
  /** What people call it (an invoice number, a program's title), for lists and mails. */
  readonly label: string | null;
}

export interface Recipient {
  readonly name: string;
  readonly email: string;
}

/** The facts of a payment that a reaction needs. */
export interface PaymentFacts {
  readonly paymentId: string;
  readonly customerId: string | null;
  readonly customer: Recipient | null;
  readonly userId: string | null;
  /** manual: taken by hand. credit: out of the customer's own credit. */
  readonly processor: ProcessorName | 'manual' | 'credit';
  readonly account: string;
  readonly externalId: string | null;
  readonly currency: string;
  readonly amount: Minor;
  readonly cardBrand: string | null;
  readonly cardLast4: string | null;
  readonly targets: readonly PaymentTarget[];
  /** Names the request it came from; `collection:` and `top-up:` begin those of charges without their payer. */
  readonly requestKey: string | null;
}

/** Money arrived: announced once per payment. */
export interface PaymentSettled extends PaymentFacts {
  readonly type: 'payment.settled';
  /** The payer let us keep the card he paid with, and charge it later: how he said so. */
  readonly keptCard?: { readonly methodId: string; readonly evidence: Readonly<Record<string, unknown>> };
  readonly amountReceived: Minor;
  readonly fee: Minor | null;
}

/** An attempt was declined; the debt is still owed. Announced once per attempt. */
export interface PaymentFailed extends PaymentFacts {
  readonly type: 'payment.failed';
  readonly failureCode: string;
  /** Tells attempts of one payment apart. */
  readonly attempt: string;
}

/** It came to nothing, and nothing can come of it any more: canceled, closed, or refused for good. */
export interface PaymentEnded extends PaymentFacts {
  readonly type: 'payment.ended';
}

/** The payer filled in his processor's page, and paid: who he says he is. May be announced again. */
export interface CheckoutCompleted extends PaymentFacts {
  readonly type: 'checkout.completed';
  readonly payer: PagePayer;
}

/** Money went back for good: announced once per refund. */
export interface RefundSettled extends PaymentFacts {
  readonly type: 'refund.settled';
  readonly refundId: string;
  readonly refundAmount: Minor;
  readonly keepOwing: boolean;
  readonly reason: string | null;
  /** What the payment brought, and what of it had gone back before. */
  readonly received: Minor;
  readonly refundedBefore: Minor;
}

/** The bank of the card sent back what had gone: announced once per refund. */
export interface RefundBounced extends PaymentFacts {
  readonly type: 'refund.bounced';
  readonly refundId: string;
  readonly refundAmount: Minor;
  readonly failureCode: string | null;
}

/** Money that was to go back did not: announced once per refund. */
export interface RefundFailed extends PaymentFacts {
  readonly type: 'refund.failed';
  readonly refundId: string;
  readonly refundAmount: Minor;
  readonly failureCode: string | null;
  /** Who asked for it waits, and gets this as his answer. */
  readonly answered: boolean;
}

/** What a dispute holds back changed by `delta` (positive: withdrawn, negative: given back). */
export interface DisputeMoved extends PaymentFacts {
  readonly type: 'dispute.moved';
  readonly disputeId: string;
  /** Counts the moves of one dispute. */
  readonly move: number;
  readonly delta: Minor;
  readonly state: 'open' | 'won' | 'lost';
}

/** A dispute was decided for the payer: what is held back is gone. */
export interface DisputeLost extends PaymentFacts {
  readonly type: 'dispute.lost';
  readonly disputeId: string;
}

/** An invoice got its number and is owed from now on. */
export interface InvoiceIssued {
  readonly type: 'invoice.issued';
  readonly invoiceId: string;
  readonly customerId: string;
  readonly customer: Recipient;
  readonly invoiceNumber: string;
  readonly currency: string;
  readonly total: Minor;
  /** A day, YYYY-MM-DD. */
  readonly dueDate: string | null;
  readonly milestone: string | null;
  readonly autoCharge: boolean;
  /** Its customer gets no mail of it. */
  readonly quiet: boolean;
}

/** What was paid for an invoice, net of what went back, changed: announced with every settlement and reversal. */
export interface InvoicePaymentsChanged {
  readonly type: 'invoice.payments_changed';
  readonly invoiceId: string;
  readonly invoiceNumber: string;
  readonly customerId: string;
  readonly customer: Recipient;
  readonly currency: string;
  /** Paid minus refunded minus held back by disputes. */
  readonly netPaid: Minor;
  /** What the invoice has earned before this change. */
  readonly pointsBefore: bigint;
  /** The rate at which it earned them; null where it has earned none. */
  readonly pointsPerDollar: number | null;
  /** The payment, refund or dispute that caused it: names the effect. */
  readonly cause: string;
}

/** A customer was put away: gone from everywhere but the archive. */
export interface CustomerArchived {
  readonly type: 'customer.archived';
  readonly customerId: string;
  /** Who did it. */
  readonly actor: { readonly userId: string | null; readonly ip?: string | null; readonly requestId?: string | null };
}

/** It was brought back. */
export interface CustomerRestored {
  readonly type: 'customer.restored';
  readonly customerId: string;
  /** Since when it was away. */
  readonly archivedAt: Date;
  /** Who did it. */
  readonly actor: { readonly userId: string | null; readonly ip?: string | null; readonly requestId?: string | null };
}

export type DomainEvent = PaymentSettled | PaymentFailed | PaymentEnded | CheckoutCompleted | RefundSettled | RefundBounced | RefundFailed | DisputeMoved | DisputeLost | InvoiceIssued | InvoicePaymentsChanged | CustomerArchived | CustomerRestored;
