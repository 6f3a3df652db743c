import type { Minor } from '../../kernel/money.js';

/** Whoever moves the money. */
export type ProcessorName = 'stripe' | 'square' | 'paypal' | 'clover';

/** The account of the platform itself, in rows and metadata. */
export const PLATFORM_ACCOUNT = 'platform';

/** Where a payment stands at its processor; what we do not know counts as `processing`. */
export type IntentStatus = 'awaiting_method' | 'awaiting_action' | 'processing' | 'succeeded' | 'canceled';

export interface Card {
  readonly brand: string;
  readonly last4: string;
  readonly expMonth: number;
  readonly expYear: number;
}

/** A payment as its processor sees it. `paymentId` is our id, which we put there ourselves. */
export interface Intent {
  readonly processor: ProcessorName;
  readonly account: string;
  readonly externalId: string;
  readonly paymentId: string | null;
  readonly status: IntentStatus;
  readonly currency: string;
  readonly amount: Minor;
  readonly amountReceived: Minor;
  readonly customerExternalId: string | null;
  readonly chargeExternalId: string | null;
  readonly methodExternalId: string | null;
  /** Present on answers to us, absent in events. */
  readonly clientSecret: string | null;
  readonly card: Card | null;
  /** What the processor keeps, when it says so. */
  readonly fee: Minor | null;
  readonly failureCode: string | null;
}

export interface CreateIntent {
  readonly paymentId: string;
  readonly amount: Minor;
  readonly currency: string;
  readonly customerExternalId: string | null;
  readonly description: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** The card that pays stays with the customer, to be charged later without him. */
  readonly keepMethod?: boolean;
  /** Charge this saved method now. `payerPresent`: the payer waits at the screen and can prove who he is. */
  readonly charge?: { readonly methodExternalId: string; readonly payerPresent?: boolean };
}

/** Who paid on a page of the processor's, as he filled it in. */
export interface PagePayer {
  readonly name: string | null;
  readonly email: string | null;
  readonly address: { readonly line: string | null; readonly city: string | null; readonly state: string | null; readonly zipCode: string | null; readonly country: string | null } | null;
}

/** A payment's page at its processor. What it says of the money: nothing yet, on its way, here, or that it will not come. */
export interface Checkout {
  readonly processor: ProcessorName;
  readonly account: string;
  readonly externalId: string;
  readonly paymentId: string | null;
  readonly status: 'open' | 'complete' | 'expired';
  readonly paid: boolean;
  readonly url: string | null;
  readonly intentExternalId: string | null;
  /** The whole payment, where it was asked for. */
  readonly intent: Intent | null;
  readonly amount: Minor | null;
  readonly currency: string | null;
  readonly customerExternalId: string | null;
  readonly payer: PagePayer | null;
}

export interface CreateCheckout {
  readonly paymentId: string;
  readonly amount: Minor;
  readonly currency: string;
  /** What the page calls the thing that is paid for. */
  readonly title: string;
  readonly description: string | null;
  readonly customerExternalId: string | null;
  /** Of who has no customer there. */
  readonly email: string;
  /** Our order's number. */
  readonly reference: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** `{CHECKOUT_SESSION_ID}` in it becomes the page's id. */
  readonly successUrl: string;
  readonly cancelUrl: string;
  readonly expiresAt: Date;
}

export type RefundStatus = 'processing' | 'succeeded' | 'failed';

export interface ProcessorRefund {
  readonly processor: ProcessorName;
  readonly account: string;
  readonly externalId: string;
  readonly refundId: string | null;
  readonly intentExternalId: string | null;
  readonly status: RefundStatus;
  readonly amount: Minor;
  readonly currency: string;
  readonly failureCode: string | null;
}

export interface ProcessorDispute {
  readonly processor: ProcessorName;
  readonly account: string;
  readonly externalId: string;
  readonly intentExternalId: string | null;
  readonly status: 'open' | 'won' | 'lost';
  readonly amount: Minor;
  /** What the processor holds back at the moment: taken on opening, given back when won. */
  readonly withdrawn: Minor;
  readonly reason: string | null;
}

export interface SavedMethod {
  readonly externalId: string;
  readonly customerExternalId: string | null;
  readonly card: Card | null;
  readonly isDefault: boolean;
}

