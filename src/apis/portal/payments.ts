import { forgetCard } from '../../core/dunning/index.js';
import { getInvoice, payInvoices } from '../../core/invoices/index.js';
import { confirmPayment, createSetup, listMethods, setDefaultMethod } from '../../core/payments/index.js';
import type { World } from '../../core/tx.js';
import { Failure } from '../../kernel/failure.js';
import type { Handlers } from '../call.js';
import type { Portal } from './contract.js';
import { customerClaim, invoiceId, isStripeId, methodId } from './ids.js';
import { fromDollars, toDollars, toPaymentMethod } from './views.js';

type Payments = Pick<Portal, Extract<keyof Portal, `${string} /api/payments/${string}`>>;

/** Payments of the portal document: invoices by card, and saved cards. */
export const payments: Handlers<Payments, World> = {
  async 'POST /api/payments/create-intent'({ body, customerId, actor, requestKey }, world) {
    const line = { invoiceId: invoiceId(body.invoiceId), amount: fromDollars(body.amount) };
    const { payment, clientSecret } = await payInvoices(world, { customerId, lines: [line], requestKey, actor });
    // A repeated request finds its payment; one that has ended meanwhile has nothing left to confirm.
    if (clientSecret === null) throw new Failure(payment.state === 'succeeded' ? 'invoice_already_paid' : 'payment_in_progress');
    return { clientSecret };
  },

  async 'POST /api/payments/confirm'({ body, customerId }, world) {
    const subjectId = invoiceId(body.invoiceId);
    const invoice = await getInvoice(world.read, subjectId, customerId);
    if (!isStripeId(body.paymentIntentId, 'pi')) throw new Failure('payment_not_successful');
    await confirmPayment(world, { customerId, target: { kind: 'invoice', subjectId }, externalId: body.paymentIntentId });
    return {
      success: true as const,
      message: 'Payment confirmed and invoice updated' as const,
      invoice: { id: invoice.id, customer_id: invoice.customerId, amount: toDollars(invoice.amount) },
    };
  },

  async 'POST /api/payments/setup-intent'({ body, customerId, requestKey, requestId }, world) {
    const { clientSecret } = await createSetup(world, { customerId, claimedExternalId: customerClaim(body.customerId) }, requestKey ?? requestId);
    return { clientSecret };
  },

  async 'GET /api/payments/methods'({ query, customerId }, world) {
    const methods = await listMethods(world, { customerId, claimedExternalId: customerClaim(query.customerId) });
    return { paymentMethods: methods.filter((method) => method.card !== null).map(toPaymentMethod) };
  },

  async 'DELETE /api/payments/methods'() {
    throw new Failure('payment_method_id_missing');
  },

  async 'PATCH /api/payments/methods'() {
    throw new Failure('payment_method_id_missing');
  },

  async 'DELETE /api/payments/methods/{id}'({ params, customerId, actor }, world) {
    await forgetCard(world, { customerId, methodId: methodId(params.id), actor });
    return { success: true as const, message: 'Payment method removed successfully' as const };
  },

  async 'PATCH /api/payments/methods/{id}'({ params, body, customerId }, world) {
    await setDefaultMethod(world, { customerId, claimedExternalId: customerClaim(body.customerId) }, methodId(params.id));
    return { success: true as const, message: 'Default payment method updated successfully' as const };
  },
};
