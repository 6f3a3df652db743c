import { newId } from '../ids.js';
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

export const disputeControls: Record<string, Control> = {
  'POST disputes': create,
  'POST disputes/:/win': close('won'),
  'POST disputes/:/lose': close('lost'),
  'POST refunds/:/succeed': settle('succeeded'),
  'POST refunds/:/fail': settle('failed'),
};
