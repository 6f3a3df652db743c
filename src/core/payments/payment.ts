import { Failure } from '../../kernel/failure.js';
import type { Minor } from '../../kernel/money.js';
import type { PaymentFacts, PaymentTarget, Recipient } from '../events.js';
import type { Intent, ProcessorName } from '../ports/processor.js';

/**
 * created: our row is written, the call may or may not have been made. open: the processor waits for the payer.
 * unknown: the processor did not tell. succeeded is never left; failed and canceled only for succeeded.
 */
export type PaymentState = 'created' | 'open' | 'processing' | 'unknown' | 'succeeded' | 'failed' | 'canceled';

/** Who pushes the button: the payer at the processor's form, or we with a saved card. */
export type ChargedBy = 'payer' | 'us';

/** The smallest and the largest card payment processors take, in minor units (Stripe: 50 ¢, and eight digits). */
export const SMALLEST_CHARGE: Minor = 50n;
export const LARGEST_CHARGE: Minor = 99_999_999n;

/** Can a card pay this at once? */
export function isCardAmount(amount: Minor): boolean {
  return amount >= SMALLEST_CHARGE && amount <= LARGEST_CHARGE;
}

/** `amount_invalid` for what no card can pay at once. */
export function requireCardAmount(amount: Minor): void {
  if (!isCardAmount(amount)) throw new Failure('amount_invalid', { smallest: SMALLEST_CHARGE.toString(), largest: LARGEST_CHARGE.toString() });
}

/** Processors forget idempotency keys after a day: from then on we only look, never ask again. */
export const KEY_LIFE_MS = 23 * 3_600_000;

/** No call of ours is still under way so long after its payment was written. */
export const CALL_LIFE_MS = 2 * 60_000;

export interface Payment {
  readonly id: string;
  readonly customerId: string | null;
  readonly customer: Recipient | null;
  readonly userId: string | null;
  /** manual: taken by hand. credit: out of the customer's own credit. Neither calls anybody. */
  readonly processor: ProcessorName | 'manual' | 'credit';
  readonly account: string;
  readonly externalId: string | null;
  readonly state: PaymentState;
  readonly currency: string;
  readonly amount: Minor;
  readonly amountReceived: Minor;
  readonly amountRefunded: Minor;
  readonly amountDisputed: Minor;
  /** What the processor keeps, once it has said so. */
  readonly fee: Minor | null;
  readonly chargedBy: ChargedBy;
  /** A page of the processor's takes it (see checkout.ts). */
  readonly hosted: boolean;
  /** We charge a saved card while its holder waits at the screen, who can then prove who he is. */
  readonly payerPresent: boolean;
  readonly methodId: string | null;
  readonly cardBrand: string | null;
  readonly cardLast4: string | null;
  readonly failureCode: string | null;
  readonly requestKey: string | null;
  /** How the payer allowed the card he pays with to be kept and charged later; null: he did not. */
  readonly cardConsent: Readonly<Record<string, unknown>> | null;
  readonly resolveCount: number;
  readonly createdAt: Date;
  readonly settledAt: Date | null;
  readonly targets: readonly PaymentTarget[];
}

/** No processor knows of it: nobody is called, and it can be undone at once. */
export function isByHand(payment: Pick<Payment, 'processor'>): boolean {
  return payment.processor === 'manual' || payment.processor === 'credit';
}

/** A payment that may still move money, and therefore blocks a second one for the same debt. */
export function isLive(state: PaymentState): boolean {
  return state === 'created' || state === 'open' || state === 'processing' || state === 'unknown';
}

/**
 * The state after hearing `intent` of the processor. Forward only: what is succeeded stays so, and money that
 * did arrive counts even where we had given up.
 */
export function nextState(payment: Pick<Payment, 'state' | 'chargedBy'>, intent: Pick<Intent, 'status'>): PaymentState {
  if (payment.state === 'succeeded' || intent.status === 'succeeded') return 'succeeded';
  if (!isLive(payment.state)) return payment.state;
  if (intent.status === 'canceled') return 'canceled';
  if (intent.status === 'processing') return 'processing';
  if (intent.status === 'awaiting_method' && payment.chargedBy === 'us') return 'failed';
  return 'open';
}

/** Minutes at which a payment that does not end is asked about again: 5 s, 30 s, 2 m, 10 m, 1 h, hourly to a day, then daily. */
const RESOLVE_SECONDS = [5, 30, 120, 600, 3600];

/** When to ask the processor next, after `count` times in vain. */
export function nextResolution(count: number, now: Date): Date {
  const seconds = RESOLVE_SECONDS[count] ?? (count < 28 ? 3600 : 86_400);
  return new Date(now.getTime() + seconds * 1000);
}

/** A form left open is asked about less eagerly: from two minutes on. */
export function firstResolution(state: PaymentState, now: Date): { at: Date | null; count: number } {
  if (state === 'open') return { at: nextResolution(2, now), count: 2 };
  if (isLive(state)) return { at: nextResolution(0, now), count: 0 };
  return { at: null, count: 0 };
}

/** A processor books its fee, and tells the card, a little after the payment: when to ask for what an event left out. */
export function detailsDue(now: Date): Date {
  return new Date(now.getTime() + 3_000);
}

export function factsOf(payment: Payment): PaymentFacts {
  const { id, customerId, customer, userId, processor, account, externalId, currency, amount, cardBrand, cardLast4, targets, requestKey } = payment;
  return { paymentId: id, customerId, customer, userId, processor, account, externalId, currency, amount, cardBrand, cardLast4, targets, requestKey };
}
