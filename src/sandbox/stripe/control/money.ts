import { newId } from '../ids.js';
import { StripeFailure } from '../failure.js';
import { bookCharge, chargeIntent } from '../resources/charging.js';
import { expireCheckout } from '../resources/checkout.js';
import { closeDispute, openDispute } from '../resources/disputing.js';
import { settleRefund } from '../resources/refunds.js';
import { beginWork, type Work } from '../work.js';
import type { Command, Control } from './control.js';

function written<T>({ api }: Command, act: (work: Work) => T): T {
  const work = beginWork(api.state, { id: newId('req'), idempotency_key: null }, api.targets);
  const result = act(work);
  api.courier.carry(work.commit());
  return result;
}

const create: Control = (command) =>
  written(command, (work) => {
    const { charge, payment_intent: intent, amount, reason } = command.body;
    const id = typeof charge === 'string' ? charge : work.need('payment_intent', String(intent)).charge;
    return openDispute(work, work.need('charge', id ?? ''), typeof reason === 'string' ? reason : 'fraudulent', typeof amount === 'number' ? amount : undefined);
  });

const close = (outcome: 'won' | 'lost'): Control => (command) => written(command, (work) => closeDispute(work, work.need('dispute', command.ids[0] ?? ''), outcome));

const settle = (outcome: 'succeeded' | 'failed'): Control => (command) => written(command, (work) => settleRefund(work, work.need('refund', command.ids[0] ?? ''), outcome));

/** Decides what a `processing` fault left undecided: pays, or refuses with a decline code. */
const decide: Control = (command) =>
  written(command, (work) => {
    const intent = work.need('payment_intent', command.ids[0] ?? '');
    if (intent.status !== 'processing') throw new Error(`${intent.id} is ${intent.status}, not processing`);
    const method = work.need('payment_method', intent.payment_method ?? '');
    const refuse = typeof command.body.decline_code === 'string' ? command.body.decline_code : undefined;
    try {
      return { status: chargeIntent(work, intent, method, { refuse }).status };
    } catch (error) {
      if (!(error instanceof StripeFailure && error.effects)) throw error;
      return { status: 'requires_payment_method' };
    }
  });

/** Makes the fee of a charge known, where `late_fees` held it back. */
const book: Control = (command) =>
  written(command, (work) => {
    const charge = work.need('charge', command.ids[0] ?? '');
    if (charge.status !== 'succeeded' || charge.balance_transaction !== null) throw new Error(`${charge.id} has nothing to book`);
    const booked = bookCharge(work, charge);
    work.emit('charge.updated', 'charge', booked, { balance_transaction: null });
    return { balance_transaction: booked.balance_transaction };
  });

/** What the hour of its expiry would do to an open checkout. */
const expire: Control = (command) => written(command, (work) => ({ status: expireCheckout(work, work.need('checkout_session', command.ids[0] ?? '')).status }));

export const moneyControls: Record<string, Control> = {
  'POST payment_intents/:/decide': decide,
  'POST charges/:/book': book,
  'POST checkout_sessions/:/expire': expire,
  'POST disputes': create,
  'POST disputes/:/win': close('won'),
  'POST disputes/:/lose': close('lost'),
  'POST refunds/:/succeed': settle('succeeded'),
  'POST refunds/:/fail': settle('failed'),
};