/** A signed message of a processor, verified and translated. */
export type ProcessorEvent = { readonly processor: ProcessorName; readonly account: string; readonly eventId: string; readonly externalType: string } & (
  | { readonly type: 'intent.changed'; readonly intent: Intent }
  | { readonly type: 'intent.failed'; readonly intent: Intent }
  /** `failed`: money that was on its way did not come. */
  | { readonly type: 'checkout.changed'; readonly checkout: Checkout; readonly failed: boolean }
  | { readonly type: 'refund.changed'; readonly refund: ProcessorRefund }
  /** So much went back in all; by which refunds the event does not say, `listRefunds` does. */
  | { readonly type: 'intent.refunded'; readonly intentExternalId: string; readonly amountRefunded: Minor }
  | { readonly type: 'dispute.changed'; readonly dispute: ProcessorDispute }
  | { readonly type: 'ignored' }
);

/**
 * What happened to a call that did not succeed:
 * `refused`, the processor said no and nothing moved; `unavailable`, it was never reached, nothing moved;
 * `unknown`, it may or may not have been carried out.
 */
export type ProcessorOutcome = 'refused' | 'unavailable' | 'unknown';

export class ProcessorError extends Error {
  override name = 'ProcessorError';
  constructor(
    readonly outcome: ProcessorOutcome,
    /** The processor's own code (card_declined, resource_missing, ...). */
    readonly code: string,
    /** The payment as it stands after a decline, when the processor told. */
    readonly intent: Intent | null = null,
    options?: ErrorOptions,
  ) {
    super(`${outcome}: ${code}`, options);
  }
}

/** One account at one processor. Every call that moves money carries a key derived from our row. */
export interface Processor {
  readonly name: ProcessorName;
  readonly account: string;
  /** Currencies whose minor units it does not take as ISO 4217 counts them: not to be chosen with it. */
  readonly countsOtherwise: ReadonlySet<string>;
  createCustomer(input: { customerId: string; name: string; email: string }): Promise<{ externalId: string }>;
  /** The idempotency key is the payment's id: repeated calls give the same intent. */
  createIntent(input: CreateIntent): Promise<Intent>;
  retrieveIntent(externalId: string): Promise<Intent>;
  /**
   * The intent that carries our payment id, if the processor has one (for calls whose answer was lost).
   * `customerExternalId`, when the payment has one, narrows the search.
   */
  findIntent(paymentId: string, customerExternalId?: string | null): Promise<Intent | null>;
  cancelIntent(externalId: string): Promise<Intent>;
  /** Puts the card the payer means to use on an intent that waits for him; charges nothing. Refused once it waits no longer. */
  meanMethod(externalId: string, methodExternalId: string): Promise<Intent>;
  /** A page on which the payer pays by himself. No money moves by making it; the payment behind it carries the same marks. */
  createCheckout(input: CreateCheckout): Promise<Checkout>;
  retrieveCheckout(externalId: string): Promise<Checkout>;
  /** Refused once it is paid or over. */
  expireCheckout(externalId: string): Promise<Checkout>;
  createSetup(input: { customerExternalId: string; requestKey: string }): Promise<{ externalId: string; clientSecret: string }>;
  listMethods(customerExternalId: string): Promise<SavedMethod[]>;
  /** Null when there is no such method. */
  retrieveMethod(externalId: string): Promise<SavedMethod | null>;
  detachMethod(externalId: string): Promise<void>;
  setDefaultMethod(customerExternalId: string, externalId: string): Promise<void>;
  /** The idempotency key is the refund's id. */
  refund(input: { refundId: string; intentExternalId: string; amount: Minor; currency: string }): Promise<ProcessorRefund>;
  retrieveRefund(externalId: string): Promise<ProcessorRefund>;
  /** All refunds of a payment, also those made at the processor itself. */
  listRefunds(intentExternalId: string): Promise<ProcessorRefund[]>;
  /**
   * Checks the signature over the raw bytes against each active secret, in constant time and with bounds on
   * its age (now − 300 s … now + 60 s), then translates. Null: not signed by any of them.
   */
  readWebhook(input: { rawBody: Buffer; headers: Readonly<Record<string, string | string[] | undefined>>; now: Date }): ProcessorEvent | null;
  /** Translates a payload that `readWebhook` accepted before and the inbox kept. */
  readStored(payload: Buffer): ProcessorEvent;
  /** Asks for the account itself: proves that the credentials work. */
  ping(): Promise<{ externalAccountId: string }>;
}
