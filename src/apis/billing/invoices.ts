import { billingSettingsOf, requireConsent } from '../../core/billing/index.js';
import type { Principal } from '../../core/identity/index.js';
import { changeCosts, findInvoices, pageInvoices, payInvoices } from '../../core/invoices/index.js';
import type { Invoice } from '../../core/invoices/index.js';
import { createSetup, isRepetition, listMethods, requireOwnMethod } from '../../core/payments/index.js';
import type { Payment } from '../../core/payments/index.js';
import type { SavedMethod } from '../../core/ports/processor.js';
import { businessSettings } from '../../core/settings/index.js';
import type { World } from '../../core/tx.js';
import { exponentOf } from '../../kernel/currency.js';
import { Failure } from '../../kernel/failure.js';
import { isUuid } from '../../kernel/ids.js';
import { parseMajor } from '../../kernel/money.js';
import { dayIn } from '../../kernel/period.js';
import { isAdmin } from '../../kernel/roles.js';
import { answer } from '../call.js';
import type { Handlers } from '../call.js';
import type { BillingContext } from './context.js';
import type { invoices, PaymentMethod } from './contract-invoices.js';
import { invoiceViews, viewInvoice } from './invoice-view.js';
import { customerInScope, mayAct } from './scope.js';

const PAGE = 50;
const METHOD_ID = /^pm_[A-Za-z0-9_]{1,64}$/;

/** Invoices, the cards they are paid with, and paying one. */
export const invoiceHandlers: Handlers<typeof invoices, BillingContext> = {
  async 'GET /billing/invoices/customer/{customer_id}'({ who, params, query }, { world }) {
    const { id } = await customerInScope(world.read, who, params.customer_id);
    const { time_zone: zone } = await businessSettings(world.read);
    const { status, limit = PAGE, offset = 0 } = query;
    const page = await pageInvoices(world.read, { customerId: id, drafts: isAdmin(who.roles), status, limit, offset, today: dayIn(zone, world.clock.now()) });
    return counted(await invoiceViews(world, page.ids), page.total);
  },

  async 'GET /billing/invoices/{invoice_id}'({ who, params }, { world }) {
    return viewInvoice(world, (await invoiceInScope(world, who, params.invoice_id)).id);
  },

  async 'PUT /billing/invoices/{invoice_id}/infrastructure-costs'({ who, params, body, actor }, { world }) {
    const invoice = await invoiceInScope(world, who, params.invoice_id);
    const infrastructureCosts = parseMajor(body.infrastructure_costs, exponentOf(invoice.currency));
    await changeCosts(world, { invoiceId: invoice.id, infrastructureCosts, actor });
    return viewInvoice(world, invoice.id);
  },

  async 'POST /billing/payment-methods/setup'({ customerId, requestKey, requestId }, { world }) {
    const { clientSecret, externalId } = await createSetup(world, { customerId }, requestKey ?? requestId);
    return { client_secret: clientSecret, setup_intent_id: externalId };
  },

  async 'GET /billing/payment-methods/customer/{customer_id}'({ who, params }, { world }) {
    const { id } = await customerInScope(world.read, who, params.customer_id);
    const methods = await listMethods(world, { customerId: id });
    return counted(methods.map(methodView), methods.length);
  },

  async 'POST /billing/pay-invoice'({ who, body, actor, requestKey }, { world }) {
    const invoice = await invoiceInScope(world, who, body.invoice_id);
    const own = who.customerId === invoice.customerId;
    const methodId = (await isRepetition(world.read, requestKey)) ? null : await chooseMethod(world, invoice.customerId, body.payment_method_id, own);
    const { payment, clientSecret } = await payInvoices(world, {
      customerId: invoice.customerId, lines: [{ invoiceId: invoice.id }], ...(methodId !== null && { methodId }), payerPresent: own, requestKey,
      actor: own ? actor : { ...actor, onBehalfOf: invoice.customerId },
    });
    const status = statusOf(payment);
    return { status, payment_intent_id: payment.externalId, invoice: await viewInvoice(world, invoice.id), client_secret: status === 'requires_action' ? clientSecret : null };
  },
};

/** An invoice the caller may see: foreign ones, and drafts for customers, are unknown. */
async function invoiceInScope(world: World, who: Principal, id: string): Promise<Invoice> {
  const [invoice] = await findInvoices(world.read, isUuid(id) ? [id.toLowerCase()] : []);
  if (!invoice || !mayAct(who, invoice.customerId) || (!invoice.issuedAt && !isAdmin(who.roles))) throw new Failure('invoice_not_found');
  return invoice;
}

/**
 * The card named, else the one of the billing settings; null: none, so that its holder types one in. Whoever is not
 * the holder charges only the card whose holder allowed it: `payment_method_not_found`, `charge_not_allowed`.
 */
async function chooseMethod(world: World, customerId: string, named: string | undefined, own: boolean): Promise<string | null> {
  if (named !== undefined && !METHOD_ID.test(named)) throw new Failure('payment_method_not_found');
  const settings = await billingSettingsOf(world.read, customerId);
  const methodId = named ?? settings.methodId;
  if (own) return methodId;
  if (methodId === null) throw new Failure('payment_method_id_missing', { field: 'payment_method_id' });
  await requireOwnMethod(world, { customerId }, methodId);
  await requireConsent(world.read, customerId, methodId);
  return methodId;
}

/** What nobody knows the end of is on its way, never an error. */
function statusOf({ id, state, failureCode }: Payment): 'succeeded' | 'processing' | 'requires_action' {
  if (state === 'failed' || state === 'canceled') throw new Failure('payment_declined', { code: failureCode, payment_id: id });
  return state === 'succeeded' ? 'succeeded' : state === 'open' ? 'requires_action' : 'processing';
}

function methodView({ externalId, card, isDefault }: SavedMethod): PaymentMethod {
  return {
    id: externalId, type: card ? 'card' : 'other', is_default: isDefault,
    brand: card?.brand ?? null, last4: card?.last4 ?? null, exp_month: card?.expMonth ?? null, exp_year: card?.expYear ?? null,
  };
}

function counted<Item>(items: Item[], total: number) {
  return answer(items, { headers: { 'x-total-count': String(total) } });
}
