import { Failure } from '../../kernel/failure.js';
import type { Minor } from '../../kernel/money.js';
import { findPayment, refundable, refundsOf } from '../payments/index.js';
import type { Payment } from '../payments/index.js';
import type { Reader, Tx } from '../tx.js';
import { allocationsOf } from './allocations-store.js';
import { creditAtHand, creditOf } from './customer-credit.js';
import { netPaid, openAmount } from './invoice.js';
import type { Invoice } from './invoice.js';
import { afterReturn, afterReversal, planReversal, withTax } from './plan-reversal.js';
import type { ReversalPlan } from './plan-reversal.js';
import { creditedTax, findInvoices, lockInvoices } from './store.js';

export interface PreviewRefund {
  readonly paymentId: string;
  /** Minor units; everything that can go back when absent. */
  readonly amount?: Minor | null;
  readonly keepOwing: boolean;
}

/** What a refund would do to one invoice. */
export interface RefundedInvoice {
  readonly before: Invoice;
  readonly amount: Minor;
  /** The tax in it: nothing when it stays owed, since then nothing is taken back from anybody. */
  readonly tax: Minor;
  readonly after: Invoice;
  readonly openAfter: Minor;
  /** What is still paid of it then: what points are counted on. */
  readonly netPaidAfter: Minor;
}

export interface RefundPreview {
  readonly payment: Payment;
  readonly amount: Minor;
  /** The most that can go back. */
  readonly refundable: Minor;
  /** Leaves the customer's credit: nobody owed it. */
  readonly fromCredit: Minor;
  /** A credit note for each, unless it stays owed. */
  readonly invoices: readonly RefundedInvoice[];
}

/**
 * What a refund would reverse, by the same plan that the refund itself follows; changes nothing. `payment_not_found`,
 * `payment_not_refundable`, `refund_exceeds_payment`, `amount_invalid`.
 */
export async function previewRefund(reader: Reader, { paymentId, amount: asked = null, keepOwing }: PreviewRefund): Promise<RefundPreview> {
  const payment = await findPayment(reader, paymentId);
  if (!payment) throw new Failure('payment_not_found');
  if (payment.state !== 'succeeded') throw new Failure('payment_not_refundable', { state: payment.state });
  const left = refundable(payment, await refundsOf(reader, [payment.id]));
  const { most, plan } = await planFor(reader, payment, left);
  if (most <= 0n) throw new Failure('payment_not_refundable', { reason: 'nothing_left' });
  const amount = asked ?? most;
  if (amount <= 0n) throw new Failure('amount_invalid');
  if (amount > most) throw new Failure('refund_exceeds_payment', { refundable: most.toString() });
  const { fromCredit, shares } = plan(amount);
  const ids = shares.map((share) => share.invoiceId);
  const [found, taxSoFar] = await Promise.all([findInvoices(reader, ids), creditedTax(reader, ids)]);
  const invoices = new Map(found.map((invoice) => [invoice.id, invoice]));
  const effects = withTax(shares, invoices, taxSoFar).map((share): RefundedInvoice => {
    const before = invoices.get(share.invoiceId)!;
    const after = keepOwing ? afterReversal(before, share.amount) : afterReturn(before, share.amount);
    return { before, amount: share.amount, tax: keepOwing ? 0n : share.tax, after, openAfter: openAmount(after), netPaidAfter: netPaid(after) };
  });
  return { payment, amount, refundable: most, fromCredit, invoices: effects };
}

/** Refuses a refund of which a part could be taken from nowhere: its customer spent that credit. Until this transaction ends, he spends no more of it. */
export async function requireCovered(tx: Tx, payment: Payment, amount: Minor): Promise<void> {
  await lockInvoices(tx, (await allocationsOf(tx, [payment.id])).map((allocation) => allocation.invoiceId));
  await creditAtHand(tx, payment.customerId, payment.currency, true);
  const { most } = await planFor(tx, payment, amount);
  if (amount > most) throw new Failure('refund_exceeds_payment', { refundable: most.toString() });
}

async function planFor(reader: Reader, payment: Payment, left: Minor): Promise<{ most: Minor; plan: (amount: Minor) => ReversalPlan }> {
  // What was paid for something else (credits, a program) never came near invoices, nor its customer's credit.
  if (payment.targets.length > 0 && payment.targets.every((target) => target.kind !== 'invoice')) return { most: left, plan: () => ({ fromCredit: 0n, shares: [], uncovered: 0n }) };
  const allocations = await allocationsOf(reader, [payment.id]);
  const creditAtHand = payment.customerId === null ? 0n : await creditOf(reader, payment.customerId, payment.currency);
  const plan = (amount: Minor) => planReversal(amount, { processor: payment.processor, received: payment.amountReceived, refundedBefore: payment.amountRefunded, creditAtHand, allocations });
  const all = plan(left);
  return { most: left - all.uncovered, plan };
}
