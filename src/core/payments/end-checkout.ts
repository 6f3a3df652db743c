import { Failure } from '../../kernel/failure.js';
import { ProcessorError } from '../ports/processor.js';
import type { Checkout, Processor, ProcessorName } from '../ports/processor.js';
import type { World } from '../tx.js';
import { applyIntents } from './apply-intents.js';
import { findCheckouts } from './checkouts-store.js';
import { giveUp } from './open-checkout.js';
import { isLive } from './payment.js';
import type { Payment } from './payment.js';
import { findPaymentById } from './store.js';

/**
 * Closes the page of a payment that nobody has paid yet. One that was paid settles instead, one whose money is on
 * its way stays: look at the payment that comes back. `processor_unavailable` when the processor does not say.
 */
export async function endCheckout(world: World, paymentId: string): Promise<Payment | undefined> {
  return withPage(world, paymentId, async (processor, externalId) => {
    try {
      return await processor.expireCheckout(externalId);
    } catch (error) {
      if (!(error instanceof ProcessorError) || error.outcome !== 'refused') throw error;
      return processor.retrieveCheckout(externalId);
    }
  });
}

/** Asks what became of a page, and settles if it was paid. The same errors. */
export async function refreshCheckout(world: World, paymentId: string): Promise<Payment | undefined> {
  return withPage(world, paymentId, (processor, externalId) => processor.retrieveCheckout(externalId));
}

async function withPage(world: World, paymentId: string, ask: (processor: Processor, externalId: string) => Promise<Checkout>): Promise<Payment | undefined> {
  const payment = await findPaymentById(world.read, paymentId);
  if (!payment?.hosted) return payment;
  const page = (await findCheckouts(world.read, [paymentId])).get(paymentId);
  if (page?.externalId === null || page === undefined) {
    if (isLive(payment.state)) await world.transact((tx) => giveUp(tx, paymentId, 'never_shown'));
    return findPaymentById(world.read, paymentId);
  }
  try {
    const checkout = await ask(world.processor(payment.processor as ProcessorName, payment.account), page.externalId);
    await world.transact((tx) => applyIntents(tx, [{ checkout }]));
  } catch (error) {
    if (!(error instanceof ProcessorError)) throw error;
    throw new Failure('processor_unavailable', { payment_id: paymentId }, { cause: error });
  }
  return findPaymentById(world.read, paymentId);
}
