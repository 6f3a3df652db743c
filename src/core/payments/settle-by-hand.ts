import { newId } from '../../kernel/ids.js';
import type { Minor } from '../../kernel/money.js';
import type { Day } from '../../kernel/period.js';
import type { PaymentTarget, Recipient } from '../events.js';
import type { Tx } from '../tx.js';
import { insertSettledPayment } from './by-hand-store.js';
import { factsOf } from './payment.js';
import type { Payment } from './payment.js';

export type ManualMethod = 'cash' | 'cheque' | 'bank_transfer' | 'other';

/** The customer's own credit, spent on what he owes: no money moves anywhere. */
export const CREDIT_ACCOUNT = 'customer';

export interface SettleByHand {
  readonly customerId: string;
  readonly customer: Recipient;
  readonly userId: string | null;
  readonly currency: string;
  /** The caller has locked what they name. */
  readonly targets: readonly PaymentTarget[];
  readonly source:
    | { readonly processor: 'manual'; readonly method: ManualMethod; readonly reference: string | null; readonly receivedOn: Day }
    | { readonly processor: 'credit' };
  readonly requestKey?: string | null;
}

/** Writes down a payment that needs no processor: it has succeeded as soon as it is written. */
export async function settleByHand(tx: Tx, wish: SettleByHand): Promise<Payment> {
  const amount = wish.targets.reduce((sum: Minor, target) => sum + target.amount, 0n);
  const { source } = wish;
  const payment: Payment = {
    id: newId(tx.now.getTime()), customerId: wish.customerId, customer: wish.customer, userId: wish.userId, processor: source.processor,
    account: source.processor === 'manual' ? source.method : CREDIT_ACCOUNT, externalId: null, state: 'succeeded', currency: wish.currency,
    amount, amountReceived: amount, amountRefunded: 0n, amountDisputed: 0n, fee: null, chargedBy: 'us', hosted: false, payerPresent: false, methodId: null,
    cardBrand: null, cardLast4: null, failureCode: null, requestKey: wish.requestKey ?? null, cardConsent: null, resolveCount: 0, createdAt: tx.now, settledAt: tx.now, targets: wish.targets,
  };
  await insertSettledPayment(tx, payment, source.processor === 'manual' ? source : null);
  tx.announce({ type: 'payment.settled', ...factsOf(payment), amountReceived: amount, fee: null });
  return payment;
}
