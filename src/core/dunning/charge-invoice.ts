import { Failure, isDatabaseFailure, isFailure } from '../../kernel/failure.js';
import { endCharging } from '../billing/index.js';
import { findPaymentByRequestKey, requireOwnMethod, startPayment } from '../payments/index.js';
import type { Payment, ReservePayment } from '../payments/index.js';
import { SYSTEM } from '../tx.js';
import type { Tx, World } from '../tx.js';
import { keyOf } from './attempt.js';
import { isPursuable } from './plan.js';
import { recordCharge, recordDecline, putOff } from './record-charge.js';
import { lockPursuedInvoice } from './store.js';
import type { ClaimedCharge } from './take-step.js';

/**
 * Charges the allowed card for an invoice, under a key derived from invoice and attempt: never twice. A decline is
 * recorded with the next day; an unknown outcome stays `charging` until the resolver hears of it.
 */
export async function chargeInvoice(world: World, charge: ClaimedCharge): Promise<void> {
  try {
    const payment = await pay(world, charge);
    await world.transact((tx) => recordCharge(tx, charge, payment));
  } catch (error) {
    if (!isFailure(error) || isDatabaseFailure(error)) throw error;
    await world.transact((tx) => recordTrouble(tx, charge, error));
  }
}

async function pay(world: World, charge: ClaimedCharge): Promise<Payment> {
  const key = keyOf(charge);
  // Of a payment that was begun, what became of it counts, not whether the card is still there.
  if ((await findPaymentByRequestKey(world.read, key)) === undefined) await requireOwnMethod(world, { customerId: charge.customerId }, charge.methodId);
  return (await startPayment(world, (tx) => plan(tx, charge), key)).payment;
}

/** Looked at once more behind the lock: paid, refunded or forbidden since, it is not charged. */
async function plan(tx: Tx, { invoiceId, methodId }: ClaimedCharge): Promise<ReservePayment> {
  const invoice = await lockPursuedInvoice(tx, invoiceId);
  if (!invoice || !isPursuable(invoice)) throw new Failure('invoice_not_payable');
  if (invoice.methodId !== methodId) throw new Failure('charge_not_allowed');
  return {
    customerId: invoice.customerId, userId: null, currency: invoice.currency, methodId,
    targets: [{ kind: 'invoice', subjectId: invoice.id, amount: invoice.open, label: invoice.number }],
  };
}

/** No money moved. What the card is to blame for is a decline; everything else is no attempt and comes again. */
async function recordTrouble(tx: Tx, charge: ClaimedCharge, error: Failure): Promise<void> {
  switch (error.code) {
    case 'payment_declined':
    case 'processor_refused':
      return recordDecline(tx, charge, { code: String(error.details['code'] ?? 'declined'), paymentId: String(error.details['payment_id'] ?? '') || null });
    case 'payment_method_not_found':
      await endCharging(tx, { customerId: charge.customerId, methodId: charge.methodId }, SYSTEM);
      return putOff(tx, charge, 0);
    case 'invoice_not_payable':
    case 'charge_not_allowed':
      return putOff(tx, charge, 0);
    default:
      return putOff(tx, charge, 15 * 60_000);
  }
}
