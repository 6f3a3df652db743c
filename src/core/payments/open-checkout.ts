import { present } from '../../kernel/assert.js';
import { Failure } from '../../kernel/failure.js';
import { ProcessorError } from '../ports/processor.js';
import type { Checkout, Processor, ProcessorName } from '../ports/processor.js';
import type { Tx, World } from '../tx.js';
import { applyIntents } from './apply-intents.js';
import type { CheckoutPage } from './checkout.js';
import { findCheckouts } from './checkouts-store.js';
import { ensureProcessorCustomer } from './ensure-processor-customer.js';
import { factsOf, isLive } from './payment.js';
import type { Payment } from './payment.js';
import { findPaymentById, lockPayments, markPaymentState } from './store.js';

export interface OpenCheckout {
  readonly payment: Payment;
  /** Where the payer goes; null once there is nothing to pay. */
  readonly url: string | null;
}

/**
 * The page of a reserved payment: the one that is open, or a new one. Moves no money, so trouble ends the payment:
 * `processor_refused`, `processor_unavailable`. A page that was paid meanwhile settles here.
 */
export async function openCheckout(world: World, paymentId: string): Promise<OpenCheckout> {
  const payment = present(await findPaymentById(world.read, paymentId), `payment ${paymentId} was reserved`);
  const page = present((await findCheckouts(world.read, [paymentId])).get(paymentId), 'a hosted payment has a page');
  if (!isLive(payment.state)) return { payment, url: null };
  const processor = world.processor(payment.processor as ProcessorName, payment.account);
  return page.externalId === null ? make(world, processor, payment, page) : look(world, processor, payment, page);
}

async function make(world: World, processor: Processor, payment: Payment, page: CheckoutPage): Promise<OpenCheckout> {
  let made: Checkout;
  try {
    const customerExternalId = payment.customerId ? await ensureProcessorCustomer(world, payment.customerId, processor) : null;
    made = await processor.createCheckout({
      paymentId: payment.id, amount: payment.amount, currency: payment.currency, title: page.title, description: page.description, customerExternalId, email: page.email,
      reference: page.reference, metadata: page.metadata, successUrl: page.successUrl, cancelUrl: page.cancelUrl, expiresAt: page.expiresAt,
    });
  } catch (error) {
    if (!(error instanceof ProcessorError)) throw error;
    // A page whose address nobody knows cannot be paid: whatever became of the call, this payment is over.
    await world.transact((tx) => giveUp(tx, payment.id, error.code));
    throw new Failure(error.outcome === 'refused' ? 'processor_refused' : 'processor_unavailable', { code: error.code }, { cause: error });
  }
  return record(world, processor, payment.id, made);
}

/** Another caller may have ended the payment meanwhile, or written a page of his own: then this one is closed again. */
async function record(world: World, processor: Processor, paymentId: string, made: Checkout): Promise<OpenCheckout> {
  const [heard] = await world.transact((tx) => applyIntents(tx, [{ checkout: made }]));
  const { payment, page } = await read(world, paymentId);
  if (heard === 'unknown' || !isLive(payment.state)) await processor.expireCheckout(made.externalId).catch(ignoreProcessor);
  return { payment, url: page.state === 'open' ? page.url : null };
}

async function look(world: World, processor: Processor, payment: Payment, page: CheckoutPage): Promise<OpenCheckout> {
  try {
    const checkout = await processor.retrieveCheckout(present(page.externalId, 'it was made'));
    await world.transact((tx) => applyIntents(tx, [{ checkout }]));
  } catch (error) {
    if (!(error instanceof ProcessorError)) throw error;
    // The page is at the processor, not here: who cannot be asked may still be reached by the payer.
    return { payment, url: page.url };
  }
  const now = await read(world, payment.id);
  return { payment: now.payment, url: now.page.state === 'open' ? now.page.url : null };
}

async function read(world: World, paymentId: string): Promise<{ payment: Payment; page: CheckoutPage }> {
  const [payment, pages] = await Promise.all([findPaymentById(world.read, paymentId), findCheckouts(world.read, [paymentId])]);
  return { payment: present(payment, 'a payment is never deleted'), page: present(pages.get(paymentId), 'a page is never deleted') };
}

/** Ends a payment whose page nobody was shown. */
export async function giveUp(tx: Tx, paymentId: string, code: string): Promise<void> {
  const [payment] = await lockPayments(tx, [paymentId]);
  const page = (await findCheckouts(tx, [paymentId])).get(paymentId);
  if (!payment || !isLive(payment.state) || !page || page.externalId !== null) return;
  await markPaymentState(tx, paymentId, 'failed', code, null);
  tx.announce({ type: 'payment.ended', ...factsOf(payment) });
}

/** It expires by itself, and nobody has its address. */
function ignoreProcessor(error: unknown): void {
  if (!(error instanceof ProcessorError)) throw error;
}
