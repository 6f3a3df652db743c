import {
  applyCredit, changeCosts, changeDraft, creditInvoice, draftInvoice, findInvoices, issueInvoice, openAmount, previewRefund, recordManualPayment, reverseManualPayment, statusOf, surplusOf, voidInvoice,
} from '../../core/invoices/index.js';
import type { DraftInvoice, Invoice, RefundPreview as CorePreview } from '../../core/invoices/index.js';
import { findReceivedOn } from '../../core/payments/index.js';
import { pointsFor } from '../../core/rewards/index.js';
import { businessSettings } from '../../core/settings/index.js';
import type { Settings } from '../../core/settings/index.js';
import type { World } from '../../core/tx.js';
import { Failure } from '../../kernel/failure.js';
import { percentToPpm } from '../../kernel/percent.js';
import { dayIn, isDay } from '../../kernel/period.js';
import type { Handlers } from '../call.js';
import type { BodyOf } from '../endpoint.js';
import type { Api } from '../serve.js';
import { uuid } from './context.js';
import { invoicing } from './contract-invoicing.js';
import type { RefundPreview, Written } from './contract-invoicing.js';
import { fromMajor, toMajor } from './views.js';

interface InvoicingContext { readonly world: World }

const handlers: Handlers<typeof invoicing, InvoicingContext> = {
  async 'POST /api/app/invoices'({ body, actor, requestKey }, { world }) {
    const customerId = uuid(body.customer_id, 'customer_not_found');
    const settings = await businessSettings(world.read);
    const content = contentFrom(body, settings.currency, settings);
    const invoice = await world.transact(async (tx) => {
      const draft = await draftInvoice(tx, { customerId, ...content, requestKey, actor });
      return body.draft === true || draft.issuedAt ? draft : issueInvoice(tx, draft.id, actor);
    });
    return written(world, invoice.id);
  },

  async 'PUT /api/app/invoices/{id}'({ params, body, actor }, { world }) {
    const invoice = await known(world, params.id);
    const content = contentFrom(body, invoice.currency, await businessSettings(world.read));
    await world.transact((tx) => changeDraft(tx, { invoiceId: invoice.id, ...content, version: body.version, actor }));
    return written(world, invoice.id);
  },

  async 'DELETE /api/app/invoices/{id}'({ params, actor }, { world }) {
    const invoice = await known(world, params.id);
    if (invoice.issuedAt) throw new Failure('invoice_not_editable');
    await voidInvoice(world, invoice.id, actor, { onlyDraft: true });
    return written(world, invoice.id);
  },

  async 'POST /api/app/invoices/{id}/send'({ params, actor }, { world }) {
    const { id } = await known(world, params.id);
    await world.transact((tx) => issueInvoice(tx, id, actor));
    return written(world, id);
  },

  async 'PUT /api/app/invoices/{id}/infrastructure-costs'({ params, body, actor }, { world }) {
    const { id, currency } = await known(world, params.id);
    await changeCosts(world, { invoiceId: id, infrastructureCosts: fromMajor(body.infrastructure_costs, currency), actor });
    return written(world, id);
  },

  async 'POST /api/app/invoices/{id}/void'({ params, actor }, { world }) {
    const { id } = await known(world, params.id);
    await voidInvoice(world, id, actor);
    return written(world, id);
  },

  async 'POST /api/app/invoices/{id}/credit-notes'({ params, body, actor, requestKey }, { world }) {
    const { id, currency } = await known(world, params.id);
    const { notes, forgiven, toCredit } = await creditInvoice(world, { invoiceId: id, amount: amountFrom(body.amount, currency), reason: body.reason ?? null, requestKey, actor });
    return { invoice: await written(world, id), numbers: notes.map((note) => note.number), forgiven: toMajor(forgiven, currency), to_credit: toMajor(toCredit, currency) };
  },

  async 'POST /api/app/invoices/{id}/apply-credit'({ params, body, actor, requestKey }, { world }) {
    const { id, currency } = await known(world, params.id);
    const payment = await applyCredit(world, { invoiceId: id, amount: amountFrom(body.amount, currency), requestKey, actor });
    return { invoice: await written(world, id), applied: toMajor(payment.amount, currency) };
  },

  async 'POST /api/app/payments/manual'({ body, actor, requestKey }, { world }) {
    const invoiceIds = body.invoices.map((id) => uuid(id, 'invoice_not_found'));
    const [first] = await findInvoices(world.read, invoiceIds);
    if (!first) throw new Failure('invoice_not_found');
    const receivedOn = dayFrom(body.received_on, 'received_on');
    const payment = await recordManualPayment(world, {
      invoiceIds, amount: fromMajor(body.amount, first.currency), method: body.method, reference: body.reference ?? null, receivedOn, requestKey, actor,
    });
    const invoices = await Promise.all(invoiceIds.map((id) => written(world, id)));
    const [toCredit, received] = await Promise.all([surplusOf(world.read, payment), findReceivedOn(world.read, payment.id)]);
    return { id: payment.id, amount: toMajor(payment.amount, payment.currency), currency: payment.currency, method: body.method, received_on: received, to_credit: toMajor(toCredit, payment.currency), invoices };
  },

  async 'POST /api/app/payments/{id}/reverse'({ params, body, actor }, { world }) {
    const paymentId = uuid(params.id, 'payment_not_found');
    const payment = await world.transact((tx) => reverseManualPayment(tx, { paymentId, reason: body.reason ?? null, actor }));
    return { id: payment.id, amount: toMajor(payment.amountRefunded, payment.currency), currency: payment.currency };
  },

  async 'GET /api/app/payments/{id}/refund-preview'({ params, query }, { world }) {
    const paymentId = uuid(params.id, 'payment_not_found');
    const settings = await businessSettings(world.read);
    const keepOwing = query.keep_owing === 'true';
    const whole = await previewRefund(world.read, { paymentId, keepOwing });
    if (query.amount === undefined) return previewView(whole, settings, keepOwing);
    return previewView(await previewRefund(world.read, { paymentId, keepOwing, amount: fromMajor(query.amount, whole.payment.currency) }), settings, keepOwing);
  },
};

