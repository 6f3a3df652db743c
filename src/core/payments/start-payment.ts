import { Failure } from '../../kernel/failure.js';
import type { Tx, World } from '../tx.js';
import { carryOut } from './carry-out.js';
import type { CarriedOut } from './carry-out.js';
import { clearTheWay } from './clear-the-way.js';
import { reservePayment } from './reserve-payment.js';
import type { ReservePayment } from './reserve-payment.js';

const TRIES = 4;

/**
 * Our row, then the network, then what it said. `plan` runs inside the first transaction: it locks and checks
 * what is to be paid and says so. Where another payment for the same debt is in the way it is ended and the
 * plan made anew. Errors: those of the plan, of carryOut, and `payment_in_progress`.
 */
export async function startPayment(world: World, plan: (tx: Tx) => Promise<ReservePayment>): Promise<CarriedOut> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const reserved = await world.transact(async (tx) => reservePayment(tx, await plan(tx)));
    if (reserved.kind === 'ready') return carryOut(world, reserved.paymentId, reserved.fresh);
    await clearTheWay(world, reserved.paymentIds);
  }
  throw new Failure('payment_in_progress');
}
