import { findCustomerByEmail } from '../core/customers/index.js';
import { draftInvoice, issueInvoice, payInvoices } from '../core/invoices/index.js';
import type { Invoice } from '../core/invoices/index.js';
import { createSetup, ensureProcessorCustomer } from '../core/payments/index.js';
import { SYSTEM } from '../core/tx.js';
import type { World } from '../core/tx.js';
import { formatMajor } from '../kernel/money.js';
import { newId } from '../kernel/ids.js';
import { confirmInBrowser, saveCardInBrowser } from './payer.js';
import type { PayerDoor } from './payer.js';
import { pay } from './seed-demo.js';
import { visitSamples } from './visit-samples.js';

/** Ids and values a client can try every documented call with; each start makes new ones of those that work once. */
export type Samples = Readonly<Record<string, string | number>>;

const PRICE = 18_500n;
const FOREIGN_EMAIL = 'lukasz@demo.example';
const OWN_EMAIL = 'maria@demo.example';

/** New single-use samples of the portal's payments, made by the ordinary verbs. Amounts in dollars. */
export async function portalPaymentSamples(world: World, payer: PayerDoor): Promise<Samples> {
  const own = (await findCustomerByEmail(world.read, OWN_EMAIL))!;
  const foreign = (await findCustomerByEmail(world.read, FOREIGN_EMAIL))!;
  const [unpaid, paid, confirmable, invoice, other] = await Promise.all([
    bill(world, own.id), bill(world, own.id), bill(world, own.id), bill(world, own.id), bill(world, foreign.id),
  ]);
  await pay(payer, world, paid, paid.total);
  const waiting = await payInvoices(world, { customerId: own.id, lines: [{ invoiceId: unpaid.id }], actor: SYSTEM });
  const succeeded = await payInvoices(world, { customerId: own.id, lines: [{ invoiceId: confirmable.id }], actor: SYSTEM });
  await confirmInBrowser(payer, succeeded.clientSecret!);
  const processor = world.processor('stripe');
  return {
    'portal.customer_id': own.id,
    'portal.stripe_customer_id': await ensureProcessorCustomer(world, own.id, processor),
    'portal.invoice_id': invoice.id,
    'portal.unpaid_invoice_id': unpaid.id,
    'portal.unpaid_invoice_amount': dollars(unpaid),
    'portal.unpaid_payment_intent_id': waiting.payment.externalId!,
    'portal.paid_invoice_id': paid.id,
    'portal.paid_invoice_amount': dollars(paid),
    'portal.confirmable_invoice_id': confirmable.id,
    'portal.succeeded_payment_intent_id': succeeded.payment.externalId!,
    'portal.foreign_invoice_id': other.id,
    'portal.deletable_payment_method_id': await saveCard(world, payer, own.id),
    ...(await visitSamples(world, own)),
  };
}

/** A fresh card of a customer, saved as the browser would. */
export async function saveCard(world: World, payer: PayerDoor, customerId: string): Promise<string> {
  const setup = await createSetup(world, { customerId }, newId());
  return saveCardInBrowser(payer, setup.clientSecret);
}

async function bill(world: World, customerId: string): Promise<Invoice> {
  return world.transact(async (tx) => {
    const draft = await draftInvoice(tx, { customerId, lines: [{ description: 'Carpet cleaning, whole house', quantity: 1, unitPrice: PRICE, taxPpm: 0 }], memo: 'Sample', actor: SYSTEM });
    return issueInvoice(tx, draft.id, SYSTEM, { quiet: true });
  });
}

function dollars(invoice: Invoice): number {
  return Number(formatMajor(invoice.total));
}
