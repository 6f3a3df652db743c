import type { Minor } from '../../kernel/money.js';
import type { PaymentFacts } from '../events.js';
import { account } from '../ledger/index.js';
import type { Account, Line, Posting } from '../ledger/index.js';
import type { Invoice } from './invoice.js';

/** Where the money of a payment is: at a processor account or in a till, each its own; or it was the customer's credit. */
function moneyOf(p: Pick<PaymentFacts, 'processor' | 'account' | 'currency' | 'customerId'>): Account {
  return p.processor === 'credit' ? account('customer_credit', p.currency, p.customerId ?? '') : account('cash', p.currency, `${p.processor}:${p.account}`);
}

/** Issue: the customer owes the total; net is revenue, tax belongs to the authorities. */
export function issuePosting(invoice: Invoice): Posting {
  return {
    kind: 'invoice',
    occasion: `invoice.issued:${invoice.id}`,
    reference: { invoice_id: invoice.id },
    lines: [
      { account: account('receivable', invoice.currency, invoice.id), amount: invoice.total },
      { account: account('revenue', invoice.currency), amount: -(invoice.total - invoice.taxAmount) },
      { account: account('tax_payable', invoice.currency), amount: -invoice.taxAmount },
    ],
  };
}

/** Void: the issue taken back. */
export function voidPosting(invoice: Invoice): Posting {
  const { lines, reference } = issuePosting(invoice);
  return { kind: 'invoice', occasion: `invoice.voided:${invoice.id}`, reference, lines: lines.map((line) => ({ ...line, amount: -line.amount })) };
}

/** Infrastructure costs of an issued invoice changed: the customer owes the difference, up or down. */
export function costsPosting(before: Invoice, after: Invoice): Posting {
  const total = after.total - before.total;
  const tax = after.taxAmount - before.taxAmount;
  return {
    kind: 'invoice',
    occasion: `invoice.costs_changed:${after.id}:${after.costChanges}`,
    reference: { invoice_id: after.id },
    lines: [
      { account: account('receivable', after.currency, after.id), amount: total },
      { account: account('revenue', after.currency), amount: -(total - tax) },
      { account: account('tax_payable', after.currency), amount: -tax },
    ],
  };
}

/** A credit note by hand on what is still open: less is owed. */
export function creditNotePosting(invoice: Invoice, note: { readonly id: string; readonly amount: Minor; readonly taxAmount: Minor }): Posting {
  return {
    kind: 'credit_note',
    occasion: `invoice.credited:${note.id}`,
    reference: { invoice_id: invoice.id, credit_note_id: note.id },
    lines: [
      { account: account('sales_returned', invoice.currency), amount: note.amount - note.taxAmount },
      { account: account('tax_payable', invoice.currency), amount: note.taxAmount },
      { account: account('receivable', invoice.currency, invoice.id), amount: -note.amount },
    ],
  };
}

/** A credit note by hand on what was paid: the money stays here, as the customer's credit. */
export function returnToCreditPosting(invoice: Invoice, back: { readonly refundId: string; readonly paymentId: string; readonly amount: Minor; readonly tax: Minor }): Posting {
  return {
    kind: 'refund',
    occasion: `refund.settled:${back.refundId}`,
    reference: { refund_id: back.refundId, payment_id: back.paymentId },
    lines: [
      { account: account('sales_returned', invoice.currency), amount: back.amount - back.tax },
      { account: account('tax_payable', invoice.currency), amount: back.tax },
      { account: account('customer_credit', invoice.currency, invoice.customerId), amount: -back.amount },
    ],
  };
}

export interface Share {
  readonly invoiceId: string;
  readonly amount: Minor;
}

/** Settlement: money at the processor, less owed; what nobody owed is the customer's credit. */
export function settlementPosting(payment: PaymentFacts, received: Minor, shares: readonly Share[], credit: Minor): Posting {
  return {
    kind: 'payment',
    occasion: `payment.settled:${payment.paymentId}`,
    reference: { payment_id: payment.paymentId },
    lines: [
      { account: moneyOf(payment), amount: received, ...(payment.processor === 'credit' && { refuseBelowZero: true }) },
      ...shares.map((s): Line => ({ account: account('receivable', payment.currency, s.invoiceId), amount: -s.amount })),
      { account: account('customer_credit', payment.currency, payment.customerId ?? ''), amount: -credit },
    ],
  };
}

export interface ReturnedShare extends Share {
  /** The part of the amount that is tax. */
  readonly tax: Minor;
}

/** Refund: money leaves the processor; forgiven with a credit note, owed again, or out of the customer's credit. */
export function refundPosting(payment: PaymentFacts, refundId: string, parts: { returned: readonly ReturnedShare[]; owedAgain: readonly Share[]; credit: Minor }): Posting {
  const returned = parts.returned.reduce((sum, s) => sum + s.amount, 0n);
  const tax = parts.returned.reduce((sum, s) => sum + s.tax, 0n);
  const owed = parts.owedAgain.reduce((sum, s) => sum + s.amount, 0n);
  return {
    kind: 'refund',
    occasion: `refund.settled:${refundId}`,
    reference: { refund_id: refundId, payment_id: payment.paymentId },
    lines: [
      { account: account('sales_returned', payment.currency), amount: returned - tax },
      { account: account('tax_payable', payment.currency), amount: tax },
      ...parts.owedAgain.map((s): Line => ({ account: account('receivable', payment.currency, s.invoiceId), amount: s.amount })),
      { account: account('customer_credit', payment.currency, payment.customerId ?? ''), amount: parts.credit },
      { account: moneyOf(payment), amount: -(returned + owed + parts.credit) },
    ],
  };
}

/** Bounced refund: money that had gone back is at the processor again, and the customer's; without one, it is due to somebody. */
export function bouncedPosting(payment: PaymentFacts, refund: { readonly refundId: string; readonly refundAmount: Minor }): Posting {
  return {
    kind: 'refund',
    occasion: `refund.bounced:${refund.refundId}`,
    reference: { refund_id: refund.refundId, payment_id: payment.paymentId },
    lines: [
      { account: moneyOf(payment), amount: refund.refundAmount },
      { account: payment.customerId === null ? account('refunds_due', payment.currency) : account('customer_credit', payment.currency, payment.customerId), amount: -refund.refundAmount },
    ],
  };
}

/** Dispute: what the bank holds back is owed to us, but dunned by nobody; given back when won. */
export function disputePosting(payment: PaymentFacts, dispute: { disputeId: string; move: number; delta: Minor }): Posting {
  return {
    kind: 'dispute',
    occasion: `dispute.moved:${dispute.disputeId}:${dispute.move}`,
    reference: { dispute_id: dispute.disputeId, payment_id: payment.paymentId },
    lines: [
      { account: account('disputed_receivable', payment.currency, payment.customerId ?? ''), amount: dispute.delta },
      { account: moneyOf(payment), amount: -dispute.delta },
    ],
  };
}

