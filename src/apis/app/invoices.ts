import { requireConsent } from '../../core/billing/index.js';
import { cached, forgetCached } from '../../core/caches/index.js';
import { getInvoice, listInvoices, payInvoices, statusOf } from '../../core/invoices/index.js';
import type { Principal } from '../../core/identity/index.js';
import { isRepetition, requireOwnMethod } from '../../core/payments/index.js';
import { businessSettings } from '../../core/settings/index.js';
import type { World } from '../../core/tx.js';
import { Failure } from '../../kernel/failure.js';
import { dayIn } from '../../kernel/period.js';
import { isAdmin } from '../../kernel/roles.js';
import type { Handlers } from '../call.js';
import { isStaff, listedOf, ownOnly, uuid } from './context.js';
import type { AppContext } from './context.js';
import type { App } from './contract.js';
import { fromMajor, toInvoiceDetails, toInvoiceItem, toPaymentStatus } from './views.js';

type Invoices = Pick<App, Extract<keyof App, `GET /api/app/invoices${string}` | `${string} /api/app/invoices/${string}`>>;

const PAGE = 25;
const METHOD_ID = /^pm_[A-Za-z0-9_]{1,64}$/;

export const invoices: Handlers<Invoices, AppContext> = {
  async 'GET /api/app/invoices'({ who, query }, { world }) {
    const day = await today(world);
    const { status, search, cursor, limit = PAGE } = query;
    const customerId = listedOf(ownOnly(who), query.customer_id);
    const drafts = isStaff(who);
    const load = () => listInvoices(world.read, { customerId, drafts, status, search, cursor, limit, today: day });
    const key = JSON.stringify([status, search, cursor, limit, day]);
    const page = await (drafts || customerId === undefined ? load() : cached(world.read, { cache: 'queries', owner: customerId, kind: 'invoices', key }, load));
    return { items: page.items.map((invoice) => toInvoiceItem(invoice, day)), next_cursor: page.nextCursor };
  },

  async 'GET /api/app/invoices/{id}'({ who, params }, { world }) {
    const customerId = ownOnly(who);
    const id = uuid(params.id, 'invoice_not_found');
    const load = () => getInvoice(world.read, id, customerId);
    const read = customerId === undefined ? load() : cached(world.read, { cache: 'invoices', owner: customerId, kind: 'invoice', key: id }, load);
    const [invoice, settings] = await Promise.all([read, businessSettings(world.read)]);
    return toInvoiceDetails(invoice, settings, await today(world));
  },

  async 'POST /api/app/invoices/{id}/pay'({ who, params, body, actor, requestKey }, { world }) {
    const id = uuid(params.id, 'invoice_not_found');
    const invoice = await getInvoice(world.read, id, payerOnly(who));
    if (!METHOD_ID.test(body.payment_method_id)) throw new Failure('payment_method_not_found');
    if (who.customerId !== invoice.customerId && !(await isRepetition(world.read, requestKey))) await requireChargeable(world, invoice.customerId, body.payment_method_id);
    const onBehalf = who.customerId === invoice.customerId ? {} : { onBehalfOf: invoice.customerId };
    const { payment, clientSecret } = await payInvoices(world, {
      customerId: invoice.customerId,
      lines: [{ invoiceId: id, amount: body.amount === undefined ? null : fromMajor(body.amount, invoice.currency) }],
      restPayable: true,
      methodId: body.payment_method_id,
      payerPresent: who.customerId === invoice.customerId,
      requestKey,
      actor: { ...actor, ...onBehalf },
    });
    // A payment under way announces nothing yet, and is to be seen all the same.
    forgetCached(world.read, { forget: 'owners', owners: [invoice.customerId] });
    const status = toPaymentStatus(payment.state);
    if (status === 'failed' || status === 'canceled') throw new Failure('payment_declined', { code: payment.failureCode, payment_id: payment.id });
    const now = await getInvoice(world.read, id);
    return {
      payment_id: payment.id,
      status,
      client_secret: status === 'requires_action' ? clientSecret : null,
      invoice_status: statusOf(now, await today(world)),
    };
  },
};

/** A foreign card is unknown before anything is said of consent. */
export async function requireChargeable(world: World, customerId: string, methodId: string): Promise<void> {
  await requireOwnMethod(world, { customerId }, methodId);
  await requireConsent(world.read, customerId, methodId);
}

/** Customers pay what is theirs; an admin may pay for anybody, staff may not. */
function payerOnly(who: Principal): string | undefined {
  if (isAdmin(who.roles)) return undefined;
  if (who.customerId === null) throw new Failure(who.roles.includes('staff') ? 'permission_missing' : 'customer_not_found');
  return who.customerId;
}

async function today(world: World): Promise<string> {
  return dayIn((await businessSettings(world.read)).time_zone, world.clock.now());
}
