import { newId } from '../../kernel/ids.js';
import type { PaymentTarget } from '../events.js';
import { PLATFORM_ACCOUNT } from '../ports/processor.js';
import type { Tx } from '../tx.js';
import type { CheckoutPage } from './checkout.js';
import { insertCheckout } from './checkouts-store.js';
import { nextResolution, requireCardAmount } from './payment.js';
import { insertPayment } from './store.js';

/** Longest the processor keeps a page open, and shortest (with a minute for the way there). */
const LONGEST_MS = 24 * 3_600_000;
const SHORTEST_MS = 31 * 60_000;

export interface ReserveCheckout {
  readonly customerId: string | null;
  readonly userId: string | null;
  readonly currency: string;
  /** The caller has locked it, and knows that nothing live is in the way. */
  readonly target: PaymentTarget;
  readonly page: Omit<CheckoutPage, 'paymentId' | 'externalId' | 'url' | 'state' | 'expiresAt'>;
  /** Until when it is worth paying; pages cannot be closed by the processor in less than half an hour. */
  readonly until: Date | null;
}

/** Writes the rows of a payment on a page before anybody is called; `openCheckout` makes the page. `amount_invalid` for what no card can pay at once. */
export async function reserveCheckout(tx: Tx, wish: ReserveCheckout): Promise<{ readonly paymentId: string; /** When it is given up. */ readonly holdUntil: Date }> {
  const { target } = wish;
  requireCardAmount(target.amount);
  const id = newId(tx.now.getTime());
  await insertPayment(tx, {
    id, customerId: wish.customerId, userId: wish.userId, processor: 'stripe', account: PLATFORM_ACCOUNT, currency: wish.currency, amount: target.amount, chargedBy: 'payer',
    payerPresent: false, hosted: true, methodId: null, requestKey: null, cardConsent: null, resolveAfter: nextResolution(2, tx.now), targets: [target],
  });
  const longest = new Date(tx.now.getTime() + LONGEST_MS);
  const holdUntil = wish.until !== null && wish.until < longest ? wish.until : longest;
  await insertCheckout(tx, { ...wish.page, paymentId: id, expiresAt: new Date(Math.max(holdUntil.getTime(), tx.now.getTime() + SHORTEST_MS)) });
  return { paymentId: id, holdUntil };
}
