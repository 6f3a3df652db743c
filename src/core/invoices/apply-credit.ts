import { present } from '../../kernel/assert.js';
import { Failure } from '../../kernel/failure.js';
import { smaller } from '../../kernel/money.js';
import type { Minor } from '../../kernel/money.js';
import { record } from '../audit/index.js';
import type { InvoiceIssued, PaymentTarget } from '../events.js';
import { findPayment, findPaymentByRequestKey, settleByHand, whileNoneIsLive } from '../payments/index.js';
import type { Held, Payment } from '../payments/index.js';
import { SYSTEM } from '../tx.js';
import type { Actor, Tx, World } from '../tx.js';
import { creditAtHand, creditMoves, creditOf } from './customer-credit.js';
import { openAmount } from './invoice.js';
import type { Invoice } from './invoice.js';
import { lockInvoices } from './store.js';

export interface ApplyCredit {
  /** One of the customer's open invoices. */
  readonly invoiceId: string;
  /** Minor units; as much as there is, up to what is open, when absent. */
  readonly amount?: Minor | null;
  /** Names the request: repeated, it is the same payment. */
  readonly requestKey?: string | null;
  readonly actor: Actor;
}

/**
 * Pays an invoice out of its customer's credit. Forms left open for it are ended first. `invoice_not_found`,
 * `invoice_not_payable`, `invoice_already_paid`, `amount_invalid`, `credit_insufficient`, `payment_in_progress`.
 */
export async function applyCredit(world: World, wish: ApplyCredit): Promise<Payment> {
  return whileNoneIsLive(world, async (tx) => {
    const [invoice] = await lockInvoices(tx, [wish.invoiceId]);
    const repeated = await paidBefore(tx, wish.requestKey);
    if (repeated) return repeated;
    if (!invoice?.issuedAt) throw new Failure('invoice_not_found');
    if (invoice.voidedAt) throw new Failure('invoice_not_payable');
    if (openAmount(invoice) <= 0n) throw new Failure('invoice_already_paid');
    return { kind: 'invoice', subjectIds: [invoice.id], work: () => spend(tx, invoice, wish) };
  });
}

/** What this request paid before, found behind the invoice's lock: then nothing is touched. */
export async function paidBefore(tx: Tx, requestKey: string | null | undefined): Promise<Held<Payment> | null> {
  const id = requestKey ? await findPaymentByRequestKey(tx, requestKey) : undefined;
  if (id === undefined) return null;
  const payment = present(await findPayment(tx, id), 'it was just found');
  return { kind: 'invoice', subjectIds: [], work: () => Promise.resolve(payment) };
}

async function spend(tx: Tx, invoice: Invoice, { amount: asked = null, requestKey = null, actor }: ApplyCredit): Promise<Payment> {
  const credit = await creditAtHand(tx, invoice.customerId, invoice.currency, true);
  if (credit <= 0n) throw new Failure('credit_insufficient', { credit: credit.toString() });
  const most = smaller(credit, openAmount(invoice));
  const amount = asked ?? most;
  if (amount <= 0n || amount > openAmount(invoice)) throw new Failure('amount_invalid', { open: openAmount(invoice).toString() });
  if (amount > credit) throw new Failure('credit_insufficient', { credit: credit.toString() });
  return payWithCredit(tx, invoice, { amount, requestKey, actor });
}

/** The caller has locked the invoice, and knows that the customer has so much in credit. */
export async function payWithCredit(tx: Tx, invoice: Invoice, { amount, requestKey, actor }: { readonly amount: Minor; readonly requestKey: string | null; readonly actor: Actor }): Promise<Payment> {
  const target: PaymentTarget = { kind: 'invoice', subjectId: invoice.id, amount, label: invoice.number };
  const { customerId, customer, currency } = invoice;
  creditMoves(tx, customerId, currency, -amount);
  const payment = await settleByHand(tx, { customerId, customer, currency, userId: actor.userId, targets: [target], requestKey, source: { processor: 'credit' } });
  record(tx, { actor, action: 'credit.applied', resourceType: 'invoice', resourceId: invoice.id, details: { amount, currency, payment_id: payment.id } });
  return payment;
}

/**
 * What a customer has in credit is spent on an invoice as it is issued, so that nobody charges a card, or reminds,
 * for what he has paid already. Nothing can be live for an invoice nobody has seen.
 */
export async function spendCreditOnIssue(tx: Tx, events: readonly InvoiceIssued[]): Promise<void> {
  for (const { invoiceId, customerId, currency } of events) {
    if ((await creditOf(tx, customerId, currency)) <= 0n) continue;
    const [invoice] = await lockInvoices(tx, [invoiceId]);
    const open = invoice ? openAmount(invoice) : 0n;
    if (!invoice || open <= 0n) continue;
    const credit = await creditAtHand(tx, invoice.customerId, invoice.currency, true);
    if (credit > 0n) await payWithCredit(tx, invoice, { amount: smaller(credit, open), requestKey: null, actor: SYSTEM });
  }
}
