import { payFromCredits } from '../../core/credits/index.js';
import { findInvoices, payInvoices } from '../../core/invoices/index.js';
import type { PrintInvoice } from '../../core/invoices/index.js';
import type { Principal } from '../../core/identity/index.js';
import { confirmPayment, findPayment, isRepetition, listPayments, refundsOf } from '../../core/payments/index.js';
import { businessSettings } from '../../core/settings/index.js';
import type { World } from '../../core/tx.js';
import { Failure, isFailure } from '../../kernel/failure.js';
import { isAdmin } from '../../kernel/roles.js';
import { file } from '../call.js';
import type { Handlers } from '../call.js';
import type { Api } from '../serve.js';
import { listedOf, ownOnly, uuid } from './context.js';
import { requireChargeable } from './invoices.js';
import { payment as contract } from './contract-payments.js';
import type { PaymentContract } from './contract-payments.js';
import { toPaymentItem, toReceipt } from './payment-views.js';
import { fromMajor, toMajor, toPayment, toPaymentStatus } from './views.js';

export interface PayContext {
  readonly world: World;
  readonly print: PrintInvoice;
}

const PAGE = 25;
const METHOD_ID = /^pm_[A-Za-z0-9_]{1,64}$/;

const handlers: Handlers<PaymentContract, PayContext> = {
  async 'POST /api/app/payments/intent'({ body, customerId, actor, requestKey }, { world }) {
    const { lines } = await linesOf(world, body.invoices, customerId);
    const { payment, clientSecret } = await payInvoices(world, { customerId, lines, restPayable: true, requestKey, actor });
    if (clientSecret === null) throw new Failure(payment.state === 'succeeded' ? 'invoice_already_paid' : 'payment_in_progress');
    return { client_secret: clientSecret, payment_id: payment.id, amount: toMajor(payment.amount, payment.currency), currency: payment.currency };
  },

  async 'POST /api/app/payments'({ who, body, actor, requestKey }, { world }) {
    const payer = payerOf(who);
    if (!METHOD_ID.test(body.payment_method_id)) throw new Failure('payment_method_not_found');
    const { lines, customerId } = await linesOf(world, body.invoices, payer);
    const own = who.customerId === customerId;
    if (!own && !(await isRepetition(world.read, requestKey))) await requireChargeable(world, customerId, body.payment_method_id);
    const { payment, clientSecret } = await payInvoices(world, {
      customerId, lines, restPayable: true, methodId: body.payment_method_id, payerPresent: own, requestKey, actor: { ...actor, ...(!own && { onBehalfOf: customerId }) },
    });
    const status = toPaymentStatus(payment.state);
    if (status === 'failed' || status === 'canceled') throw new Failure('payment_declined', { code: payment.failureCode, payment_id: payment.id });
    return {
      payment_id: payment.id, status, client_secret: status === 'requires_action' ? clientSecret : null,
      amount: toMajor(payment.amount, payment.currency), currency: payment.currency,
    };
  },

  async 'POST /api/app/invoices/{id}/pay-from-credits'({ params, who, body, customerId, actor, requestKey }, { world }) {
    const [invoice] = await findInvoices(world.read, [uuid(params.id, 'invoice_not_found')]);
    if (invoice?.customerId !== customerId) throw new Failure('invoice_not_found');
    const amount = body.amount === undefined ? null : fromMajor(body.amount, invoice.currency);
    return toPayment(await payFromCredits(world, { invoiceId: invoice.id, customerId, userId: who.userId, amount, requestKey, actor }));
  },

  async 'POST /api/app/payments/{id}/confirm'({ params, customerId }, { world }) {
    const payment = await ownPayment(world, params.id, customerId);
    const target = payment.targets[0];
    if (payment.externalId === null || target?.kind !== 'invoice') return toPayment(payment);
    try {
      await confirmPayment(world, { customerId, target: { kind: 'invoice', subjectId: target.subjectId }, externalId: payment.externalId });
    } catch (error) {
      // Not there yet is an answer here, not an error.
      if (!isFailure(error, 'payment_not_successful')) throw error;
    }
    return toPayment((await findPayment(world.read, payment.id)) ?? payment);
  },

  async 'GET /api/app/payments'({ who, query }, { world }) {
    const { year, status, search, cursor, limit = PAGE } = query;
    const page = await listPayments(world.read, { customerId: listedOf(ownOnly(who), query.customer_id), year: year === undefined ? undefined : Number(year), status, search, cursor, limit });
    return { items: page.items.map(toPaymentItem), next_cursor: page.nextCursor };
  },

  async 'GET /api/app/payments/{id}/receipt'({ who, params }, { world }) {
    const [payment, settings] = await Promise.all([ownPayment(world, params.id, ownOnly(who)), businessSettings(world.read)]);
    return toReceipt(payment, await refundsOf(world.read, [payment.id]), settings);
  },

  async 'GET /api/app/invoices/{id}/pdf'({ who, params }, { print }) {
    const id = uuid(params.id, 'invoice_not_found');
    return file({ type: 'application/pdf', name: `invoice-${id}.pdf`, bytes: await print(id, ownOnly(who)), headers: { 'cache-control': 'private, no-store' } });
  },
};

/** Paying several invoices or a part of one, what was paid, and invoices on paper. */
export function payApi(context: PayContext): Api<PaymentContract, PayContext> {
  return { contract, handlers, context };
}

interface Wanted { readonly id: string; readonly amount?: number | undefined }

/** Each invoice once; amounts in the digits of its currency; and whose they are, which is looked at again where they are locked. */
async function linesOf(world: World, wanted: readonly Wanted[], customerId: string | null) {
  const ids = wanted.map(({ id }) => uuid(id, 'invoice_not_found'));
  if (new Set(ids).size < ids.length) throw new Failure('input_invalid', { field: 'invoices' });
  const invoices = new Map((await findInvoices(world.read, ids)).map((invoice) => [invoice.id, invoice]));
  const lines = wanted.map(({ amount }, i) => {
    const invoice = invoices.get(ids[i]!);
    // Before the amount is looked at: a wrong one must not tell that there is such an invoice.
    if (!invoice?.issuedAt || (customerId !== null && invoice.customerId !== customerId)) throw new Failure('invoice_not_found');
    return { invoiceId: invoice.id, amount: amount === undefined ? null : fromMajor(amount, invoice.currency) };
  });
  return { lines, customerId: invoices.get(ids[0]!)!.customerId };
}

/** Whose invoices they must be: customers pay what is theirs; an admin may pay for anybody (null), staff may not. */
function payerOf(who: Principal): string | null {
  if (who.customerId !== null || isAdmin(who.roles)) return who.customerId;
  throw new Failure(who.roles.includes('staff') ? 'permission_missing' : 'customer_not_found');
}

async function ownPayment(world: World, id: string, customerId: string | undefined) {
  const payment = await findPayment(world.read, uuid(id, 'payment_not_found'));
  if (!payment || (customerId !== undefined && payment.customerId !== customerId)) throw new Failure('payment_not_found');
  return payment;
}
