import { present } from '../../kernel/assert.js';
import { newId } from '../../kernel/ids.js';
import type { PaymentTarget } from '../events.js';
import { PLATFORM_ACCOUNT } from '../ports/processor.js';
import type { ProcessorName } from '../ports/processor.js';
import type { Tx } from '../tx.js';
import { nextResolution, requireCardAmount } from './payment.js';
import type { Payment } from './payment.js';
import { findLiveIds, findPaymentById, findPayments, insertPayment } from './store.js';

export interface ReservePayment {
  readonly customerId: string | null;
  readonly userId: string | null;
  readonly currency: string;
  /** All of one kind; the caller has locked what they name. */
  readonly targets: readonly PaymentTarget[];
  /** Charge this saved method ourselves instead of letting the payer confirm. */
  readonly methodId?: string;
  /** The holder of the saved method waits at the screen. */
  readonly payerPresent?: boolean;
  /** Names the caller's request, so that a repetition finds its payment. */
  readonly requestKey?: string | null;
  /** How the payer allows the card he is about to pay with to be kept, and charged later. */
  readonly cardConsent?: Readonly<Record<string, unknown>> | null;
  readonly processor?: ProcessorName;
  readonly account?: string;
}

/**
 * ready: our row stands, the processor may be called. inTheWay: another live payment for the same debt must
 * be ended first (see clearTheWay).
 */
export type Reserved = { readonly kind: 'ready'; readonly payment: Payment; /** Nobody has called the processor for it yet. */ readonly fresh: boolean } | { readonly kind: 'inTheWay'; readonly paymentIds: readonly string[] };

/**
 * Writes the row of a payment before anybody is called. The same wish finds the payment that is already there,
 * so two tabs share one intent; a different one has to wait until the other is out of the way.
 * Fails with `amount_invalid` for what no card can pay at once.
 */
export async function reservePayment(tx: Tx, wish: ReservePayment): Promise<Reserved> {
  const amount = wish.targets.reduce((sum, target) => sum + target.amount, 0n);
  requireCardAmount(amount);
  const liveIds = await findLiveIds(tx, wish.targets[0]!.kind, wish.targets.map((target) => target.subjectId));
  const live = await findPayments(tx, liveIds);
  const same = live.find((payment) => wantsTheSame(payment, wish));
  if (same && live.length === 1) return { kind: 'ready', payment: same, fresh: false };
  if (live.length > 0) return { kind: 'inTheWay', paymentIds: liveIds };
  const id = newId(tx.now.getTime());
  await insertPayment(tx, {
    id, customerId: wish.customerId, userId: wish.userId, processor: wish.processor ?? 'stripe', account: wish.account ?? PLATFORM_ACCOUNT,
    currency: wish.currency, amount, chargedBy: wish.methodId ? 'us' : 'payer', payerPresent: wish.payerPresent ?? false, methodId: wish.methodId ?? null,
    requestKey: wish.requestKey ?? null, cardConsent: wish.cardConsent ?? null, resolveAfter: nextResolution(0, tx.now), targets: wish.targets,
  });
  // Read here, not behind the commit: from then on nothing may fail between the row and the call.
  return { kind: 'ready', payment: present(await findPaymentById(tx, id), 'it was just written'), fresh: true };
}

function wantsTheSame(payment: Payment, wish: ReservePayment): boolean {
  return payment.chargedBy === (wish.methodId ? 'us' : 'payer')
    && (!wish.methodId || (payment.methodId === wish.methodId && payment.payerPresent === (wish.payerPresent ?? false)))
    && (payment.cardConsent === null) === ((wish.cardConsent ?? null) === null)
    && payment.targets.length === wish.targets.length
    && payment.targets.every((target, i) => target.subjectId === wish.targets[i]?.subjectId && target.amount === wish.targets[i]?.amount);
}
