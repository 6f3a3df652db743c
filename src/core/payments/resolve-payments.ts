import { ProcessorError } from '../ports/processor.js';
import type { ProcessorName } from '../ports/processor.js';
import { Failure } from '../../kernel/failure.js';
import type { World } from '../tx.js';
import { applyIntents } from './apply-intents.js';
import { applyRefunds } from './apply-refunds.js';
import { carryOut } from './carry-out.js';
import { refreshCheckout } from './end-checkout.js';
import { isLive, nextResolution } from './payment.js';
import type { Payment } from './payment.js';
import { recordDetails } from './record-details.js';
import { scheduleLiveRefunds } from './refunds-store.js';
import { claimPaymentsToResolve, endResolution, findPaymentById, scheduleLive, scheduleResolution } from './store.js';

const DAY_MS = 86_400_000;
/** A fee that was not told after so many looks (about an hour) is not waited for. */
const LAST_LOOK = 5;

/** What became of asking: `asked`, `waits` when the processor could not say, `failed` when we could not take in what it said; both are asked again later. */
export interface Resolution {
  readonly paymentId: string;
  readonly outcome: 'asked' | 'waits' | 'failed';
  readonly error?: unknown;
}

/**
 * Asks processors about payments whose end we have not heard of, as long as it takes: a lost answer, a dropped
 * webhook, a crash between two steps all end here. Workers share the due ones by row locks.
 */
export async function resolvePayments(world: World, limit = 50): Promise<Resolution[]> {
  const due = await world.transact(async (tx) => {
    const claimed = await claimPaymentsToResolve(tx, limit);
    for (const { id, resolveCount } of claimed) await scheduleResolution(tx, id, nextResolution(resolveCount + 1, tx.now), resolveCount + 1);
    return claimed;
  });
  return Promise.all(due.map(({ id }) => resolvePayment(world, id)));
}

/**
 * After a start: what was told while nobody was there to hear it is asked for now, not when its turn would come, which
 * whoever was killed while asking has put off. Returns how many payments and refunds are in line.
 */
export async function resolveAfterStart(world: World): Promise<number> {
  return world.transact(async (tx) => {
    const since = new Date(tx.now.getTime() - DAY_MS);
    return (await scheduleLive(tx, since)) + (await scheduleLiveRefunds(tx, since));
  });
}

/** Asks about one payment, whatever its state: also finds refunds made at the processor itself. */
export async function resolvePayment(world: World, paymentId: string): Promise<Resolution> {
  const payment = await findPaymentById(world.read, paymentId);
  if (!payment) return { paymentId, outcome: 'asked' };
  try {
    if (payment.state === 'succeeded') await completeSettled(world, payment);
    else if (payment.hosted) await refreshCheckout(world, payment.id);
    else if (isLive(payment.state)) {
      if (isAbandoned(payment, world.clock.now())) await abandon(world, payment);
      else {
        const { trouble } = await carryOut(world, payment);
        if (trouble !== undefined) return { paymentId, outcome: 'failed', error: trouble };
      }
    }
    return { paymentId, outcome: 'asked' };
  } catch (error) {
    if (error instanceof Failure && (error.code === 'payment_declined' || error.code === 'processor_refused')) return { paymentId, outcome: 'asked' };
    return { paymentId, outcome: error instanceof Failure || error instanceof ProcessorError ? 'waits' : 'failed', error };
  }
}

/** A form left open for a day is closed, so that it cannot be paid by surprise. */
function isAbandoned(payment: Payment, now: Date): boolean {
  return payment.state === 'open' && payment.chargedBy === 'payer' && now.getTime() - payment.createdAt.getTime() > DAY_MS;
}

async function abandon(world: World, payment: Payment): Promise<void> {
  const processor = world.processor(payment.processor as ProcessorName, payment.account);
  const current = await processor.retrieveIntent(payment.externalId!);
  const ended = current.status === 'awaiting_method' || current.status === 'awaiting_action' ? await processor.cancelIntent(current.externalId) : current;
  await world.transact((tx) => applyIntents(tx, [{ intent: ended }]));
}

/** What was done at the processor itself, and what its events left out. */
async function completeSettled(world: World, payment: Payment): Promise<void> {
  if (payment.externalId === null) return;
  // Who paid is told by the page alone.
  if (payment.hosted && payment.resolveCount <= 1) await refreshCheckout(world, payment.id);
  const processor = world.processor(payment.processor as ProcessorName, payment.account);
  const [intent, refunds] = await Promise.all([processor.retrieveIntent(payment.externalId), processor.listRefunds(payment.externalId)]);
  await world.transact(async (tx) => {
    await applyRefunds(tx, refunds);
    await recordDetails(tx, payment.id, intent);
    const complete = intent.fee !== null || payment.resolveCount >= LAST_LOOK;
    if (complete) await endResolution(tx, payment.id, payment.resolveCount);
  });
}
