import { present } from '../../kernel/assert.js';
import { Failure } from '../../kernel/failure.js';
import type { Reader, Tx, World } from '../tx.js';
import { carryOut } from './carry-out.js';
import type { CarriedOut } from './carry-out.js';
import { clearTheWay } from './clear-the-way.js';
import { reservePayment } from './reserve-payment.js';
import type { Reserved, ReservePayment } from './reserve-payment.js';
import { findIdByRequestKey, findPaymentById } from './store.js';

const TRIES = 4;

/**
 * Our row, then the network, then what it said. `plan` runs inside the first transaction: it locks and checks
 * what is to be paid and says so. Where another payment for the same debt is in the way it is ended and the
 * plan made anew. `requestKey` names the caller's request, so that a repetition finds its payment. Errors: those of the plan, of carryOut, and `payment_in_progress`.
 */
export async function startPayment(world: World, plan: (tx: Tx) => Promise<ReservePayment>, requestKey: string | null = null): Promise<CarriedOut> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const reserved = await world.transact((tx) => reserveOnce(tx, plan, requestKey));
    if (reserved.kind === 'ready') return carryOut(world, reserved.payment, reserved.fresh);
    await clearTheWay(world, reserved.paymentIds);
  }
  throw new Failure('payment_in_progress');
}

/** Was a payment begun by this request before? Then what became of it counts, whatever holds for a new one by now. */
export async function isRepetition(reader: Reader, requestKey: string | null | undefined): Promise<boolean> {
  return typeof requestKey === 'string' && (await findIdByRequestKey(reader, requestKey)) !== undefined;
}

/** A repeated request finds its payment before anything is checked: what it asked for may be done by now. */
async function reserveOnce(tx: Tx, plan: (tx: Tx) => Promise<ReservePayment>, requestKey: string | null): Promise<Reserved> {
  const repeated = requestKey === null ? undefined : await findIdByRequestKey(tx, requestKey);
  return repeated ? { kind: 'ready', payment: present(await findPaymentById(tx, repeated), 'a payment is never deleted'), fresh: false } : reservePayment(tx, { ...(await plan(tx)), requestKey });
}
