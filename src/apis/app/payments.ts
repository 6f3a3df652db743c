import { findCreditNotesOfRefund, requireCovered } from '../../core/invoices/index.js';
import { findPayment, refundPayment } from '../../core/payments/index.js';
import { Failure } from '../../kernel/failure.js';
import type { Handlers } from '../call.js';
import { ownOnly, uuid } from './context.js';
import type { AppContext } from './context.js';
import type { App } from './contract.js';
import { fromMajor, toPayment, toRefunded } from './views.js';

type Payments = Pick<App, Extract<keyof App, `${string} /api/app/payments${string}`>>;

export const payments: Handlers<Payments, AppContext> = {
  async 'GET /api/app/payments/{id}'({ who, params }, { world }) {
    const customerId = ownOnly(who);
    const payment = await findPayment(world.read, uuid(params.id, 'payment_not_found'));
    if (!payment || (customerId !== undefined && payment.customerId !== customerId)) throw new Failure('payment_not_found');
    return toPayment(payment);
  },

  async 'POST /api/app/payments/{id}/refund'({ params, body, actor, requestKey }, { world }) {
    const payment = await findPayment(world.read, uuid(params.id, 'payment_not_found'));
    if (!payment) throw new Failure('payment_not_found');
    const amount = body.amount === undefined ? null : fromMajor(body.amount, payment.currency);
    const refund = await refundPayment(world, { paymentId: payment.id, amount, reason: body.reason ?? null, keepOwing: body.keep_owing ?? false, requestKey, check: requireCovered, actor });
    // Only a repetition finds one that failed before; the first call threw.
    if (refund.state === 'failed') throw new Failure('processor_refused', { refund_id: refund.id });
    const [after, notes] = await Promise.all([findPayment(world.read, payment.id), findCreditNotesOfRefund(world.read, refund.id)]);
    return toRefunded(refund, after ?? payment, notes[0]);
  },
};
