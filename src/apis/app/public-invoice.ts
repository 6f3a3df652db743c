import { billingSettingsOf } from '../../core/billing/index.js';
import { getInvoice, openAmount, payInvoices, statusOf } from '../../core/invoices/index.js';
import type { InvoiceDetails, PrintInvoice } from '../../core/invoices/index.js';
import { findLivePayment, isCardAmount, lookAtLive } from '../../core/payments/index.js';
import type { LivePayment } from '../../core/payments/index.js';
import type { PublicLinks } from '../../core/public-links/index.js';
import { businessSettings } from '../../core/settings/index.js';
import type { Actor, World } from '../../core/tx.js';
import { Failure } from '../../kernel/failure.js';
import { dayIn } from '../../kernel/period.js';
import { file } from '../call.js';
import type { Handlers } from '../call.js';
import type { Api } from '../serve.js';
import { publicInvoice } from './contract-public-invoice.js';
import type { PublicInvoice } from './contract-public-invoice.js';
import { toMajor } from './views.js';

interface PublicInvoiceContext {
  readonly world: World;
  readonly print: PrintInvoice;
  readonly links: PublicLinks;
}

const handlers: Handlers<typeof publicInvoice, PublicInvoiceContext> = {
  async 'GET /api/app/public/{token}/invoice'({ params }, context) {
    return show(context, await behind(context, params.token));
  },

  async 'GET /api/app/public/{token}/invoice/pdf'({ params }, context) {
    const { id, number } = await behind(context, params.token);
    return file({ type: 'application/pdf', name: `invoice-${number ?? id}.pdf`, bytes: await context.print(id), headers: { 'cache-control': 'private, no-store' } });
  },

  async 'POST /api/app/public/{token}/invoice/pay'({ params, actor, requestKey }, context) {
    const invoice = await behind(context, params.token);
    const { payment, clientSecret } = await payInvoices(context.world, { customerId: invoice.customerId, lines: [{ invoiceId: invoice.id }], requestKey, actor: holder(invoice, actor) });
    if (clientSecret === null) throw new Failure(payment.state === 'succeeded' ? 'invoice_already_paid' : 'payment_in_progress');
    return secretOf(clientSecret, payment);
  },

  async 'POST /api/app/public/{token}/invoice/authenticate'({ params, actor, requestKey }, context) {
    const invoice = await behind(context, params.token);
    const live = await lookAtLive(context.world, invoice.id);
    if (live?.payment.chargedBy === 'us' && live.payment.state === 'open' && live.clientSecret !== null) return secretOf(live.clientSecret, live.payment);
    const methodId = await methodToProve(context.world, invoice);
    if (methodId === null) throw new Failure('payment_not_successful');
    const { payment, clientSecret } = await payInvoices(context.world, {
      customerId: invoice.customerId, lines: [{ invoiceId: invoice.id }], methodId, payerPresent: true, requestKey, actor: holder(invoice, actor),
    });
    // A bank may have changed its mind: then it is paid, and there is nothing to prove.
    if (clientSecret === null || payment.state !== 'open') throw new Failure(payment.state === 'succeeded' ? 'invoice_already_paid' : 'payment_in_progress');
    return secretOf(clientSecret, payment);
  },

  async 'POST /api/app/public/{token}/invoice/confirm'({ params }, context) {
    const { id } = await behind(context, params.token);
    await lookAtLive(context.world, id);
    return show(context, await behind(context, params.token));
  },
};

/** One invoice for whoever holds its link. */
export function publicInvoiceApi(context: PublicInvoiceContext): Api<typeof publicInvoice, PublicInvoiceContext> {
  return { contract: publicInvoice, handlers, context };
}

/** The issued invoice a token opens. A token that is none, of an offer, or of something that is gone: all alike. */
async function behind({ world, links }: PublicInvoiceContext, token: string): Promise<InvoiceDetails> {
  const subject = links.readPublicToken(token);
  if (subject?.kind !== 'invoice') throw new Failure('invoice_not_found');
  const invoice = await getInvoice(world.read, subject.id);
  if (!invoice.issuedAt) throw new Failure('invoice_not_found');
  return invoice;
}

/** Nobody is signed in: what is done is done for the customer of the invoice, by whoever got his mail. */
function holder(invoice: InvoiceDetails, actor: Actor): Actor {
  return { ...actor, onBehalfOf: invoice.customerId };
}

function secretOf(clientSecret: string, payment: LivePayment['payment']) {
  return { client_secret: clientSecret, payment_id: payment.id, amount: toMajor(payment.amount, payment.currency), currency: payment.currency };
}

async function show({ world }: PublicInvoiceContext, invoice: InvoiceDetails): Promise<PublicInvoice> {
  const settings = await businessSettings(world.read);
  const money = (minor: bigint) => toMajor(minor, invoice.currency);
  const status = statusOf(invoice, dayIn(settings.time_zone, world.clock.now()));
  return {
    invoice_number: invoice.number ?? '', status: status === 'draft' ? 'pending' : status, next: await nextStep(world, invoice),
    issued_at: (invoice.issuedAt ?? invoice.createdAt).toISOString(), due_date: invoice.dueDate, paid_at: invoice.paidAt?.toISOString() ?? null,
    currency: invoice.currency, milestone: invoice.milestone, memo: invoice.memo, auto_charge: invoice.autoCharge && isCardAmount(openAmount(invoice)) && (await billingSettingsOf(world.read, invoice.customerId)).chargeConsentAt !== null,
    amount: money(invoice.amount), infrastructure_costs: money(invoice.infrastructureCosts), tax_amount: money(invoice.taxAmount), total: money(invoice.total),
    amount_paid: money(invoice.amountPaid), amount_credited: money(invoice.amountCredited), amount_refunded: money(invoice.amountRefunded), amount_due: money(openAmount(invoice)),
    lines: invoice.lines.map((line) => ({ description: line.description, quantity: line.quantity, unit_price: money(line.unitPrice), amount: money(line.amount), tax_amount: money(line.taxAmount) })),
    customer_name: invoice.customer.name,
    business: { name: settings.business_name, logo_url: settings.logo_url, address: settings.business_address, support_email: settings.support_email, footer: settings.receipt_footer },
  };
}

async function nextStep(world: World, invoice: InvoiceDetails): Promise<PublicInvoice['next']> {
  if (openAmount(invoice) <= 0n) return 'none';
  const payment = await findLivePayment(world.read, invoice.id);
  if (payment === undefined) return (await methodToProve(world, invoice)) === null ? 'pay' : 'authenticate';
  if (payment.chargedBy === 'payer') return payment.state === 'processing' ? 'wait' : 'pay';
  return payment.state === 'open' ? 'authenticate' : 'wait';
}

/** Why a bank refuses a charge that its card's holder is not there for. */
const WANTS_HOLDER: readonly (string | null)[] = ['authentication_required', 'payment_intent_authentication_failure'];

/** The card that its holder allowed us to charge, where his bank wanted to hear from him the last time it was tried for this invoice. */
async function methodToProve(world: World, { customerId, payments: [last] }: InvoiceDetails): Promise<string | null> {
  if (last?.state !== 'failed' || !WANTS_HOLDER.includes(last.failureCode)) return null;
  const { methodId, chargeConsentAt } = await billingSettingsOf(world.read, customerId);
  return chargeConsentAt === null ? null : methodId;
}