/** Writing invoices and what is done to them by hand. */
export function invoicingApi(context: InvoicingContext): Api<typeof invoicing, InvoicingContext> {
  return { contract: invoicing, handlers, context };
}

async function known(world: World, id: string): Promise<Invoice> {
  const [invoice] = await findInvoices(world.read, [uuid(id, 'invoice_not_found')]);
  if (!invoice) throw new Failure('invoice_not_found');
  return invoice;
}

async function written(world: World, id: string): Promise<Written> {
  const [invoice, settings] = await Promise.all([known(world, id), businessSettings(world.read)]);
  const { currency } = invoice;
  return {
    id, invoice_number: invoice.number, status: statusOf(invoice, dayIn(settings.time_zone, world.clock.now())), total: toMajor(invoice.total, currency),
    amount_due: toMajor(openAmount(invoice), currency), currency, version: invoice.version,
  };
}

type Content = Omit<BodyOf<(typeof invoicing)['PUT /api/app/invoices/{id}']>, 'version'>;

function contentFrom(body: Content, currency: string, settings: Settings): Pick<DraftInvoice, 'lines' | 'memo' | 'milestone' | 'dueDate' | 'infrastructureCosts' | 'infrastructureTaxPpm'> {
  return {
    lines: body.lines.map(({ description, quantity = 1, unit_price: price, tax_percent: percent }) => ({
      description, quantity, unitPrice: fromMajor(price, currency), taxPpm: percent === undefined ? settings.default_tax_ppm : percentToPpm(percent),
    })),
    memo: body.memo ?? null, milestone: body.milestone ?? null, dueDate: dayFrom(body.due_date, 'due_date'),
    infrastructureCosts: body.infrastructure_costs === undefined ? 0n : fromMajor(body.infrastructure_costs, currency),
    ...(body.infrastructure_tax_percent !== undefined && { infrastructureTaxPpm: percentToPpm(body.infrastructure_tax_percent) }),
  };
}

/** A day of the calendar, or none; 30 February is no day. */
function dayFrom(text: string | null | undefined, field: string): string | null {
  if (text === undefined || text === null) return null;
  if (!isDay(text)) throw new Failure('input_invalid', { field });
  return text;
}

function amountFrom(amount: number | undefined, currency: string): bigint | null {
  return amount === undefined ? null : fromMajor(amount, currency);
}

function previewView({ payment, amount, refundable, fromCredit, invoices }: CorePreview, settings: Settings, keepOwing: boolean): RefundPreview {
  const money = (minor: bigint) => toMajor(minor, payment.currency);
  return {
    amount: money(amount), refundable: money(refundable), currency: payment.currency, from_credit: money(fromCredit),
    invoices: invoices.map((one) => ({
      id: one.before.id, invoice_number: one.before.number, amount: money(one.amount), tax: money(one.tax), credit_note: !keepOwing,
      amount_due_before: money(openAmount(one.before)), amount_due_after: money(one.openAfter),
      points_before: Number(one.before.pointsAwarded), points_after: Number(pointsFor(one.netPaidAfter, one.before.pointsPerDollar ?? settings.points_per_dollar)),
    })),
  };
}
