import { Failure, isDatabaseFailure, isFailure } from '../../kernel/failure.js';
import { findPaymentByRequestKey, requireOwnMethod, startPayment } from '../payments/index.js';
import type { Payment, ReservePayment } from '../payments/index.js';
import type { Tx, World } from '../tx.js';
import { openPurchase, targetOf } from './buy-credits.js';
import { declineTopUp, dropTopUp, endTopUpFor, recordTopUp } from './follow-top-ups.js';
import { lockWallet, selectPackage } from './store.js';
import { topUpKey } from './top-up.js';
import type { ClaimedTopUp } from './top-up.js';
import { lockTopUp } from './top-ups-store.js';
import { findHolder } from './wishes-store.js';

/**
 * Charges the allowed card for a package, under a key derived from holder and attempt: never twice. The credits come
 * as with every bought package; an outcome nobody knows stays `charging` until the resolver hears of it.
 */
export async function chargeTopUp(world: World, charge: ClaimedTopUp): Promise<void> {
  try {
    const payment = await pay(world, charge);
    await world.transact((tx) => recordTopUp(tx, charge, payment));
  } catch (error) {
    if (!isFailure(error) || isDatabaseFailure(error)) throw error;
    await world.transact((tx) => recordTrouble(tx, charge, error));
  }
}

async function pay(world: World, charge: ClaimedTopUp): Promise<Payment> {
  const key = topUpKey(charge);
  const holder = await findHolder(world.read, charge.userId);
  const customerId = holder?.customerId ?? null;
  // Of a payment that was begun, what became of it counts, not whether the card is still there.
  if ((await findPaymentByRequestKey(world.read, key)) === undefined) {
    if (customerId === null) throw new Failure('payment_method_not_found');
    await requireOwnMethod(world, { customerId }, charge.methodId);
  }
  return (await startPayment(world, (tx) => plan(tx, charge, customerId), key)).payment;
}

/** Looked at once more behind the locks: switched off, or dearer than he allowed, it is not bought. */
async function plan(tx: Tx, charge: ClaimedTopUp, customerId: string | null): Promise<ReservePayment> {
  const wanted = await selectPackage(tx, charge.packageId);
  await lockWallet(tx, charge.userId, wanted?.currency ?? '');
  const topUp = await lockTopUp(tx, charge.userId);
  if (!topUp?.active || topUp.methodId !== charge.methodId || topUp.packageId !== charge.packageId) throw new Failure('charge_not_allowed');
  if (!wanted?.active || wanted.price !== topUp.price) throw new Failure('credit_package_not_found');
  const purchase = await openPurchase(tx, { userId: charge.userId, customerId }, wanted);
  return { customerId, userId: charge.userId, currency: wanted.currency, methodId: charge.methodId, targets: [targetOf(purchase)] };
}

/** No money moved. What the card is to blame for is a decline; what is gone ends the wish; everything else comes again. */
async function recordTrouble(tx: Tx, charge: ClaimedTopUp, error: Failure): Promise<void> {
  switch (error.code) {
    case 'payment_declined':
    case 'processor_refused':
      return declineTopUp(tx, charge, { code: String(error.details['code'] ?? 'declined'), paymentId: String(error.details['payment_id'] ?? '') || null });
    case 'payment_method_not_found':
      return endTopUpFor(tx, charge, 'card_gone');
    case 'credit_package_not_found':
      return endTopUpFor(tx, charge, 'package_gone');
    case 'charge_not_allowed':
      return dropTopUp(tx, charge, 0);
    default:
      return dropTopUp(tx, charge, 15 * 60_000);
  }
}
