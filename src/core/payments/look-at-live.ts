import { isFailure } from '../../kernel/failure.js';
import type { Reader, World } from '../tx.js';
import { carryOut } from './carry-out.js';
import type { CarriedOut } from './carry-out.js';
import type { Payment } from './payment.js';
import { findLiveIds, findPayments } from './store.js';

export type LivePayment = CarriedOut;

/** The payment of an invoice that may still move money; there is one at most. */
export async function findLivePayment(reader: Reader, invoiceId: string): Promise<Payment | undefined> {
  return (await findPayments(reader, await findLiveIds(reader, 'invoice', [invoiceId])))[0];
}

/**
 * Asks the processor how the live payment of an invoice stands, and writes down what it says; undefined without one,
 * or when it has just come to nothing. Moves nothing itself: what is asked about exists already, or never will.
 */
export async function lookAtLive(world: World, invoiceId: string): Promise<LivePayment | undefined> {
  const payment = await findLivePayment(world.read, invoiceId);
  if (payment === undefined || payment.externalId === null) return payment && { payment, clientSecret: null };
  try {
    return await carryOut(world, payment);
  } catch (error) {
    if (isFailure(error, 'payment_declined', 'processor_refused')) return undefined;
    throw error;
  }
}
