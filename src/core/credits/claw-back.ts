import { present } from '../../kernel/assert.js';
import type { DisputeMoved, PaymentFacts, RefundSettled } from '../events.js';
import { post } from '../ledger/index.js';
import { findPayment } from '../payments/index.js';
import type { Tx } from '../tx.js';
import { sweep } from './expire-credits.js';
import { clawTo, payDebt, targetFor } from './lots.js';
import type { Clawed } from './lots.js';
import { disputePosting, refundPosting } from './postings.js';
import { lockWallet, movePurchases, purchasesById, writeWallet } from './store.js';

/** Reaction: money for credits went back, and takes them along, to the cumulative target: how often it is told makes no difference. */
export async function clawBackCredits(tx: Tx, events: readonly RefundSettled[]): Promise<void> {
  for (const event of ours(events)) {
    const { of, clawed } = await follow(tx, event);
    post(tx, refundPosting(event, of, { refundId: event.refundId, amount: event.refundAmount, taken: clawed.taken, unexpired: clawed.unexpired }));
  }
}

/** Reaction: the same while a bank holds money back; won, the credits come again. */
export async function clawBackDisputedCredits(tx: Tx, events: readonly DisputeMoved[]): Promise<void> {
  for (const event of ours(events)) {
    const { of, clawed } = await follow(tx, event);
    post(tx, disputePosting(event, of, clawed));
  }
}

const ours = <E extends PaymentFacts>(events: readonly E[]): E[] => events.filter((event) => event.targets[0]?.kind === 'credits');
const NOTHING = { taken: 0n, unexpired: 0n } as const;

async function follow(tx: Tx, event: PaymentFacts): Promise<{ of: { userId: string; currency: string }; clawed: Pick<Clawed, 'taken' | 'unexpired'> }> {
  const [found] = await purchasesById(tx, [event.targets[0]!.subjectId]);
  const purchase = present(found, 'a payment for credits has its purchase');
  const payment = present(await findPayment(tx, event.paymentId), 'a payment is never deleted');
  const of = { userId: purchase.userId, currency: event.currency };
  const before = await lockWallet(tx, purchase.userId, event.currency);
  const lot = before.lots.find((one) => one.paymentId === event.paymentId);
  const gone = payment.amountRefunded >= payment.amountReceived;
  await movePurchases(tx, [purchase.id], gone ? ['succeeded'] : ['refunded'], gone ? 'refunded' : 'succeeded');
  if (!lot) return { of, clawed: NOTHING };
  const target = targetFor(lot, payment.amountReceived, payment.amountRefunded + payment.amountDisputed);
  const clawed = clawTo(sweep(tx, before), lot.id, target);
  await writeWallet(tx, before, payDebt(clawed.wallet));
  return { of, clawed };
}
